"""Clauses -> claims about the channel of a release."""

from assistant.claims.claim import Claim
from assistant.claims.clauses import Clause
from assistant.claims.context import Context
from assistant.claims.kinds.lifecycle import subject_of
from assistant.claims.lexicon import W
from assistant.claims.scope import View
from assistant.rules import Engine
from assistant.rules.kinds.channel import ChannelOf, LastOf
from assistant.rules.release import Channel

KIND = "channel"
_UNDERSTOOD = frozenset(
    {
        W.MENTION, W.CHANNEL, W.IS, W.DET, W.NEUTRAL, W.NOT, W.DENY, W.TRUE, W.HEDGE, W.AND, W.OR, W.COMMA,
        W.COLON, W.DASH, W.OF, W.TO, W.IT, W.ALSO, W.ALL, W.IN_FACT, W.WITH, W.WHICH, W.ONLY, W.HOST, W.IMAGE,
        W.UNREAD, W.NUMBER, W.REPORT, W.FROM, W.ON, W.BY, W.STILL, W.MATTER, W.BEGINS, W.BUILD,
    }
)  # fmt: skip


def read(engine: Engine, clause: Clause, view: View, context: Context) -> list[Claim]:  # noqa: ARG001 - all readers have these arguments
    """The channel claims of one clause: 'X is an LTSC release', 'X is the only release of the Annual Channel'."""
    if not view.has(W.CHANNEL) or view.has(
        W.YES, W.NO, W.UNABLE, W.DATE, W.DURATION, W.CADENCE, W.SUPPORT, W.MAINSTREAM, W.EXTENDED, W.OUT, W.UNTIL,
        W.PROCESS, W.HYPERV,
    ):  # fmt: skip
        return []
    channels = [Channel(t.value) for t in view.all(W.CHANNEL)]
    releases, _ = subject_of(view, context) if view.has(W.MENTION, W.IT) else ((), None)
    if clause.aside and not releases:
        releases = context.releases[-1:]
        if any(t.kind not in (W.CHANNEL, W.DET, W.NEUTRAL) for t in view.tokens):
            return []
    linked = (
        view.has(W.IS, W.COLON)
        or clause.aside
        or any(t.text in ("belongs", "belong", "part", "comes", "member") for t in view.tokens)
    )
    if not releases or not linked or view.has(W.EXISTS):
        return []
    unread = [*view.unread, *view.misfits, *(t.text for t in view.tokens if t.kind not in _UNDERSTOOD)]
    unread += [t.text for t in view.all(W.MATTER)]
    link = next(
        (n for n, t in enumerate(view.tokens) if t.kind in (W.IS, W.COLON) or t.text in ("belongs", "belong", "comes")),
        None,
    )
    name = next((n for n, t in enumerate(view.tokens) if t.kind is W.MENTION), None)
    channel = next(n for n, t in enumerate(view.tokens) if t.kind is W.CHANNEL)
    if link is not None and name is not None and not min(name, channel) < link < max(name, channel):
        unread.append("order")
    negative = len(view.negations) % 2 == 1
    found: list[Claim] = []
    only = view.has(W.ONLY) or any(t.text in ("sole", "single", "one") for t in view.tokens)
    known = ("last", "latest", "newest", "final", "current", *(("first", "single", "sole") if only else ()))
    unread = [u for u in unread if u not in known]  # "the first and only release" is the only one
    last = any(t.text in ("last", "latest", "newest", "final", "most recent", "current") for t in view.tokens)
    if only or last:
        if len(channels) > 1 or len(releases) > 1 or any(t.text in ("next", "former") for t in view.tokens):
            unread.append("only")
        part = LastOf(release=releases[0], channel=channels[0], only=only)
        return [_claim(clause, [part], tuple(unread), some_fail=negative)]
    if any(t.text in ("first", "oldest", "second", "earliest", "previous", "predecessor") for t in view.tokens):
        unread.append("first")
    if len(channels) > 1:
        unread.append("several channels")
    found.append(
        _claim(
            clause, [ChannelOf(release=r, channel=channels[0], asserted=not negative) for r in releases], tuple(unread)
        )
    )
    return found


def _claim(clause: Clause, parts: list[object], unread: tuple[str, ...], some_fail: bool = False) -> Claim:
    return Claim(
        kind=KIND, readings=(tuple(parts),), start=clause.start, end=clause.end, unread=unread, some_fail=some_fail
    )
