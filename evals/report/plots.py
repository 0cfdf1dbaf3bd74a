"""Plots of a run as SVG that stands inside the page: its text is text, its colours follow the page's theme."""

import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from assistant.rules import Outcome
from evals.evaluation import Evaluation
from evals.judging import Case, Grade
from evals.metrics import ranking

# Colours that occur nowhere else in the SVG; each becomes a variable of the page's style sheet.
_INK, _MUTED = "#010203", "#040506"
_RIGHT, _WRONG, _HELD, _BLUE = "#0a0b0c", "#0d0e0f", "#101112", "#131415"
_THEME = {
    _INK: "var(--ink)",
    _MUTED: "var(--muted)",
    _RIGHT: "var(--right)",
    _WRONG: "var(--wrong)",
    _HELD: "var(--held)",
    _BLUE: "var(--blue)",
}
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "channel-assistant",
    "font.family": "sans-serif",
    "font.size": 10,
    "text.color": _INK,
    "axes.edgecolor": _MUTED,
    "axes.labelcolor": _INK,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.color": _MUTED,
    "ytick.color": _MUTED,
    "xtick.labelcolor": _INK,
    "ytick.labelcolor": _INK,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
    "legend.frameon": False,
}
_GRADES = (
    (Grade.RIGHT, _RIGHT),
    (Grade.HELD_BACK, _HELD),
    (Grade.WRONG, _WRONG),
    (Grade.FAILED, _INK),
    (Grade.UNSCORED, _MUTED),
)


def categories(run: Evaluation) -> str:
    """How the questions of each category came out, as stacked bars."""
    names = sorted({case.question.category for case in run.cases}, reverse=True)
    count = Counter((case.question.category, case.grade) for case in run.cases)
    with mpl.rc_context(_STYLE):
        figure, axes = _figure(0.9 + 0.3 * len(names))
        left = [0] * len(names)
        for grade, colour in _GRADES:
            sizes = [count[name, grade] for name in names]
            if any(sizes):
                axes.barh(names, sizes, left=left, color=colour, label=grade.value, height=0.7)
                left = [a + b for a, b in zip(left, sizes, strict=True)]
        axes.set_xlabel("questions")
        if names:
            axes.legend(loc="lower center", bbox_to_anchor=(0.4, 1.0), ncols=3)
        return _svg(figure, "Grades by category")


def latency(run: Evaluation) -> str:
    """The distribution of a warm answer's milliseconds."""
    times = [t.reply.timings_ms["total"] for c in run.cases for t in c.record.turns if "total" in t.reply.timings_ms]
    with mpl.rc_context(_STYLE):
        figure, axes = _figure(2.6)
        axes.hist(times, bins=40, color=_BLUE)
        axes.set_xlabel("milliseconds a warm answer")
        axes.set_ylabel("turns")
        return _svg(figure, "Latency")


def retrieval(run: Evaluation) -> str:
    """What each leg of retrieval finds, with its 95 % interval."""
    shown = ("recall@1", "recall@5", "recall@10", "mrr@10", "ndcg@10")
    with mpl.rc_context(_STYLE):
        figure, axes = _figure(2.8)
        for place, (leg, colour) in enumerate(zip(ranking.LEGS, (_RIGHT, _BLUE, _HELD), strict=True)):
            found = [run.measured[f"{name}.{leg}"] for name in shown]
            values = [f.value or 0.0 for f in found]
            spread = [
                [v - (f.low or 0.0) for v, f in zip(values, found, strict=True)],
                [(f.high or 0.0) - v for v, f in zip(values, found, strict=True)],
            ]
            at = [number + 0.27 * (place - 1) for number in range(len(shown))]
            axes.bar(at, values, width=0.25, color=colour, label=leg, yerr=spread, ecolor=_INK, error_kw={"lw": 0.8})
        axes.set_xticks(range(len(shown)), shown)
        axes.set_ylim(0, 1.05)
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=3)
        return _svg(figure, "Retrieval by leg")


def confusion(run: Evaluation) -> tuple[tuple[str, ...], list[tuple[str, list[int]]]]:
    """Expected verdicts (rows) against given ones (columns): the heads of the columns, and the rows."""
    given = (*(outcome.value for outcome in Outcome), "not decided")
    pairs = Counter(_verdicts(run.cases))
    return given, [
        (expected.value, [pairs[expected.value, got] for got in given])
        for expected in Outcome
        if any(pairs[expected.value, got] for got in given)
    ]


def _verdicts(cases: Sequence[Case]) -> list[tuple[str, str]]:
    return [(c.expected, c.got or "not decided") for case in cases for turn in case.turns for c in turn.cells]


def _figure(height: float) -> tuple[Figure, mpl.axes.Axes]:
    figure = Figure(figsize=(7.2, height), layout="constrained")
    return figure, figure.subplots()


def _svg(figure: Figure, title: str) -> str:
    """The figure as an <svg> element without width and height, so that it fits the page."""
    out = io.StringIO()
    figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Title": title}, transparent=True)
    text = out.getvalue()
    text = text[text.index("<svg") :]
    text = re.sub(r'(<svg[^>]*?)\s(?:width|height)="[^"]*"', r"\1", text, count=1)
    text = re.sub(r'(<svg[^>]*?)\s(?:width|height)="[^"]*"', r"\1", text, count=1)
    for colour, variable in _THEME.items():
        text = text.replace(colour, variable)
    return text.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
