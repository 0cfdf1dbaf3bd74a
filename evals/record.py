"""What a run writes down: one line a question, with every reply, the passages behind it and how long it took.

A log is judged after the run, never during it, so an old log can be judged by new rules. Timings stand under
`timings_ms` and nowhere else: without them, two runs over the same code, facts, index and questions are the same bytes.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from evals.dataset import Split

VOLATILE = frozenset({"answer_id", "conversation", "timings_ms"})
"""Keys of the contract's answer that may differ between equal replies."""

_FROZEN = ConfigDict(frozen=True, extra="forbid")


class Kind(StrEnum):
    """How a variant was made from the question: by a person, or by a fixed rule."""

    PARAPHRASE = "paraphrase"
    CASE = "case"
    TYPO = "typo"
    UNICODE = "unicode"


class Sentence(BaseModel):
    """A sentence of an answer with its author and the numbers of its citations."""

    model_config = _FROZEN

    text: str
    author: str
    citations: tuple[int, ...]


class Retrieved(BaseModel):
    """A passage that retrieval found for the question as understood, best first."""

    model_config = _FROZEN

    document: str
    section: str
    score: float
    dense: float
    lexical: float


class Reply(BaseModel):
    """A reply without what differs between runs. `answer` is the contract's object; both are None after an error.

    `digest` is SHA-256 of its bytes; `facts` are ids of the facts that its verdicts and dates were derived from.
    """

    model_config = _FROZEN

    answer: dict[str, Any] | None = None
    error: str | None = None
    digest: str = ""
    sentences: tuple[Sentence, ...] = ()
    facts: tuple[str, ...] = ()
    timings_ms: dict[str, float] = {}

    @property
    def status(self) -> str | None:
        """The contract's status, None after an error."""
        return str(self.answer["status"]) if self.answer else None

    @property
    def text(self) -> str:
        """The answer's text, empty after an error."""
        return str(self.answer["answer"]) if self.answer else ""

    @property
    def cells(self) -> Mapping[str, Mapping[str, str]]:
        """The verdicts it gives: `host/image/platform` -> isolation -> verdict."""
        if not self.answer:
            return {}
        return {
            f"{v['host']['id']}/{v['image']['id']}/{v['platform']}": {
                isolation: one["verdict"] for isolation, one in v["by_isolation"].items()
            }
            for v in self.answer["verdicts"]
        }


class TurnRecord(BaseModel):
    """One turn and its reply. `ranks`: leg of retrieval -> rank of the first gold section (None: not in the first ten).

    `again`: the digests of the same turn asked again, in the same process and in another.
    """

    model_config = _FROZEN

    text: str
    reply: Reply
    passages: tuple[Retrieved, ...] = ()
    ranks: dict[str, int | None] = {}
    again: tuple[str, ...] = ()


class VariantRecord(BaseModel):
    """The last turn said otherwise, and the reply to it."""

    model_config = _FROZEN

    kind: Kind
    text: str
    reply: Reply


class Fingerprint(BaseModel):
    """What a run's answers depend on. Two logs compare answer by answer only where it is the same."""

    model_config = _FROZEN

    questions: str
    code: str
    facts_hash: str
    generation: str
    versions: dict[str, str]


class Record(BaseModel):
    """One line of the log: a question with everything that was asked because of it."""

    model_config = _FROZEN

    id: str
    category: str
    split: Split
    as_of: str
    turns: tuple[TurnRecord, ...]
    variants: tuple[VariantRecord, ...] = ()
    run: Fingerprint

    @property
    def last(self) -> TurnRecord:
        """The turn that the question is about."""
        return self.turns[-1]
