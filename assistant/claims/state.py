"""What the clauses of one sentence know of each other."""

from dataclasses import dataclass, field, replace

from assistant.claims.claim import Claim
from assistant.claims.clauses import Clause
from assistant.claims.context import Frame, Side
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.claims.scope import View
from assistant.rules import Form, Isolation, Platform, Release


@dataclass(slots=True)
class SentenceState:
    """What the clauses of one sentence know of each other."""

    reported: bool = False
    in_fact: bool = False
    ignorant: bool = False
    hypothetical: bool = False
    before: Frame | None = None
    fragment: Frame | None = None
    unlike: View | None = None
    exception: tuple[Side | None, Side | None, tuple[Isolation, ...]] | None = None
    conditions: frozenset[str] = frozenset()
    isolations: tuple[Isolation, ...] = ()
    unresolved: str | None = None
    reported_frames: set[int] = field(default_factory=set)
    held: list[Claim] = field(default_factory=list)
    held_claims: list[Claim] = field(default_factory=list)
    held_frames: list[Frame] = field(default_factory=list)
    kinds: tuple[Claim, ...] = ()
    words: list[Token] = field(default_factory=list)
    subject: tuple[Release, ...] = ()
    read: int = 0
    hanging: bool = False
    foreign: tuple[str, ...] = ()  # words of clauses that make no claim and may limit those that do
    ordered: bool = False  # it begins with an order or a purpose, which asserts nothing
    compares: bool = False  # 'unlike', 'as does', 'the other way round'
    conditional: bool = False  # an 'if', 'unless' or 'except' stands in the sentence
    alternatives: bool = False


def limited(state: SentenceState, claims: list[Claim], platform: Platform | None = None) -> str | None:
    """Why the claims of a sentence are left open although each was read: words beside them that may limit them."""
    if state.foreign:
        return f"Not understood: {', '.join(state.foreign[:5])}."
    named = platform is not None or any(token.kind is W.PLATFORM for token in state.words)
    if named and any(_on_windows(claim) for claim in claims):
        return "It names a platform that the statement was not read with."
    if state.compares and any(claim.kind != "compatibility" for claim in claims):
        return "What it compares with was not understood."
    if state.conditional and any(claim.kind != "compatibility" for claim in claims):
        return "Its condition was not understood."
    return None


def _on_windows(claim: Claim) -> bool:
    """Whether a claim on a pair speaks of a host of one's own."""
    return claim.kind == "compatibility" and any(p.platform is Platform.WINDOWS for p in claim.propositions)


def releases_in(view: View) -> tuple[Release, ...]:
    """The releases that a clause names; builds beside names say what these are and name nothing further."""
    named = [t.value for t in view.all(W.MENTION) if t.value.host is not None]
    by_name = [m for m in named if m.form is not Form.BUILD] or named
    return tuple(dict.fromkeys(m.host.release for m in by_name))


def named_before(words: list[Token], start: int) -> tuple[Release, ...]:
    """The release named nearest before a place, which brackets speak of."""
    named = [t for t in words if t.kind is W.MENTION and t.end <= start and t.value.host is not None]
    return (named[-1].value.host.release,) if named else ()


def with_state(frame: Frame, state: SentenceState) -> Frame:
    """The frame with the conditions and exceptions that the sentence named before its main clause."""
    if state.conditions:
        frame = replace(frame, conditions=frame.conditions | state.conditions)
    if state.isolations and (not frame.isolations or frame.isolations == state.isolations):
        frame = replace(frame, isolations=state.isolations, carried=())
    if state.exception is not None:
        hosts, images, isolations = state.exception
        state.exception = None
        frame = replace(
            frame, except_host=hosts, except_image=images, except_isolations=isolations if not (hosts or images) else ()
        )
    return frame


def narrows(clause: Clause, view: View, before: Frame, frame: Frame) -> bool:
    """'..., but only with Hyper-V isolation', '..., but not in process isolation': said of the statement before."""
    if before.sign < 0 or before.isolations or view.groups or not frame.isolations or before.some_way:
        return False
    if (
        frame.host != before.host
        or frame.image != before.image
        or not clause.led_by(W.BUT, W.AND, W.COMMA, W.DASH, W.COLON, W.SEMICOLON)
    ):
        return False
    return frame.only == "isolation" or frame.sign < 0


def narrowed(before: Frame, frame: Frame) -> Frame:  # noqa: D103
    if frame.sign > 0:
        return replace(
            before,
            isolations=frame.isolations,
            only="isolation",
            conditions=before.conditions | frame.conditions,
            carried=(),
            unread=(*before.unread, *frame.unread),
        )
    rest = tuple(i for i in Isolation if i not in frame.isolations)
    unread = (*before.unread, *frame.unread)
    return replace(before, isolations=rest or before.isolations, carried=() if rest else before.carried, unread=unread)
