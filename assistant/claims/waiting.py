"""Sentences that wait for what comes after them: words of somebody else, and a fragment before the pair it limits."""

from dataclasses import dataclass, replace

from assistant.claims.claim import Claim, Read, Stance
from assistant.claims.context import Frame, turned
from assistant.claims.kinds import compatibility
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.rules import Engine

_REMARK = 8  # words of a sentence that is no more than a verdict on what was reported


@dataclass(slots=True)
class Waiting:
    """At most one report and one fragment of a text. A report is settled by the next sentence that speaks of it."""

    engine: Engine
    reported: tuple[Read, list[Claim], list[Frame]] | None = None
    fragment: tuple[Read, Frame, list[Token]] | None = None

    def is_verdict(self, words: list[Token]) -> bool:
        """Whether words only say of a report that it is right or wrong; settles it in any case."""
        if self.reported is None:
            return False
        kinds = {t.kind for t in words}
        if kinds & {W.UNREAD, W.NUMBER}:
            self.settle_report(None)
            return False
        if len(words) <= _REMARK and kinds & {W.DENY} and not kinds & {W.MENTION, W.NOT}:
            self.settle_report(False)
            return True
        if len(words) <= _REMARK and kinds & {W.TRUE} and not kinds & {W.MENTION}:
            self.settle_report(W.NOT not in kinds)
            return True
        if any(t.kind is W.IN_FACT for t in words[:3]) or words[0].kind is W.BUT or words[0].text in ("no", "wrong"):
            self.settle_report(False)
        else:
            self.settle_report(None)
        return False

    def settle_report(self, endorsed: bool | None) -> None:
        """What was reported counts as said where it is endorsed, as denied where it is denied, else as undecided."""
        if self.reported is None:
            return
        read, held, frames = self.reported
        self.reported = None
        if endorsed:
            read.claims += held
        elif endorsed is None or not frames:
            read.claims += [replace(claim, stance=Stance.REPORTED) for claim in held]
        else:
            for claim, frame in zip(held, frames, strict=False):
                for denied in compatibility.claims_of(self.engine, turned(replace(frame, only=""))):
                    read.claims.append(replace(denied, start=claim.start, end=claim.end))

    def settle_fragment(self, frames: list[Frame]) -> None:
        """'Only with Hyper-V isolation.' before the sentence that names the pair."""
        if self.fragment is None:
            return
        read, fragment, words = self.fragment
        self.fragment = None
        if not frames:
            return
        frame = replace(
            frames[0],
            isolations=fragment.isolations,
            carried=(),
            only=fragment.only,
            sign=fragment.sign,
            conditions=fragment.conditions,
            start=words[0].start,
            end=words[-1].end,
            leans=True,
        )
        made = compatibility.claims_of(self.engine, frame)
        read.claims = [replace(c, start=read.start, end=read.end) for c in made]
        read.leans = True
        read.unresolved = None
