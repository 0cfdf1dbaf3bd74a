"""Every metric by the name it has in summary.json, gates.toml and the report, in the order of the report."""

from evals.intervals import Figure
from evals.metrics import citations, guard, holding_back, latency, ranking, stability, statements, verdicts
from evals.metrics.sheet import Metric, Sheet
from evals.record import Kind

METRICS: dict[str, Metric] = {
    "right": holding_back.right,
    "score": holding_back.score,
    "verdict_accuracy": verdicts.accuracy,
    "verdict_coverage": verdicts.coverage,
    "must_state_recall": statements.must_state_recall,
    "must_not_state_violations": statements.must_not_state,
    "status_accuracy": holding_back.status,
    "abstention_precision": holding_back.abstention_precision,
    "abstention_recall": holding_back.abstention_recall,
    "answer_coverage": holding_back.coverage,
    "premise_correction": holding_back.premise_correction,
    "turn_accuracy": holding_back.per_turn,
    "citation_precision": citations.precision,
    "citation_recall": citations.recall,
    "citation_acceptable": citations.acceptable,
    "guard_coverage": guard.coverage,
    "invariance": stability.invariance(),
    **{f"invariance.{kind.value}": stability.invariance(kind) for kind in Kind},
    "determinism": stability.determinism,
    "failures": holding_back.failed,
    **{f"recall@{at}.{leg}": ranking.recall(leg, at) for leg in ranking.LEGS for at in (1, 5, 10)},
    **{f"mrr@10.{leg}": ranking.gain(leg, ranking.reciprocal) for leg in ranking.LEGS},
    **{f"ndcg@10.{leg}": ranking.gain(leg, ranking.discounted) for leg in ranking.LEGS},
    **{f"latency_ms.{stage}": latency.of(stage) for stage in latency.STAGES},
}


def measure(sheet: Sheet) -> dict[str, Figure]:
    """Every metric over a judged run."""
    return {name: metric(sheet) for name, metric in METRICS.items()}


def timed(name: str) -> bool:
    """Whether a metric is about time, so that it differs from run to run."""
    return name.startswith("latency_ms.")
