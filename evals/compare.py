"""A run beside its baseline: what was fixed, what broke, what merely changed, and how the figures moved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.intervals import Figure
from evals.judging import Case, Grade
from evals.metrics.table import timed
from evals.summary import Baseline


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A figure and what it was. Both None where there was nothing to measure."""

    name: str
    before: float | None
    now: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Question ids by what became of them.

    `fixed`: right now and not before; `broken`: the reverse; `changed`: of the same grade with other words; `new` and
    `gone`: in one of the two runs only.
    """

    fixed: tuple[str, ...]
    broken: tuple[str, ...]
    changed: tuple[str, ...]
    new: tuple[str, ...]
    gone: tuple[str, ...]
    moved: tuple[Moved, ...]


def compare(cases: Sequence[Case], measured: Mapping[str, Figure], split: str, baseline: Baseline) -> Comparison:
    """Compare a run of `split` with a baseline; questions of other splits are left out."""
    now = {case.question.id: case for case in cases}
    before = baseline.questions
    both = [ident for ident in now if ident in before]
    was_right = {ident: before[ident].grade is Grade.RIGHT for ident in both}
    is_right = {ident: now[ident].grade is Grade.RIGHT for ident in both}
    figures = baseline.metrics.get(split, {})
    return Comparison(
        fixed=tuple(i for i in both if is_right[i] and not was_right[i]),
        broken=tuple(i for i in both if was_right[i] and not is_right[i]),
        changed=tuple(
            i for i in both if is_right[i] == was_right[i] and now[i].record.last.reply.digest != before[i].digest
        ),
        new=tuple(i for i in now if i not in before),
        gone=tuple(i for i in before if i not in now) if split == "all" else (),
        moved=tuple(
            Moved(name=name, before=figures[name].value, now=figure.value)
            for name, figure in measured.items()
            if name in figures and not timed(name) and figures[name].value != figure.value
        ),
    )
