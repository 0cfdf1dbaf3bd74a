"""What comes out of the gate. INVARIANT: every object here was made by the gate; making one needs the seal."""

from dataclasses import InitVar, dataclass
from datetime import date

from assistant.gate._seal import SEAL, Seal
from assistant.gate.draft import Author, Status
from assistant.passage import Citation
from assistant.rules.verdict import Check, Truth


def _require(seal: Seal | None) -> None:
    if seal is not SEAL:
        raise TypeError("Only the gate can make what a surface can show.")


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerClaim:
    """A claim that the answer makes, as the rules judged it; `fields` are the kind's own (host, image, ...)."""

    kind: str
    text: str
    verdict: Truth
    rules: tuple[str, ...]
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """A drafted sentence that is not shown, and why."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedSentence:
    """A sentence that may be shown. `text` is Markdown with its [n] markers, `lead` the Markdown before it."""

    text: str
    lead: str
    author: Author
    citations: tuple[int, ...]
    seal: InitVar[Seal | None] = None

    def __post_init__(self, seal: Seal | None) -> None:
        _require(seal)


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedAnswer:
    """A whole answer that may be shown: the one type that surfaces know.

    Equal inputs (question, index, facts, date) give equal objects.
    """

    status: Status
    question: str
    standalone: str
    as_of: date
    sentences: tuple[VerifiedSentence, ...]
    claims: tuple[AnswerClaim, ...]
    verdicts: tuple[Check, ...]
    citations: tuple[Citation, ...]
    withheld: tuple[Withheld, ...]
    follow_ups: tuple[str, ...]
    engine: str
    facts_as_of: date
    seal: InitVar[Seal | None] = None

    def __post_init__(self, seal: Seal | None) -> None:
        _require(seal)

    def markdown(self) -> str:
        """The text that every surface shows: the sentences in order, each after its lead."""
        return "".join(s.lead + s.text for s in self.sentences).strip()
