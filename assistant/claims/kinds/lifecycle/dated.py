"""What a clause with one date says: an end, a beginning, or a state on that day."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from assistant.claims.claim import Claim
from assistant.claims.clauses import Clause
from assistant.claims.dates import Grain, Written
from assistant.claims.kinds.lifecycle.making import PRECISIONS, claim_of, in_support, phase_of, state_on
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.claims.scope import View
from assistant.rules import Phase, Release
from assistant.rules.kinds.lifecycle import DateOf, Event, InPhase

# 'moved to extended support on D': the last day of mainstream support, or the day after it.
_ENTERS = frozenset("moved moves entered enters went goes transitioned switched".split())


def event_of(view: View) -> Event:
    """The end that a clause speaks of: of mainstream support, of extended support, or of support."""
    if view.has(W.MAINSTREAM) and not view.has(W.EXTENDED):
        return Event.MAINSTREAM_END
    return Event.EXTENDED_END if view.has(W.EXTENDED) else Event.END


def dated(
    releases: Sequence[Release], family: str | None, event: Event, written: Written, *, shift: int = 0
) -> list[DateOf]:
    """The date as it was written, said of each release; `shift` in days."""
    day = written.day + timedelta(days=shift)
    return [
        DateOf(release=r, event=event, day=day, precision=PRECISIONS[written.grain], family=family) for r in releases
    ]


def word_before(view: View, token: Token) -> str:
    """The word before a date that says how it is meant, articles and such passed over."""
    place = view.tokens.index(token)
    for before in reversed(view.tokens[max(0, place - 4) : place]):
        if before.kind in (
            W.UNTIL,
            W.SINCE,
            W.ENDS,
            W.BEGINS,
            W.OUT,
            W.UP_TO,
            W.FROM,
            W.COLON,
            W.IS,
            W.ON,
            W.BY,
            W.NEWER,
            W.OLDER,
        ):
            return before.text
        if before.kind is W.NEUTRAL and before.text in (
            "in",
            "at",
            "during",
            "after",
            "before",
            "through",
            "to",
            "into",
            "past",
            "beyond",
            "around",
            "early",
            "late",
            "mid",
            "between",
            "from",
            "within",
        ):
            return before.text
        if before.kind in (W.TO, W.OF):
            return before.text
        if before.kind not in (W.DET, W.NEUTRAL, W.COMMA, W.DASH):
            break
    return ""


def of_date(  # noqa: PLR0911, PLR0912, PLR0917
    clause: Clause, view: View, releases: Sequence[Release], family: str | None, token: Token, negative: bool
) -> list[Claim]:
    """The claims of a clause with one date; `negative` where its negations do not cancel."""
    written: Written = token.value
    word = word_before(view, token)
    event = event_of(view)
    ends = view.has(W.ENDS) or (view.has(W.OUT) and any(t.text.startswith("end") for t in view.all(W.OUT)))
    ends = ends or (
        view.has(W.OUT) and any(t.text in ("go", "goes", "went", "going", "fall", "falls", "fell") for t in view.tokens)
    )
    if (
        ends
        and event is Event.END
        and clause.led_by(W.AND, W.COMMA, W.BUT)
        and not view.has(W.SUPPORT, W.OUT, W.YES, W.IMAGE, W.UNTIL)
    ):
        # what ends is said in the clause before
        return [claim_of(clause, view, dated(releases, family, event, written), unread=("what ends",))]
    longer = view.has(W.NO_LONGER)
    exact_word = word in (
        "on",
        "in",
        "until",
        "till",
        "through",
        "up to",
        "to",
        "",
        ":",
        "is",
        "was",
        "at",
        "of",
        "up until",
        "through to",
        "up to and including",
    ) or word.startswith(("end", "expir", "run", "stop", "valid", "last"))
    if view.has(W.BEGINS) and view.has(W.SUPPORT) and any(t.text in ("last", "final") for t in view.tokens):
        # "the last update came out on": its updates ended then
        return [claim_of(clause, view, dated(releases, family, event, written), some_fail=negative)]
    if view.has(W.BEGINS) and not view.has(W.UNTIL, W.MAINSTREAM, W.EXTENDED, W.OUT) and not ends:
        if word in ("after", "before", "by", "until", "till"):
            return [
                claim_of(
                    clause, view, dated(releases, family, Event.AVAILABLE, written), some_fail=negative, unread=(word,)
                )
            ]
        return [claim_of(clause, view, dated(releases, family, Event.AVAILABLE, written), some_fail=negative)]
    vague = word in (
        "around",
        "early",
        "late",
        "mid",
        "past",
        "beyond",
        "before",
        "within",
        "between",
        "by",
        "below",
        "prior",
    )
    if view.has(W.UNTIL) or (ends and exact_word):
        if negative and view.has(W.UNTIL) and (ends or view.has(W.OUT)):
            negative = False  # "does not end until": it ends then
        elif negative and view.has(W.UNTIL) and not view.has(W.DENY):
            return [claim_of(clause, view, dated(releases, family, event, written), some_fail=True, unread=("until",))]
        found = [
            claim_of(
                clause,
                view,
                dated(releases, family, event, written),
                some_fail=negative,
                unread=(word,) if vague else (),
            )
        ]
        return found + _phase_beside(clause, view, releases, family, negative)
    state_before = not ends and not view.has(W.OUT) and not longer
    if word in ("after", "beyond", "past", "following"):
        if (negative and state_before) or longer or view.has(W.OUT) or ends:
            return [
                claim_of(
                    clause,
                    view,
                    dated(releases, family, event, written),
                    unread=("after",)
                    if (negative and not state_before and not longer) or (ends and written.grain is not Grain.DAY)
                    else (),
                )
            ]
        return state_on(clause, view, releases, family, not negative, (written.last + timedelta(days=1),))
    enters = view.has(W.EXTENDED) and any(t.text in _ENTERS for t in view.tokens)
    if enters and word in ("on", "in", "at", "") and not (negative or view.has(W.ENDS, W.UNTIL)):
        last = {r.mainstream_end.day for r in releases if r.mainstream_end is not None}
        shift = -1 if written.grain is Grain.DAY and written.day - timedelta(days=1) in last else 0
        return [claim_of(clause, view, dated(releases, family, Event.MAINSTREAM_END, written, shift=shift))]
    if word in ("since", "ever since") and view.has(W.EXTENDED) and not (negative or longer or ends or view.has(W.OUT)):
        # "in extended support since D": mainstream support ended the day before, and it is in that phase today
        said = _since(clause, view, releases, family, Event.MAINSTREAM_END, written)
        phases = [InPhase(release=r, phase=Phase.EXTENDED, family=family) for r in releases]
        return [*said, claim_of(clause, view, phases)]
    if word in ("since", "ever since", "from", "as of", "from then on", "starting") and (
        view.has(W.OUT) or longer or (negative and view.has(W.YES, W.SUPPORT))
    ):
        if len(view.negations) > 1 or (view.has(W.OUT) and negative):
            return [claim_of(clause, view, dated(releases, family, event, written), unread=("since",))]
        return _since(clause, view, releases, family, event, written)
    if ends:
        if vague or word in ("since", "from"):
            return [claim_of(clause, view, dated(releases, family, event, written), some_fail=negative, unread=(word,))]
        return [claim_of(clause, view, dated(releases, family, event, written), some_fail=negative)]
    if word in ("before", "around", "within", "between", "early", "late", "mid", "since", "prior", "to"):
        return [claim_of(clause, view, dated(releases, family, event, written), unread=(word,))]
    days = (written.last,) if word == "by" else tuple(dict.fromkeys((written.day, written.last)))
    if view.has(W.OUT):
        return state_on(clause, view, releases, family, negative, days)
    if longer:
        return state_on(clause, view, releases, family, len(view.negations) % 2 == 0, days)
    if view.has(W.YES, W.MAINSTREAM, W.EXTENDED) or (view.has(W.SUPPORT) and in_support(view)):
        return state_on(clause, view, releases, family, not negative, days)
    return []


def _phase_beside(
    clause: Clause, view: View, releases: Sequence[Release], family: str | None, negative: bool
) -> list[Claim]:
    """'is in extended support until ...' says the phase of the as-of date too."""
    if (
        negative
        or view.has(W.ENDS, W.HEDGE, W.OUT)
        or not view.has(W.IS)
        or not in_phase(view)
        or any(t.text in ("was", "were", "had", "will", "been") for t in view.tokens)
    ):
        return []
    phase = phase_of(view)
    return [claim_of(clause, view, [InPhase(release=r, phase=phase, family=family) for r in releases])] if phase else []


def in_phase(view: View) -> bool:
    """Whether something is said to be 'in' a phase."""
    return any(
        t.text == "in" and n + 1 < len(view.tokens) and view.tokens[n + 1].kind in (W.MAINSTREAM, W.EXTENDED)
        for n, t in enumerate(view.tokens)
    )


def _since(  # noqa: PLR0917
    clause: Clause, view: View, releases: Sequence[Release], family: str | None, event: Event, written: Written
) -> list[Claim]:
    """'out of support since D': the last day is the day before; with D itself as the last day it is left open."""
    if written.grain is not Grain.DAY:
        return [claim_of(clause, view, dated(releases, family, event, written))]
    before = claim_of(clause, view, dated(releases, family, event, written, shift=-1))
    same = dated(releases, family, event, written)
    return [replace(before, readings=(before.readings[0],) if written.day else (before.readings[0], tuple(same)))]
