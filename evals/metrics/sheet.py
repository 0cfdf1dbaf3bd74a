"""What every metric gets: the judged cases of a run, the documents that answers cite, and the spellings of releases."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assistant.rules import Engine
from evals.intervals import Figure
from evals.judging import Case, Judged


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A judged run. `documents`: name in the index -> its text, as UTF-8 without BOM and with `\\n` line ends."""

    cases: Sequence[Case]
    documents: Mapping[str, str]
    engine: Engine

    @property
    def scored(self) -> tuple[Case, ...]:
        """The cases of which somebody has said what is right."""
        return tuple(case for case in self.cases if not case.question.draft)

    def turns(self) -> Iterator[Judged]:
        """Every scored turn, those of conversations too."""
        for case in self.scored:
            yield from case.turns

    def replies(self) -> Iterator[Judged]:
        """Every scored turn, and every other wording of a person."""
        for case in self.scored:
            yield from case.turns
            yield from (judged for variant, judged in case.variants if variant.kind.value == "paraphrase")


Metric = Callable[[Sheet], Figure]
"""A figure over a judged run."""
