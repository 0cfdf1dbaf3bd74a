"""Clauses -> claims about dates, phases and lengths of support."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.claims.claim import Claim
from assistant.claims.clauses import Clause, Group
from assistant.claims.context import Context
from assistant.claims.dates import Grain, Written
from assistant.claims.kinds.lifecycle.dated import dated, event_of, in_phase, of_date, word_before
from assistant.claims.kinds.lifecycle.lengths import lengths_of
from assistant.claims.kinds.lifecycle.making import claim_of, in_support, state_on, subject_of
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.claims.scope import View
from assistant.rules import Engine, Release
from assistant.rules.kinds.lifecycle import Event, Supported


def read(  # noqa: PLR0911
    engine: Engine,  # noqa: ARG001 - all readers have these arguments
    clause: Clause,
    view: View,
    context: Context,
) -> list[Claim]:
    """The lifecycle claims of one clause."""
    lengths = lengths_of(clause, view, context)
    if lengths:
        return lengths
    if not view.has(
        W.SUPPORT, W.MAINSTREAM, W.EXTENDED, W.ENDS, W.OUT, W.UNTIL, W.BEGINS, W.YES, W.NO, W.NO_LONGER, W.LASTS
    ):
        return []
    releases, family = subject_of(view, context)
    if not releases:
        return []
    if view.has(W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS, W.BUILD, W.REVISION) or (
        view.has(W.YES) and not _of_support(view)
    ):
        return []
    if view.has(W.YES, W.NO) and not view.has(W.UNTIL) and any(_located(view, group) for group in view.groups):
        return []  # "it is not supported on X" speaks of something on X
    dates = view.all(W.DATE)
    if any(not token.value.exists for token in dates):
        return [
            claim_of(clause, view, [Supported(release=r, family=family) for r in releases], unread=("no such day",))
        ]
    negative = len(view.negations) % 2 == 1
    if len(dates) > 2 or (len(dates) == 2 and not _range(view, dates)):
        return [
            claim_of(clause, view, [Supported(release=r, family=family) for r in releases], unread=("several dates",))
        ]
    if len(dates) == 2:
        return _of_range(clause, view, releases, family, dates, negative)
    if dates:
        return of_date(clause, view, releases, family, dates[0], negative)
    if view.has(W.DURATION, W.CADENCE):
        return []
    return _of_today(clause, view, releases, family, negative)


def _located(view: View, group: Group) -> bool:
    before = [t for t in view.tokens[max(0, group.first - 3) : group.first] if t.kind not in (W.DET, W.NEUTRAL, W.ALL)]
    return bool(before) and before[-1].kind is W.ON


def _of_support(view: View) -> bool:
    """Whether its verb is 'supported' or its like, and not 'runs'."""
    return all(
        t.text in ("supported", "support", "supports", "officially supported", "fully supported")
        or (
            t.text in ("run", "runs", "ran", "running", "allowed", "go", "goes")
            and view.has(W.SUPPORT, W.MAINSTREAM, W.EXTENDED, W.OUT)
        )
        for t in view.all(W.YES)
    )


def _range(view: View, dates: Sequence[Token]) -> bool:
    between = view.tokens[view.tokens.index(dates[0]) + 1 : view.tokens.index(dates[1])]
    word = word_before(view, dates[0])
    joined = all(t.kind in (W.TO, W.UNTIL, W.DASH, W.AND, W.DET, W.NEUTRAL, W.UP_TO, W.COMMA) for t in between)
    return (
        joined
        and (word in ("from", "between", "since", ":", "") or view.has(W.FROM))
        and not (word == "" and any(t.kind is W.AND for t in between))
    )


def _of_range(  # noqa: PLR0917
    clause: Clause, view: View, releases: Sequence[Release], family: str | None, dates: Sequence[Token], negative: bool
) -> list[Claim]:
    """'from D1 to D2': from the day it became available to the last day of the phase."""
    event = event_of(view)
    if negative:
        return [claim_of(clause, view, dated(releases, family, event, dates[1].value), unread=("not",))]
    end = claim_of(clause, view, dated(releases, family, event, dates[1].value))
    if event is Event.EXTENDED_END:
        # extended support begins on the day after the mainstream end; the day itself is what many write
        written: Written = dates[0].value
        first = tuple(dated(releases, family, Event.MAINSTREAM_END, written))
        second = tuple(dated(releases, family, Event.MAINSTREAM_END, written, shift=-1))
        start = claim_of(clause, view, first)
        return [replace(start, readings=(first, second) if written.grain is Grain.DAY else (first,)), end]
    return [claim_of(clause, view, dated(releases, family, Event.AVAILABLE, dates[0].value)), end]


def _of_today(  # noqa: PLR0911
    clause: Clause, view: View, releases: Sequence[Release], family: str | None, negative: bool
) -> list[Claim]:
    """Statements about the as-of date."""
    tense = {t.text for t in view.tokens}
    past = bool(tense & {"was", "were", "had", "did"}) and not tense & {"has", "have", "is", "are"}
    future = bool(tense & {"will", "would", "shall", "going"})
    unread = ("tense",) if (past and not view.has(W.ENDS)) or future else ()
    if view.has(W.OUT):
        positive = negative
        if view.has(W.NO_LONGER) and not any(t.kind is W.NOT for t in view.negations):
            unread = (*unread, "no longer")
        return [replace(c, unread=(*c.unread, *unread)) for c in state_on(clause, view, releases, family, positive, ())]
    if view.has(W.ENDS) and (view.has(W.SUPPORT, W.MAINSTREAM, W.EXTENDED)):
        if (
            not tense
            & {
                "has",
                "have",
                "ended",
                "over",
                "left",
                "expired",
                "stopped",
                "ceased",
                "is",
                "are",
                "was",
                "were",
                "exited",
                "passed",
            }
            or future
            or view.has(W.YES)
        ):
            return []
        if tense & {"end", "ends", "ending", "expires", "stops"}:
            return []
        return [replace(c, unread=(*c.unread, *unread)) for c in state_on(clause, view, releases, family, negative, ())]
    if any(t.text not in ("supported", "officially supported", "fully supported", "support") for t in view.all(W.YES)):
        return []
    if view.has(W.YES) or (view.has(W.SUPPORT, W.MAINSTREAM, W.EXTENDED) and (view.has(W.IS) or view.has(W.LASTS))):
        if view.has(W.SUPPORT) and not view.has(W.YES, W.MAINSTREAM, W.EXTENDED) and not in_support(view):
            return []
        if (view.has(W.MAINSTREAM, W.EXTENDED)) and not in_phase(view):
            return []
        return [
            replace(c, unread=(*c.unread, *unread)) for c in state_on(clause, view, releases, family, not negative, ())
        ]
    if view.has(W.NO) and all(t.text == "unsupported" for t in view.all(W.NO)):
        return [replace(c, unread=(*c.unread, *unread)) for c in state_on(clause, view, releases, family, negative, ())]
    return []
