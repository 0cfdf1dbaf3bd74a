"""The result of a run in one object: summary.json, as the public interface describes it, and the baseline file.

A baseline keeps the figures of each split and, a question, its grade and the digest of its answer, so that a later run
can say what was fixed, what broke and what merely changed.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import DocumentError
from evals.intervals import Figure
from evals.judging import Case, Grade
from evals.metrics.table import timed

BASELINE = Path(__file__).parent / "baseline.json"
"""The baseline that is committed with the code."""

_FROZEN = ConfigDict(frozen=True)


class FigureObject(BaseModel):
    """A figure with its interval; `value`, `low` and `high` are null where there was nothing to measure."""

    model_config = _FROZEN

    value: float | None
    n: int
    low: float | None
    high: float | None
    unscored: int = 0


class GateObject(BaseModel):
    """A gate: the metric's name, its value, the bound it was held to (`>= 1`, `<= 0`) and whether it passed."""

    model_config = _FROZEN

    name: str
    value: float | None
    bound: str
    passed: bool


class Summary(BaseModel):
    """The contract's summary.json. `unmeasured`: gates of which a set of one's own has no case."""

    model_config = _FROZEN

    set: str
    split: str
    questions: int
    metrics: dict[str, FigureObject]
    gates: list[GateObject]
    unmeasured: list[str]
    versions: dict[str, str]

    @property
    def passed(self) -> bool:
        """Whether every gate did."""
        return all(gate.passed for gate in self.gates)


class Outcome(BaseModel):
    """What a question came to: its grade, and the digest of its last answer."""

    model_config = _FROZEN

    grade: Grade
    digest: str


class Baseline(BaseModel):
    """A run to compare with: figures by split, outcomes by question."""

    model_config = _FROZEN

    versions: Annotated[dict[str, str], Field(default_factory=dict)]
    metrics: dict[str, dict[str, FigureObject]]
    questions: dict[str, Outcome]


def figures(measured: Mapping[str, Figure]) -> dict[str, FigureObject]:
    """Figures as the contract's objects."""
    return {name: FigureObject.model_validate(asdict(figure)) for name, figure in measured.items()}


def baseline_of(
    cases: Sequence[Case], metrics: Mapping[str, Mapping[str, Figure]], versions: Mapping[str, str]
) -> Baseline:
    """The baseline that a run makes; figures about time are left out, as they differ from machine to machine."""
    return Baseline(
        versions=dict(versions),
        metrics={
            split: figures({name: f for name, f in measured.items() if not timed(name)})
            for split, measured in metrics.items()
        },
        questions={case.question.id: Outcome(grade=case.grade, digest=case.record.last.reply.digest) for case in cases},
    )


def read_baseline(path: Path) -> Baseline:
    """The baseline in a file.

    Raises:
        DocumentError: there is none, or it is of another form.
    """
    try:
        return Baseline.model_validate_json(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, ValidationError) as error:
        raise DocumentError(
            f"{path} cannot be read as a baseline.", "Make one with `channel-assistant eval --save-baseline FILE`."
        ) from error


def written(model: BaseModel) -> str:
    """An object as the file that is kept: indented, one line a value, so that differences can be reviewed."""
    return json.dumps(model.model_dump(mode="json"), indent=1, ensure_ascii=False) + "\n"
