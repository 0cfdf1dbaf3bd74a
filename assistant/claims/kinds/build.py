"""Clauses -> claims about which build a release has."""

import re

from assistant.claims.claim import Claim
from assistant.claims.clauses import Clause
from assistant.claims.context import Context
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.claims.scope import View
from assistant.rules import Engine, Form, Release
from assistant.rules.kinds.build import BuildOf

KIND = "build"
_UNDERSTOOD = frozenset(
    {
        W.MENTION, W.BUILD, W.IS, W.DET, W.NEUTRAL, W.NOT, W.DENY, W.TRUE, W.HEDGE, W.AND, W.OR, W.COMMA,
        W.COLON, W.DASH, W.OF, W.ON, W.TO, W.IT, W.HOST, W.IMAGE, W.CHANNEL, W.ALSO, W.ALL, W.IN_FACT, W.TAG,
        W.WITH, W.WHICH, W.UNREAD, W.NUMBER, W.YES, W.SAME, W.LASTS, W.REPORT, W.FAMILY, W.SLASH, W.OTHER, W.BY,
        W.STILL, W.EXISTS, W.FROM,
    }
)  # fmt: skip
_NUMBER = re.compile(r"(?:10\.0\.)?(?P<build>[0-9]{4,6})(?:\.[0-9]+)?")


def read(engine: Engine, clause: Clause, view: View, context: Context) -> list[Claim]:  # noqa: ARG001 - all readers have these arguments
    """The build claims of one clause: a build and a release named together, not as host and image."""
    if not view.has(W.MENTION, W.NUMBER):
        return []
    mentions = view.all(W.MENTION)
    builds = [b for t in mentions if (b := _build_of(t)) is not None]
    builds += [
        int(t.text)
        for n, t in enumerate(view.tokens)
        if t.kind is W.NUMBER and t.text.isdigit() and _called_build(view, n)
    ]
    names = [t for t in mentions if _build_of(t) is None]
    releases = [r for t in names for r in _releases(t)]
    if not builds:
        return []
    if not names and not clause.aside and view.has(W.HOST) != view.has(W.IMAGE):
        releases = _spoken_of(view, context)
    if not releases and (clause.aside or view.has(W.IT)):
        releases = list(context.releases[-1:])
        if clause.aside and any(
            t.kind not in (W.BUILD, W.MENTION, W.NEUTRAL, W.CHANNEL, W.DET, W.NUMBER, W.COMMA) for t in view.tokens
        ):
            return []
    if (
        not releases
        or view.has(W.PROCESS, W.HYPERV, W.DATE, W.NO, W.UNABLE)
        or (view.has(W.HOST) and view.has(W.IMAGE))
    ):
        return []
    if not (view.has(W.BUILD, W.IS, W.COLON, W.LASTS) or clause.aside) or (view.has(W.YES) and not view.has(W.BUILD)):
        return []
    negative = len(view.negations) % 2 == 1
    unread = [*view.unread, *view.misfits, *(t.text for t in view.tokens if t.kind not in _UNDERSTOOD)]
    unread = [u for u in unread if not (u.isdigit() and int(u) in builds)]
    if len(builds) > 1 and len(releases) > 1:
        if len(builds) != len(releases) or not any(t.text == "respectively" for t in view.tokens):
            return [_claim(clause, [BuildOf(release=releases[0], build=builds[0])], (*unread, "several builds"))]
        pairs = list(zip(releases, builds, strict=True))
    else:
        pairs = [(r, b) for r in releases for b in builds]
    return [_claim(clause, [BuildOf(release=r, build=b, asserted=not negative) for r, b in pairs], tuple(unread))]


def _spoken_of(view: View, context: Context) -> list[Release]:
    """'The host has 20348': the host of the pair that was spoken of, where it is a single one."""
    side = None
    if context.frames:
        side = context.frames[-1].host if view.has(W.HOST) else context.frames[-1].image
    return list(side.releases) if side is not None and len(side.releases) == 1 else []


def _claim(clause: Clause, parts: list[BuildOf], unread: tuple[str, ...]) -> Claim:
    return Claim(kind=KIND, readings=(tuple(parts),), start=clause.start, end=clause.end, unread=unread)


def _build_of(token: Token) -> int | None:
    mention = token.value
    if mention.form is not Form.BUILD:
        return None
    found = _NUMBER.search(mention.text)
    return int(found["build"]) if found else None


def _called_build(view: View, number: int) -> bool:
    before = view.tokens[max(0, number - 3) : number]
    return any(t.kind is W.BUILD for t in before)


def _releases(token: Token) -> list[Release]:
    mention = token.value
    if mention.problem or mention.form is Form.GROUP or (mention.candidates and mention.host is None):
        return []
    return [mention.host.release] if mention.host is not None else []
