"""How long support or a phase lasts, and how often releases come."""

from assistant.claims.claim import Claim
from assistant.claims.clauses import Clause
from assistant.claims.context import Context
from assistant.claims.dates import Length as Lasting
from assistant.claims.kinds.lifecycle.making import claim_of, subject_of
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.claims.scope import View
from assistant.rules import Release
from assistant.rules.kinds.lifecycle import Length, Span
from assistant.rules.release import Channel


def lengths_of(clause: Clause, view: View, context: Context) -> list[Claim]:
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
    return [claim_of(clause, view, parts, some_fail=negative, unread=(*unread, *(("length",) if ago else ())))]


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
