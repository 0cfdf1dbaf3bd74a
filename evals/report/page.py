"""The report as one HTML page: no script, no network, readable in the dark and on a phone."""

from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, StrictUndefined

from evals.evaluation import Evaluation
from evals.graded import Graded
from evals.judging import Case, Grade
from evals.metrics.table import METRICS
from evals.mutation.trial import Mutation
from evals.report import plots

if TYPE_CHECKING:
    from evals.peers.bench import PeerFigures

_NOT_RIGHT = (Grade.FAILED, Grade.WRONG, Grade.HELD_BACK)
_MOST_UNSTABLE = 200


def html(
    run: Evaluation,
    *,
    mutation: Mutation | None = None,
    peers: "Sequence[PeerFigures]" = (),
    opinion: Graded | None = None,
) -> str:
    """The page of a run, with what mutations, peers and a grading model gave where they were asked for."""
    failing = sorted((c for c in run.readable if c.grade in _NOT_RIGHT), key=lambda c: _NOT_RIGHT.index(c.grade))
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(files("evals.report").joinpath("report.html.j2").read_text("utf-8"))
    heads, rows = plots.confusion(run)
    return template.render(
        run=run,
        summary=run.summary,
        metrics=[(name, METRICS[name].__doc__, figure) for name, figure in run.summary.metrics.items()],
        failing=failing,
        unread=sum(c.grade in _NOT_RIGHT for c in run.cases) - len(failing),
        unstable=_unstable(run.readable)[:_MOST_UNSTABLE],
        categories=plots.categories(run),
        latency=plots.latency(run),
        retrieval=plots.retrieval(run),
        confusion_heads=heads,
        confusion_rows=rows,
        mutation=mutation,
        peers=peers,
        opinion=opinion,
    )


def _unstable(cases: Sequence[Case]) -> list[tuple[Case, Any, Any]]:
    """The variants that came out otherwise than the question they were made from."""
    return [(c, variant, judged) for c in cases for variant, judged in c.variants if judged.essence != c.last.essence]
