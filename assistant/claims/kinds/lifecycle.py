"""Clauses -> claims about dates, phases and lengths of support."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from assistant.claims.claim import Claim, Stance
from assistant.claims.clauses import Clause, Group
from assistant.claims.context import Context
from assistant.claims.dates import Grain, Written
from assistant.claims.dates import Length as Lasting
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.claims.scope import View
from assistant.rules import Engine, Form, Phase, Release
from assistant.rules.kinds.lifecycle import DateOf, Event, InPhase, Length, Precision, Span, Supported
from assistant.rules.release import Channel

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
_PRECISIONS = {Grain.DAY: Precision.DAY, Grain.MONTH: Precision.MONTH, Grain.YEAR: Precision.YEAR}
_EXACT = frozenset("on in until till through to ends ended ending is was the date : of - at".split())


_LASTING = (W.SUPPORT, W.MAINSTREAM, W.EXTENDED, W.YES, W.OUT, W.LASTS, W.NO)
_SKU = re.compile(r"windows20[0-9]{2}")


def read(engine: Engine, clause: Clause, view: View, context: Context, compat: bool) -> list[Claim]:  # noqa: PLR0911
    """The lifecycle claims of one clause."""
    if compat:
        return []
    lengths = _lengths(engine, clause, view, context)
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
        return [_claim(clause, view, [Supported(release=r, family=family) for r in releases], unread=("no such day",))]
    negative = len(view.negations) % 2 == 1
    if len(dates) > 2 or (len(dates) == 2 and not _range(view, dates)):
        return [
            _claim(clause, view, [Supported(release=r, family=family) for r in releases], unread=("several dates",))
        ]
    if len(dates) == 2:
        return _of_range(clause, view, releases, family, dates, negative)
    if dates:
        return _of_date(clause, view, releases, family, dates[0], negative)
    if view.has(W.DURATION, W.CADENCE):
        return []
    return _of_today(clause, view, releases, family, negative)


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
            list(context.releases)
            if (context.elided or view.has(W.IT) or view.has(W.MAINSTREAM, W.EXTENDED, W.SUPPORT, W.OUT, W.ENDS))
            else []
        )
    return tuple(dict.fromkeys(found)), family


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


def _claim(
    clause: Clause,
    view: View,
    parts: Sequence[object],
    *,
    some_fail: bool = False,
    days: tuple[date, ...] = (),
    unread: tuple[str, ...] = (),
) -> Claim:
    if any(_SKU.fullmatch(t.text) for t in view.all(W.MENTION)):
        unread = (*unread, "os-sku")
    words = (*view.unread, *(t.text for t in view.tokens if t.kind not in _UNDERSTOOD), *unread)
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


def _event(view: View) -> Event:
    if view.has(W.MAINSTREAM) and not view.has(W.EXTENDED):
        return Event.MAINSTREAM_END
    return Event.EXTENDED_END if view.has(W.EXTENDED) else Event.END


def _dated(
    releases: Sequence[Release], family: str | None, event: Event, written: Written, *, shift: int = 0
) -> list[DateOf]:
    day = written.day + timedelta(days=shift)
    return [
        DateOf(release=r, event=event, day=day, precision=_PRECISIONS[written.grain], family=family) for r in releases
    ]


def _between(view: View, token: Token) -> str:
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


def _of_date(  # noqa: PLR0911, PLR0912, PLR0917
    clause: Clause, view: View, releases: Sequence[Release], family: str | None, token: Token, negative: bool
) -> list[Claim]:
    written: Written = token.value
    word = _between(view, token)
    event = _event(view)
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
        return [_claim(clause, view, _dated(releases, family, event, written), unread=("what ends",))]
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
    if view.has(W.BEGINS) and not view.has(W.UNTIL, W.MAINSTREAM, W.EXTENDED, W.OUT) and not ends:
        if word in ("after", "before", "by", "until", "till"):
            return [
                _claim(
                    clause, view, _dated(releases, family, Event.AVAILABLE, written), some_fail=negative, unread=(word,)
                )
            ]
        return [_claim(clause, view, _dated(releases, family, Event.AVAILABLE, written), some_fail=negative)]
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
            return [_claim(clause, view, _dated(releases, family, event, written), some_fail=True, unread=("until",))]
        found = [
            _claim(
                clause,
                view,
                _dated(releases, family, event, written),
                some_fail=negative,
                unread=(word,) if vague else (),
            )
        ]
        return found + _phase_beside(clause, view, releases, family, negative)
    state_before = not ends and not view.has(W.OUT) and not longer
    if word in ("after", "beyond", "past", "following"):
        if (negative and state_before) or longer or view.has(W.OUT) or ends:
            return [
                _claim(
                    clause,
                    view,
                    _dated(releases, family, event, written),
                    unread=("after",) if negative and not state_before and not longer else (),
                )
            ]
        return _state(clause, view, releases, family, not negative, (written.last + timedelta(days=1),))
    if word in ("since", "ever since") and view.has(W.EXTENDED) and not (negative or longer or ends or view.has(W.OUT)):
        # "in extended support since D": mainstream support ended the day before, and it is in that phase today
        said = _since(clause, view, releases, family, Event.MAINSTREAM_END, written)
        phases = [InPhase(release=r, phase=Phase.EXTENDED, family=family) for r in releases]
        return [*said, _claim(clause, view, phases)]
    if word in ("since", "ever since", "from", "as of", "from then on", "starting") and (
        view.has(W.OUT) or longer or (negative and view.has(W.YES, W.SUPPORT))
    ):
        if len(view.negations) > 1 or (view.has(W.OUT) and negative):
            return [_claim(clause, view, _dated(releases, family, event, written), unread=("since",))]
        return _since(clause, view, releases, family, event, written)
    if ends:
        if vague or word in ("since", "from"):
            return [_claim(clause, view, _dated(releases, family, event, written), some_fail=negative, unread=(word,))]
        return [_claim(clause, view, _dated(releases, family, event, written), some_fail=negative)]
    if word in ("before", "around", "within", "between", "early", "late", "mid", "since", "prior", "to"):
        return [_claim(clause, view, _dated(releases, family, event, written), unread=(word,))]
    days = (written.last,) if word == "by" else tuple(dict.fromkeys((written.day, written.last)))
    if view.has(W.OUT):
        return _state(clause, view, releases, family, negative, days)
    if longer:
        return _state(clause, view, releases, family, len(view.negations) % 2 == 0, days)
    if view.has(W.YES, W.MAINSTREAM, W.EXTENDED) or (view.has(W.SUPPORT) and _in_support(view)):
        return _state(clause, view, releases, family, not negative, days)
    return []


def _phase_beside(
    clause: Clause, view: View, releases: Sequence[Release], family: str | None, negative: bool
) -> list[Claim]:
    """'is in extended support until ...' says the phase of the as-of date too."""
    if (
        negative
        or view.has(W.ENDS, W.HEDGE, W.OUT)
        or not view.has(W.IS)
        or not _in_phase(view)
        or any(t.text in ("was", "were", "had", "will", "been") for t in view.tokens)
    ):
        return []
    phase = _phase(view)
    return [_claim(clause, view, [InPhase(release=r, phase=phase, family=family) for r in releases])] if phase else []


def _in_phase(view: View) -> bool:
    return any(
        t.text == "in" and n + 1 < len(view.tokens) and view.tokens[n + 1].kind in (W.MAINSTREAM, W.EXTENDED)
        for n, t in enumerate(view.tokens)
    )


def _phase(view: View) -> Phase | None:
    if view.has(W.MAINSTREAM) and not view.has(W.EXTENDED):
        return Phase.MAINSTREAM
    return Phase.EXTENDED if view.has(W.EXTENDED) and not view.has(W.MAINSTREAM) else None


def _since(  # noqa: PLR0917
    clause: Clause, view: View, releases: Sequence[Release], family: str | None, event: Event, written: Written
) -> list[Claim]:
    """'out of support since D': the last day is the day before; with D itself as the last day it is left open."""
    if written.grain is not Grain.DAY:
        return [_claim(clause, view, _dated(releases, family, event, written))]
    before = _claim(clause, view, _dated(releases, family, event, written, shift=-1))
    same = _dated(releases, family, event, written)
    return [replace(before, readings=(before.readings[0],) if written.day else (before.readings[0], tuple(same)))]


def _state(  # noqa: PLR0917
    clause: Clause, view: View, releases: Sequence[Release], family: str | None, positive: bool, days: tuple[date, ...]
) -> list[Claim]:
    """In support, or in a phase, on a day."""
    phase = _phase(view)
    if view.has(W.MAINSTREAM) and view.has(W.EXTENDED):
        return [
            _claim(
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
            return [_claim(clause, view, [part], some_fail=True, days=days) for part in parts]
        return [_claim(clause, view, parts, some_fail=not positive, days=days)]
    return [_claim(clause, view, [Supported(release=r, family=family, asserted=positive) for r in releases], days=days)]


def _range(view: View, dates: Sequence[Token]) -> bool:
    between = view.tokens[view.tokens.index(dates[0]) + 1 : view.tokens.index(dates[1])]
    word = _between(view, dates[0])
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
    event = _event(view)
    if negative:
        return [_claim(clause, view, _dated(releases, family, event, dates[1].value), unread=("not",))]
    end = _claim(clause, view, _dated(releases, family, event, dates[1].value))
    if event is Event.EXTENDED_END:
        # extended support begins on the day after the mainstream end; the day itself is what many write
        written: Written = dates[0].value
        first = tuple(_dated(releases, family, Event.MAINSTREAM_END, written))
        second = tuple(_dated(releases, family, Event.MAINSTREAM_END, written, shift=-1))
        start = _claim(clause, view, first)
        return [replace(start, readings=(first, second) if written.grain is Grain.DAY else (first,)), end]
    return [_claim(clause, view, _dated(releases, family, Event.AVAILABLE, dates[0].value)), end]


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
        return [replace(c, unread=(*c.unread, *unread)) for c in _state(clause, view, releases, family, positive, ())]
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
        return [replace(c, unread=(*c.unread, *unread)) for c in _state(clause, view, releases, family, negative, ())]
    if any(t.text not in ("supported", "officially supported", "fully supported", "support") for t in view.all(W.YES)):
        return []
    if view.has(W.YES) or (view.has(W.SUPPORT, W.MAINSTREAM, W.EXTENDED) and (view.has(W.IS) or view.has(W.LASTS))):
        if view.has(W.SUPPORT) and not view.has(W.YES, W.MAINSTREAM, W.EXTENDED) and not _in_support(view):
            return []
        if (view.has(W.MAINSTREAM, W.EXTENDED)) and not _in_phase(view):
            return []
        return [
            replace(c, unread=(*c.unread, *unread)) for c in _state(clause, view, releases, family, not negative, ())
        ]
    if view.has(W.NO) and all(t.text == "unsupported" for t in view.all(W.NO)):
        return [replace(c, unread=(*c.unread, *unread)) for c in _state(clause, view, releases, family, negative, ())]
    return []


def _in_support(view: View) -> bool:
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


# --- lengths ------------------------------------------------------------------------------------------------------------  # noqa: E501


def _lengths(engine: Engine, clause: Clause, view: View, context: Context) -> list[Claim]:  # noqa: ARG001
    """'LTSC releases have five years of mainstream support', 'every 12 months'."""
    if not view.has(W.DURATION, W.CADENCE):
        return []
    channels = [Channel(t.value) for t in view.all(W.CHANNEL)]
    releases: tuple[Release, ...] = ()
    if not channels:
        releases, _ = subject_of(view, context)
        channels = list(dict.fromkeys(r.channel for r in releases))
    cadence = _cadence(view)
    durations = view.all(W.DURATION)
    if not channels or not (durations or cadence) or view.has(W.DATE, W.PROCESS, W.HYPERV):
        return []
    if not view.has(W.MAINSTREAM, W.EXTENDED, W.SUPPORT, W.YES, W.LASTS) and not cadence:
        return []
    negative = len(view.negations) % 2 == 1
    unread: tuple[str, ...] = ()
    parts = []
    several = len(set(channels)) > 1
    if several and not (durations and len(durations) % len(channels) == 0 and view.has(W.CHANNEL)):
        unread = ("several channels",)
    for channel in dict.fromkeys(channels):
        for token in durations:
            if several and not releases and _channel_of(view, token) is not channel:
                continue
            lasting: Lasting = token.value
            span = _span(view, token)
            if lasting.months != int(lasting.months):
                unread = (*unread, token.text)
            if span is None or (releases and span is Span.CADENCE):
                return []
            parts.append(Length(channel=channel, span=span, months=int(lasting.months)))
        if cadence:
            parts.append(Length(channel=channel, span=Span.CADENCE, months=cadence))
    ranged = any(n and view.tokens[n - 1].kind is W.TO for n, t in enumerate(view.tokens) if t.kind is W.DURATION)
    unread = (*unread, "to") if ranged else unread
    ago = any(
        t.text
        in (
            "ago",
            "after",
            "before",
            "later",
            "left",
            "more",
            "further",
            "another",
            "remaining",
            "about",
            "within",
            "over",
            "almost",
            "nearly",
            "less",
            "than",
            "old",
        )
        for t in view.tokens
    )
    return [_claim(clause, view, parts, some_fail=negative, unread=(*unread, *(("length",) if ago else ())))]


def _channel_of(view: View, token: Token) -> Channel | None:
    """The channel named nearest before a length."""
    named = [t for t in view.all(W.CHANNEL) if t.start < token.start]
    return Channel(named[-1].value) if named else None


def _cadence(view: View) -> int | None:
    for token in view.all(W.CADENCE):
        if token.text in ("twice a year", "twice per year", "every six months"):
            return 6
        if token.text in ("once a year", "yearly", "annually", "every year"):
            return 12
        if token.text.startswith("every two to three") or token.text.startswith("every 2"):
            return 36
    return None


def _span(view: View, token: Token) -> Span | None:
    """What a length is a length of: the phase named right after it, or right before it, else all of support."""
    place = view.tokens.index(token)
    if place and any(t.text in ("every", "each") for t in view.tokens[max(0, place - 2) : place]):
        return Span.CADENCE
    for following in view.tokens[place + 1 : place + 5]:
        if following.kind in (W.DURATION, W.AND, W.COMMA):
            break
        if following.kind is W.MAINSTREAM:
            return Span.MAINSTREAM
        if following.kind is W.EXTENDED:
            return Span.EXTENDED
    for before in reversed(view.tokens[max(0, place - 5) : place]):
        if before.kind in (W.DURATION, W.AND, W.COMMA):
            break
        if before.kind is W.MAINSTREAM:
            return Span.MAINSTREAM
        if before.kind is W.EXTENDED:
            return Span.EXTENDED
    return Span.TOTAL if not view.has(W.MAINSTREAM, W.EXTENDED) else None
