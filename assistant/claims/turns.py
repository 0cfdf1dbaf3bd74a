"""Clauses that change another: exceptions, conditions, comparisons, 'the same goes for', 'the other way round'.

They are one class because a clause is tried as each of them in turn, and at most one of them takes it.
"""

from dataclasses import replace

from assistant.claims.clauses import Clause
from assistant.claims.context import Context, Frame, Side, turned
from assistant.claims.kinds import compatibility
from assistant.claims.lexicon import W
from assistant.claims.scope import View
from assistant.claims.state import SentenceState
from assistant.rules import Engine


class Turns:
    """Applies such clauses to the frames of a sentence; every method says whether the clause was one of them."""

    def __init__(self, engine: Engine, context: Context) -> None:
        self.engine = engine
        self.context = context

    def special(  # noqa: PLR0911
        self, clause: Clause, view: View, state: SentenceState, frames: list[Frame], before: Frame | None
    ) -> bool:
        """Clauses that change another clause: exceptions, conditions, comparisons, the other way round."""
        if clause.led_by(W.EXCEPT):
            return self._except(clause, view, state, frames)
        if clause.led_by(W.UNLESS):
            return self._unless(view, state, frames)
        if clause.led_by(W.IF):
            return self._if(clause, view, state, frames)
        if clause.led_by(W.CONTRARY):
            return self._contrary(clause, view, state, frames)
        if clause.led_by(W.UNLIKE):
            state.unlike = view
            if frames:
                self._unlike(state, frames)
            return True
        if view.has(W.REVERSE):
            return self._reverse(view, clause, state, frames, before)
        if clause.led_by(W.SAME_GOES):
            return self._same(view, clause, state, frames)
        if clause.led_by(W.BECAUSE):
            return self._reason(view, state, frames)
        return False

    def _except(self, clause: Clause, view: View, state: SentenceState, frames: list[Frame]) -> bool:  # noqa: ARG002
        isolations, _ = compatibility.isolations_of(view)
        hosts = images = None
        for group in view.groups:
            role = group.side
            target = frames[-1] if frames else None
            if role is None or not group.sure:
                role = _role_in(target, group.mentions[0]) or role
            if role is None:
                state.unresolved = "What the exception is about could not be told."
                return True
            group.side = role
            side = compatibility.side_of(self.engine, group)
            if role == "host":
                hosts = side
            else:
                images = side
        if view.predicates and (hosts or images) and not isolations:
            pass
        if view.unread or not (hosts or images or isolations):
            state.unresolved = "What the exception is about could not be told."
            return True
        if not frames and state.read:
            state.unresolved = "What the exception is about could not be told."
            return True
        if not frames:
            state.exception = (hosts, images, isolations)
            return True
        frame = frames[-1]
        if (hosts or images) and isolations and not frame.isolations:
            frame = replace(frame, isolations=isolations)
        frames[-1] = replace(
            frame, except_host=hosts, except_image=images, except_isolations=isolations if not (hosts or images) else ()
        )
        return True

    def _unless(self, view: View, state: SentenceState, frames: list[Frame]) -> bool:
        isolations, _ = compatibility.isolations_of(view)
        if not frames or not isolations or view.groups or view.unread or len(view.negations) or view.has(W.EXCEPT):
            if not frames and isolations and not view.groups and not view.unread:
                state.exception = (None, None, isolations)
                return True
            state.unresolved = "Its condition was not understood."
            return True
        frames[-1] = replace(frames[-1], except_isolations=isolations)
        return True

    def _if(self, clause: Clause, view: View, state: SentenceState, frames: list[Frame]) -> bool:
        """A condition narrows the statement: by isolation, by host or image, by relation, or in words."""
        said = compatibility.said_in(self.engine, clause, view)
        if said is None or view.has(W.NOT, W.UNDER) or view.unread or state.alternatives:
            state.unresolved = "Its condition was not understood."
            return True
        only = clause.lead is not None and clause.lead.text.startswith("only")
        state.alternatives = clause.tokens[-1].kind is W.OR if clause.tokens else False
        same = self._builds_said(view)
        if same and frames and frames[-1].host is not None and frames[-1].image is not None:
            frame = frames[-1]
            host, image = frame.host, frame.image
            general = image is not None and host is not None and (image.general or host.general)
            if general and image is not None:
                frames[-1] = replace(
                    frame, image=replace(image, relation=same), unread=tuple(u for u in frame.unread if u != "any")
                )
            else:
                frames[-1] = (
                    replace(frame, conditions=frame.conditions | {"own-build"})
                    if same == "same"
                    else replace(frame, unread=(*frame.unread, "builds"))
                )
            return True
        if frames:
            frame = frames[-1]
            if (said.host and frame.host and not frame.host.general) or (
                said.image and frame.image and not frame.image.general and not said.image.general
            ):
                state.unresolved = "Its condition was not understood."
                return True
            changed = replace(
                frame,
                isolations=said.isolations or frame.isolations,
                conditions=frame.conditions | said.conditions,
                host=said.host or frame.host,
                image=_with_relation(frame.image, said.image),
                only="isolation" if said.isolations and (only or frame.only_loose) else frame.only,
            )
            if changed == frame:
                changed = replace(frame, unread=(*frame.unread, "if"))
            frames[-1] = changed
            return True
        if not (said.host or said.image or said.isolations or said.conditions):
            state.unresolved = "Its condition was not understood."
            return True
        earlier = state.before
        state.before = replace(
            said,
            partial=True,
            host=said.host or (earlier.host if earlier else None),
            image=said.image or (earlier.image if earlier else None),
        )
        state.conditions = said.conditions
        state.isolations = said.isolations
        return True

    def _builds_said(self, view: View) -> str:
        """'its build matches the host', 'the builds differ' -> "same" or "different", where nothing else is said."""
        if view.groups or view.predicates or view.has(W.PROCESS, W.HYPERV, W.REVISION):
            return ""
        if not (view.has(W.BUILD) or (view.has(W.HOST) and view.has(W.IMAGE))):
            return ""
        if view.has(W.SAME):
            return "same"
        return "different" if view.has(W.DIFFERENT) else ""

    def _unlike(self, state: SentenceState, frames: list[Frame]) -> None:
        """'Unlike A, B ...': for A the opposite holds."""
        view = state.unlike
        state.unlike = None
        frame = frames[-1]
        for group in view.groups if view else ():
            role = group.side if group.sure else _role_like(frame, group.mentions[0])
            group.side = role
            side = compatibility.side_of(self.engine, group) if role else None
            if side is None:
                state.unresolved = "The comparison was not understood."
                return
            opposite = turned(replace(frame, only=""))
            frames.insert(
                len(frames) - 1,
                replace(opposite, host=side, swapped=False)
                if role == "host"
                else replace(opposite, image=side, swapped=False),
            )
        if view is not None and not view.groups:
            state.unresolved = "The comparison was not understood."

    def no_other(self, clause: Clause, view: View, frames: list[Frame]) -> bool:
        """'...: no other image is supported.' limits the statement before."""
        others = view.all(W.OTHER)
        if len(others) != 1 or view.groups or not frames or frames[-1].only or frames[-1].sign < 0:
            return False
        if any(t.kind not in (W.OTHER, W.IMAGE, W.HOST, W.IS, W.YES, W.ON, W.IT, W.COMMA) for t in view.tokens):
            return False
        side = compatibility.other_side(view.tokens, view.tokens.index(others[0]))
        if not side or not clause.led_by(W.COLON, W.SEMICOLON, W.AND, W.COMMA, W.DASH):
            return False
        frames[-1] = replace(frames[-1], only=side)
        return True

    def _contrary(self, clause: Clause, view: View, state: SentenceState, frames: list[Frame]) -> bool:
        """'Contrary to the claim that ...' denies the claim; 'contrary to popular belief' denies nothing named."""
        if not view.groups:
            if not view.has(W.REPORT) and not any(t.text in ("popular", "what") for t in view.tokens):
                state.foreign += ("contrary to",)
            return True
        frame = compatibility.frame_of(self.engine, clause, view, None, self.context)
        if frame is None or frame.only or not view.predicates:
            state.unresolved = "What it contradicts was not understood."
            return True
        frames.append(turned(frame))
        return True

    def _reverse(
        self, view: View, clause: Clause, state: SentenceState, frames: list[Frame], before: Frame | None
    ) -> bool:
        """'not the other way round': roles exchanged."""
        source = (
            before
            if before is not None and before.host and before.image
            else (self.context.frames[-1] if self.context.frames else None)
        )
        if source is None or source.host is None or source.image is None or source.only:
            state.unresolved = "It is not clear what is the other way round."
            return True
        host, image = source.image, compatibility.as_role(self.engine, source.host, "image")
        if image is None or view.unread or source.host.general or source.image.general:
            state.unresolved = "It is not clear what is the other way round."
            return True
        isolations, _ = compatibility.isolations_of(view)
        negative = len(view.negations) % 2 == 1
        if view.predicates:
            sign = view.sign
        elif view.has(W.TRUE, W.DENY):
            sign = source.sign * (-1 if negative else 1)
        else:
            sign = -1 if negative else source.sign
        if not sign:
            state.unresolved = "It is not clear what is the other way round."
            return True
        frames.append(
            replace(
                source, host=host, image=image, sign=sign, isolations=isolations or (() if sign < 0 else source.isolations),  # noqa: E501
                carried=() if isolations else source.isolations, start=clause.start, end=clause.end, leans=before is None, swapped=False,  # noqa: E501
                unread=(), conditions=frozenset(),
            )
        )  # fmt: skip
        return True

    def _same(self, view: View, clause: Clause, state: SentenceState, frames: list[Frame]) -> bool:
        """'The same goes for B': the statement before, with B in the place of its like."""
        source = frames[-1] if frames else (self.context.frames[-1] if self.context.frames else None)
        lead = clause.lead.text if clause.lead is not None else ""
        if source is not None and source.sign > 0 and lead.startswith(("neither", "nor")):
            state.unresolved = "It is not clear what is the same."
            return True
        if source is None or view.unread or not (view.groups or view.has(W.PROCESS, W.HYPERV)):
            if view.groups or view.has(W.PROCESS, W.HYPERV):
                state.unresolved = "It is not clear what is the same."
                return True
            return False
        if view.predicates:
            return False
        frame = replace(
            source,
            start=clause.start if clause.tokens else source.start,
            end=clause.end if clause.tokens else source.end,
            leans=not frames,
        )
        for group in view.groups:
            role = group.side if group.sure else _role_like(source, group.mentions[0])
            group.side = role
            side = compatibility.side_of(self.engine, group) if role else None
            if side is None:
                state.unresolved = "It is not clear what is the same."
                return True
            frame = (
                replace(frame, host=side, swapped=False)
                if role == "host"
                else replace(frame, image=side, swapped=False)
            )
        if view.has(W.UNDER, W.CONDITION):
            frame = replace(frame, unread=(*frame.unread, "condition"))
        isolations, _ = compatibility.isolations_of(view)
        if isolations:
            frame = replace(frame, isolations=isolations, only="")
        if (
            len(view.negations) % 2
            and source.sign > 0
            and not (clause.lead and clause.lead.text.startswith(("neither", "nor")))
        ):
            frame = turned(frame)
        if source.only:
            frame = replace(frame, only=source.only if not isolations else "")
        frames.append(frame)
        return True

    def relation(self, view: View, state: SentenceState, frames: list[Frame]) -> bool:
        """'The image is newer than the host.': said of the pair that was spoken of."""
        if view.groups or view.predicates or not _relation_said(view):
            return False
        return self._reason(view, state, frames or self.context.frames)

    def _reason(self, view: View, state: SentenceState, frames: list[Frame]) -> bool:
        """'because the image is newer than the host': a relation that the rules can check for the pair."""
        relation = _relation_said(view)
        if not relation or not frames or frames[-1].host is None or frames[-1].image is None or view.groups:
            return False
        frame = frames[-1]
        pairs = compatibility.pairs_of(frame, frame.host, frame.image)  # type: ignore[arg-type]
        wrong = any(not _holds(relation, h.release.build, i.release.build) for h, i in pairs)
        if view.unread or view.predicates:
            return False
        if wrong:
            state.unresolved = "The reason it gives does not hold."
        return True

    # --- answers, reports, fragments ---------------------------------------------------------------------------------


def _role_in(frame: Frame | None, mention: object) -> str | None:
    """The side of a frame that holds a release, or could."""
    if frame is None:
        return None
    ids = {r.id for r in mention.releases}  # type: ignore[attr-defined]
    in_host = frame.host is not None and ids & {r.id for r in frame.host.releases}
    in_image = frame.image is not None and ids & {r.id for r in frame.image.releases}
    if in_host and in_image:
        if frame.host is not None and frame.image is not None and frame.host.general != frame.image.general:
            return "host" if frame.host.general else "image"
        return None
    return "host" if in_host else "image" if in_image else None


def _role_like(frame: Frame, mention: object) -> str | None:
    """The side that a release replaces: where the wording does not say, the one whose product it shares."""
    if getattr(mention, "image", None) is None:
        return "host"
    return "host" if frame.host is not None and not frame.host.general else None


def _with_relation(image: Side | None, said: Side | None) -> Side | None:
    if said is None:
        return image
    if image is not None and said.general and said.relation:
        return replace(image, relation=said.relation)
    return image or said


def _relation_said(view: View) -> str:
    """'the image is newer than the host', 'the host is older than the image' -> how the image stands to the host."""
    kinds = [
        t for t in view.tokens if t.kind in (W.IMAGE, W.HOST, W.OLDER, W.NEWER, W.SAME, W.DIFFERENT, W.THAN, W.NOT)
    ]
    names = [t.kind for t in kinds]
    if (
        view.has(W.BUILD)
        and not view.has(W.NOT, W.OLDER, W.NEWER, W.NEEDS)
        and view.has(W.SAME) != view.has(W.DIFFERENT)
    ):
        return "same" if view.has(W.SAME) else "different"
    if W.NOT in names or len(view.all(W.OLDER, W.NEWER)) != 1 or W.THAN not in names:
        return ""
    nouns = [n for n in names if n in (W.IMAGE, W.HOST)]
    if nouns[:2] not in ([W.IMAGE, W.HOST], [W.HOST, W.IMAGE]):
        return ""
    newer = bool(view.all(W.NEWER))
    return "newer" if newer == (nouns[0] is W.IMAGE) else "older"


def _holds(relation: str, host: int, image: int) -> bool:
    return {"newer": image > host, "older": image < host, "same": image == host, "different": image != host}[relation]
