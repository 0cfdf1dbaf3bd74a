"""Does the same question get the same answer: said otherwise, and asked again?"""

from evals.intervals import Figure, share
from evals.metrics.sheet import Metric, Sheet
from evals.record import Kind


def invariance(kind: Kind | None = None) -> Metric:
    """The share of variants (of one kind) with the status, grade and verdicts of the question they were made from."""

    def metric(sheet: Sheet) -> Figure:
        alike = [
            judged.essence == case.last.essence
            for case in sheet.scored
            for variant, judged in case.variants
            if kind is None or variant.kind is kind
        ]
        return share(sum(alike), len(alike))

    return metric


def determinism(sheet: Sheet) -> Figure:
    """The share of turns whose reply was the same bytes each time it was asked, in this process and in another."""
    turns = [turn for case in sheet.cases for turn in case.record.turns]
    asked_again = [turn for turn in turns if turn.again]
    same = sum(all(digest == turn.reply.digest for digest in turn.again) for turn in asked_again)
    return share(same, len(asked_again), unscored=len(turns) - len(asked_again))
