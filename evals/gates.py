"""Gates: what a run has to reach, read from gates.toml, and whether it did."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import DocumentError
from evals.intervals import Figure
from evals.metrics.table import METRICS
from evals.summary import FigureObject, GateObject

PACKAGED = Path(__file__).parent / "gates.toml"
_STRICT = ConfigDict(extra="forbid", frozen=True)
_ROUNDING = 1e-9


class Gate(BaseModel):
    """A bound on a metric: `least` from below or `most` from above; with `keep`, not worse than the baseline either."""

    model_config = _STRICT

    metric: str
    least: float | None = None
    most: float | None = None
    keep: bool = False

    @model_validator(mode="after")
    def _one_bound(self) -> "Gate":
        if self.metric not in METRICS:
            raise ValueError(f"no metric is called {self.metric!r}")
        if (self.least is None) == (self.most is None):
            raise ValueError(f"the gate {self.metric!r} needs either `least` or `most`")
        return self

    def bound(self, before: float | None) -> float:
        """The bound that holds, given the baseline's value."""
        own = self.least if self.least is not None else self.most
        assert own is not None  # noqa: S101 - the validator has seen to it
        if not self.keep or before is None:
            return own
        return max(own, before) if self.least is not None else min(own, before)

    def result(self, figure: Figure, before: float | None) -> GateObject:
        """Whether a figure passes. A figure over nothing does not."""
        bound, above = self.bound(before), self.least is not None
        value = figure.value
        passed = value is not None and (value >= bound - _ROUNDING if above else value <= bound + _ROUNDING)
        return GateObject(name=self.metric, value=value, bound=f"{'>=' if above else '<='} {bound:g}", passed=passed)


class _File(BaseModel):
    model_config = _STRICT

    gate: Annotated[tuple[Gate, ...], Field(min_length=1)]


def read_gates(path: Path = PACKAGED) -> tuple[Gate, ...]:
    """The gates in a file.

    Raises:
        DocumentError: it cannot be read, or a gate names no metric or no bound.
    """
    try:
        return _File.model_validate(tomllib.loads(path.read_text("utf-8"))).gate
    except OSError as error:
        raise DocumentError(
            f"{path} cannot be read: {error.strerror}.", "See evals/gates.toml for an example."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DocumentError(f"{path.name} is no TOML: {error}.", "Correct the place it names.") from error
    except ValidationError as error:
        reason = error.errors(include_url=False)[0]["msg"]
        raise DocumentError(f"{path.name}: {reason}.", "See evals/gates.toml for an example.") from error


def judge_gates(
    gates: Sequence[Gate],
    measured: Mapping[str, Figure],
    baseline: Mapping[str, FigureObject],
    *,
    packaged: bool,
) -> tuple[list[GateObject], list[str]]:
    """The result of every gate and, in a set of one's own, the gates that had nothing to measure."""
    results, unmeasured = [], []
    for gate in gates:
        figure = measured[gate.metric]
        if figure.value is None and not packaged:
            unmeasured.append(gate.metric)
            continue
        before = baseline.get(gate.metric)
        results.append(gate.result(figure, before.value if before else None))
    return results, unmeasured
