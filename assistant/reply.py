"""A sealed answer and, beside it, what differs between two runs of the same question."""

from dataclasses import dataclass

from assistant.gate.answer import VerifiedAnswer


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What `Assistant.ask` returns. `timings_ms`: milliseconds by step (interpret, retrieve, draft, verify, total)."""

    answer: VerifiedAnswer
    answer_id: str
    timings_ms: dict[str, float]
    conversation: str | None = None

    def markdown(self) -> str:
        """The answer's text, the same on every surface."""
        return self.answer.markdown()
