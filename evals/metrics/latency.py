"""How long a warm answer takes, by stage, in milliseconds: the median over turns."""

from evals.intervals import Figure, median
from evals.metrics.sheet import Metric, Sheet

STAGES = ("interpret", "retrieve", "draft", "verify", "total")


def of(stage: str) -> Metric:
    """The median milliseconds of a stage."""

    def metric(sheet: Sheet) -> Figure:
        replies = [turn.reply for case in sheet.cases for turn in case.record.turns]
        times = [reply.timings_ms[stage] for reply in replies if stage in reply.timings_ms]
        return median(times, unscored=len(replies) - len(times))

    return metric
