"""The parts that every claim on a lifecycle is made of: its subject, its unread words, its phase."""

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from assistant.claims.claim import Claim, Stance
from assistant.claims.clauses import Clause
from assistant.claims.context import Context
from assistant.claims.dates import Grain
from assistant.claims.lexicon import W
from assistant.claims.scope import View
from assistant.rules import Form, Phase, Release
from assistant.rules.kinds.lifecycle import InPhase, Precision, Supported

KIND = "lifecycle"


_UNDERSTOOD = frozenset(
    {
        W.MENTION, W.DATE, W.DURATION, W.HOST, W.IMAGE, W.FAMILY, W.CHANNEL, W.YES, W.NO, W.NOT, W.NO_LONGER,
        W.ALL, W.HEDGE, W.DENY, W.TRUE, W.IN_FACT, W.AND, W.OR, W.ALSO, W.IT, W.ON, W.BY, W.WITH, W.OF, W.TO,
        W.DET, W.COMMA, W.COLON, W.DASH, W.SLASH, W.IS, W.TAG, W.NEUTRAL, W.SUPPORT, W.MAINSTREAM, W.EXTENDED,
        W.ENDS, W.BEGINS, W.OUT, W.UNTIL, W.SINCE, W.STILL, W.LASTS, W.CADENCE, W.FROM, W.UP_TO, W.LATER,
        W.WHICH, W.REPORT, W.EXISTS, W.NEWER, W.OLDER, W.UNREAD, W.NUMBER, W.QUOTE, W.SO, W.ANSWER_YES,
    }
)  # fmt: skip


PRECISIONS = {Grain.DAY: Precision.DAY, Grain.MONTH: Precision.MONTH, Grain.YEAR: Precision.YEAR}


_LASTING = (W.SUPPORT, W.MAINSTREAM, W.EXTENDED, W.YES, W.OUT, W.LASTS, W.NO)


# What runs on a release has a lifecycle of its own.
_TENANTS = frozenset("app apps application applications workload workloads pod pods dockerfile dockerfiles".split())
_SKU = re.compile(r"windows20[0-9]{2}")


def subject_of(view: View, context: Context) -> tuple[tuple[Release, ...], str | None]:
    """The releases that a clause speaks of, and the image family where it names one."""
    found: list[Release] = []
    family = None
    mentions = view.all(W.MENTION)
    mentions = [t for t in mentions if t.value.form is not Form.BUILD] or mentions
    for token in mentions:
        mention = token.value
        if mention.problem or (mention.form is not Form.GROUP and mention.candidates):
            return (), None
        if mention.form is Form.GROUP:
            found += mention.candidates
        elif mention.host is not None:
            found.append(mention.host.release)
            if mention.text.startswith("nano") and mention.form is not Form.IMAGE:
                family = "nanoserver"
            if mention.form is Form.IMAGE and mention.image is not None:
                family = mention.image.family
    for token in view.all(W.FAMILY):
        family = token.value
    if not found and view.has(W.HOST, W.IMAGE) and context.frames:
        last = context.frames[-1]
        side = last.host if view.has(W.HOST) else last.image
        found = list(side.releases) if side is not None and not side.general else []
    elif not found:
        found = (
            _named_before(view, context)
            if (context.elided or view.has(W.IT) or view.has(W.MAINSTREAM, W.EXTENDED, W.SUPPORT, W.OUT, W.ENDS))
            else []
        )
    return tuple(dict.fromkeys(found)), family


def _named_before(view: View, context: Context) -> list[Release]:
    """What the sentence before was about; 'it' is one thing, so of two names it means neither for certain."""
    single = any(t.text in ("it", "its") for t in view.all(W.IT))
    return [] if single and len(context.releases) > 1 else list(context.releases)


def claim_of(
    clause: Clause,
    view: View,
    parts: Sequence[object],
    *,
    some_fail: bool = False,
    days: tuple[date, ...] = (),
    unread: tuple[str, ...] = (),
) -> Claim:
    """A claim of these parts, with every word of the clause that a statement on support cannot hold as unread."""
    if any(_SKU.fullmatch(t.text) for t in view.all(W.MENTION)):
        unread = (*unread, "os-sku")
    words = (*view.unread, *(t.text for t in view.tokens if t.kind not in _UNDERSTOOD), *unread)
    words += tuple(t.text for t in view.all(W.IMAGE) if t.text in _TENANTS)
    words += _beside(view)
    if view.has(W.EXISTS) and view.has(W.IMAGE, W.TAG):
        words += tuple(t.text for t in view.all(W.EXISTS))
    if view.has(W.DATE) and view.has(W.DURATION):
        words = (*words, "length")  # 'until 2031, plus three years'
    if any(a.kind is W.UNTIL and b.kind is W.FROM for a, b in pairwise(view.tokens)):
        words = (*words, "at least")
    of_something = view.has(W.HOST) or (view.has(W.CHANNEL) and view.has(W.IS))
    if view.has(W.UNTIL) and of_something and not view.has(*_LASTING):
        words = (*words, "what lasts until then")
    named = view.all(W.MENTION)
    words = (*words, *view.misfits)
    return Claim(
        kind=KIND,
        # version 1809 was a release of its own, with an earlier end, beside Windows Server 2019
        never_false=any("1809" in t.text for t in named) or any(t.value == "SAC" for t in view.all(W.CHANNEL)),
        readings=(tuple(parts),),
        start=clause.start,
        end=clause.end,
        stance=Stance.HEDGED if view.has(W.HEDGE) else Stance.ASSERTED,
        some_fail=some_fail,
        days=days,
        unread=words,
    )


def _beside(view: View) -> tuple[str, ...]:
    """Names and words that set an event against another: 'after Windows Server 2022', 'until after', 'or later'."""
    found = [
        t.text for t in view.all(W.HOST, W.IMAGE) if t.text in ("node pool", "node pools", "nodepool", "nodepools")
    ]
    named = False
    for before, token in pairwise(view.tokens):
        named = named or before.kind is W.MENTION
        if (
            token.kind is W.MENTION
            and before.kind in _AGAINST
            and (named or before.kind in (W.NEWER, W.OLDER, W.UNTIL))
        ):
            found.append(before.text)
        if before.kind is W.UNTIL and token.kind in (W.NEWER, W.OLDER, W.ENDS):
            found.append(token.text)
        if before.kind in (W.DATE, W.SUPPORT, W.EXTENDED, W.MAINSTREAM) and token.kind in (W.LATER, W.EARLIER):
            found.append(token.text)
    return tuple(found)


_AGAINST = frozenset({W.NEWER, W.OLDER, W.WITH, W.FROM, W.OF, W.ON, W.UNTIL, W.SINCE, W.BY, W.THAN})


def phase_of(view: View) -> Phase | None:
    """The phase that a clause names, None for none or both."""
    if view.has(W.MAINSTREAM) and not view.has(W.EXTENDED):
        return Phase.MAINSTREAM
    return Phase.EXTENDED if view.has(W.EXTENDED) and not view.has(W.MAINSTREAM) else None


def state_on(  # noqa: PLR0917
    clause: Clause, view: View, releases: Sequence[Release], family: str | None, positive: bool, days: tuple[date, ...]
) -> list[Claim]:
    """In support, or in a phase, on a day."""
    phase = phase_of(view)
    if view.has(W.MAINSTREAM) and view.has(W.EXTENDED):
        return [
            claim_of(
                clause,
                view,
                [Supported(release=r, family=family) for r in releases],
                days=days,
                unread=("both phases",),
            )
        ]
    if phase is not None and not view.has(W.OUT):
        parts = [InPhase(release=r, phase=phase, family=family) for r in releases]
        if not positive and len(releases) > 1:
            return [claim_of(clause, view, [part], some_fail=True, days=days) for part in parts]
        return [claim_of(clause, view, parts, some_fail=not positive, days=days)]
    return [
        claim_of(clause, view, [Supported(release=r, family=family, asserted=positive) for r in releases], days=days)
    ]


def in_support(view: View) -> bool:
    """Whether 'support' is what the subject is in or has, and not what is spoken of."""
    texts = [t.text for t in view.tokens]
    for number, token in enumerate(view.tokens):
        if token.kind is W.SUPPORT:
            before = texts[max(0, number - 3) : number]
            if token.text in ("support", "service", "servicing", "maintenance") and any(
                w in before for w in ("in", "under", "within", "into")
            ):
                return True
            if any(t.kind is W.LASTS for t in view.tokens[max(0, number - 4) : number]):
                return True
    return False
