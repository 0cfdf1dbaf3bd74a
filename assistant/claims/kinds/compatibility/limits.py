"""What an 'only' limits: the host, the image or the isolation."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.claims.context import Frame
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.claims.scope import View


def with_only(frame: Frame, view: View) -> Frame:  # noqa: PLR0912
    """Find what an 'only' limits: what stands right after it, or right before it at the end of a phrase."""
    tokens = view.tokens
    for number, token in enumerate(tokens):
        if token.kind is W.NEEDS and not view.has(W.NOT):
            beside = tokens[max(0, number - 4) : number + 5]
            if len(frame.isolations) == 1 and any(t.kind in (W.PROCESS, W.HYPERV) for t in beside):
                frame = replace(frame, only="isolation")
            else:
                frame = replace(frame, unread=(*frame.unread, token.text))
        if token.kind is not W.ONLY:
            continue
        if token.value == "ONLY_HOST":
            frame = replace(frame, only="host")
            continue
        if token.value == "ONLY":
            frame = replace(frame, only="image")
            continue
        focus = _focus(tokens, number, view)
        if focus is None:
            return replace(frame, unread=(*frame.unread, "only"))
        if focus:
            loose = number + 1 < len(tokens) and tokens[number + 1].kind in (W.YES, W.NO, W.IS)
            frame = replace(frame, only=focus, only_loose=loose)
    for number, token in enumerate(tokens):
        if token.kind is not W.OTHER:
            continue
        side = other_side(tokens, number)
        joined = number == 0 or tokens[number - 1].kind in (W.AND, W.COMMA, W.BUT)
        if side and joined and not frame.only:
            frame = replace(frame, only=side)  # "... and no other"
        else:
            frame = replace(frame, unread=(*frame.unread, token.text))
    return frame


def other_side(tokens: Sequence[Token], number: int) -> str:
    """The side of which 'no other' denies the rest, "" where the words deny nothing."""
    if not tokens[number].text.startswith(("no ", "nothing")):
        return ""
    following = tokens[number + 1].kind if number + 1 < len(tokens) else None
    if following is W.HOST:
        return "host"
    return "image" if following in (None, W.IMAGE, W.COMMA, W.TAG, W.IS, W.YES) else ""


def _focus(tokens: Sequence[Token], number: int, view: View) -> str | None:  # noqa: PLR0911, PLR0912
    """The side that the 'only' at `number` limits; "" for one that limits a condition; None where it cannot be told."""
    after = tokens[number + 1 :]
    before = tokens[:number]
    groups = {g.first: g for g in view.groups}
    # after it, up to the first thing that can be limited
    verb_seen = False
    for offset, token in enumerate(after):
        place = number + 1 + offset
        if token.kind in (W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS, W.ALONE):
            return "isolation"
        if token.kind is W.MENTION:
            group = groups.get(place) or next((g for g in view.groups if g.first <= place <= g.last), None)
            if group is None or group.side is None:
                return None
            if verb_seen and _isolation_follows(tokens, place):
                return None if not _beside(tokens, number) else group.side
            return group.side
        if token.kind in (W.CONDITION, W.UNDER):
            return ""
        if token.kind in (W.YES, W.NO):
            verb_seen = True
            continue
        if token.kind in (W.OLDER, W.NEWER, W.SAME, W.CHANNEL):
            continue
        if token.kind in (W.HOST, W.IMAGE):
            return "host" if token.kind is W.HOST else "image"
        if token.kind in (W.COMMA, W.AND, W.OR):
            break
    # before it, at the end: "on 2022 only", "Hyper-V isolation only"
    for offset, token in enumerate(reversed(before)):
        place = number - 1 - offset
        if token.kind in (W.PROCESS, W.HYPERV, W.BOTH_ISOLATIONS, W.ALONE):
            return "isolation"
        if token.kind is W.MENTION:
            group = next((g for g in view.groups if g.first <= place <= g.last), None)
            return group.side if group else None
        if token.kind in (W.CONDITION, W.UNDER):
            return ""
        if token.kind not in (W.HOST, W.IMAGE, W.NEUTRAL, W.LATER, W.FAMILY):
            return None
    return None


def _beside(tokens: Sequence[Token], number: int) -> bool:
    return number + 1 < len(tokens) and tokens[number + 1].kind is W.MENTION


def _isolation_follows(tokens: Sequence[Token], place: int) -> bool:
    return any(t.kind in (W.PROCESS, W.HYPERV) for t in tokens[place + 1 :])
