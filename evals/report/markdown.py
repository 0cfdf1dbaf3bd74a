"""The report as Markdown, short enough for a comment on a pull request."""

from evals.evaluation import Evaluation
from evals.judging import Grade

_MOST = 25
_PASSED, _FAILED = "✅", "❌"


def markdown(run: Evaluation) -> str:
    """Gates, the comparison with the baseline, and the questions that are not right."""
    summary = run.summary
    verdict = f"{_PASSED} passed" if summary.passed else f"{_FAILED} below a gate"
    lines = [f"## Evaluation of {summary.set} ({summary.split}): {verdict}", ""]
    lines += [f"{summary.questions} questions, {run.sheet_size} replies judged.", ""]
    lines += ["| gate | value | 95 % interval | n | bound |  |", "| --- | --- | --- | --- | --- | --- |"]
    for gate in summary.gates:
        figure = summary.metrics[gate.name]
        interval = f"{_number(figure.low)} to {_number(figure.high)}"
        sign = _PASSED if gate.passed else _FAILED
        lines.append(f"| {gate.name} | {_number(gate.value)} | {interval} | {figure.n} | {gate.bound} | {sign} |")
    if summary.unmeasured:
        lines += ["", f"Nothing to measure for: {', '.join(summary.unmeasured)}."]
    lines += ["", *_comparison(run), *_not_right(run)]
    return "\n".join(lines).rstrip() + "\n"


def _comparison(run: Evaluation) -> list[str]:
    if run.comparison is None:
        return []
    lines = ["### Beside the baseline", ""]
    for name in ("broken", "fixed", "changed", "new", "gone"):
        ids: tuple[str, ...] = getattr(run.comparison, name)
        shown = f": {', '.join(ids[:_MOST])}{' …' if len(ids) > _MOST else ''}" if ids else ""
        lines.append(f"- {len(ids)} {name}{shown}")
    return [*lines, ""]


def _not_right(run: Evaluation) -> list[str]:
    every = [case for case in run.cases if case.grade not in (Grade.RIGHT, Grade.UNSCORED)]
    failing = [case for case in every if case in run.readable]
    if not every:
        return []
    lines = [f"### Not right ({len(every)})", ""]
    if len(every) > len(failing):
        lines += [f"{len(every) - len(failing)} of the split test are not shown: that split is measured, not read.", ""]
    for case in failing[:_MOST]:
        reason = case.last.reasons[0] if case.last.reasons else ""
        lines.append(
            f"- `{case.question.id}` {_inline(case.question.last.text)} — {case.grade.value}. {_inline(reason)}"
        )
    if len(failing) > _MOST:
        lines.append(f"- and {len(failing) - _MOST} more, see the HTML report")
    return lines


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4g}"


def _inline(text: str) -> str:
    """Text of a question inside a list item: one line, with no markup that would take effect."""
    shown = " ".join(text.split())[:160]
    return (
        shown.replace("\\", "\\\\").replace("`", "\\`").replace("<", "&lt;").replace("|", "\\|").replace("](", "]\\(")
    )
