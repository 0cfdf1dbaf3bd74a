"""Answering, asking back and abstaining: at the right time, and what the whole is worth."""

from assistant.gate.draft import Status
from evals.intervals import Figure, mean, share
from evals.judging import Grade
from evals.metrics.sheet import Sheet

_WORTH = {Grade.RIGHT: 1.0, Grade.HELD_BACK: 0.0, Grade.WRONG: -1.0, Grade.FAILED: -1.0}
_HELD = (Status.ABSTAINED, Status.CLARIFY)


def score(sheet: Sheet) -> Figure:
    """The mean of +1 for right, 0 for held back and -1 for wrong or failed, over questions (the CRAG benchmark's)."""
    return mean([_WORTH[case.grade] for case in sheet.scored], unscored=len(sheet.cases) - len(sheet.scored))


def right(sheet: Sheet) -> Figure:
    """The share of questions whose last reply is right in every respect."""
    return share(
        sum(case.grade is Grade.RIGHT for case in sheet.scored),
        len(sheet.scored),
        unscored=len(sheet.cases) - len(sheet.scored),
    )


def status(sheet: Sheet) -> Figure:
    """The share of turns whose status is an expected one."""
    turns = list(sheet.turns())
    return share(sum(turn.status_right for turn in turns), len(turns))


def abstention_precision(sheet: Sheet) -> Figure:
    """Of the replies that hold back (abstain or ask back), the share that ought to."""
    held = [turn for turn in sheet.turns() if turn.reply.status in _HELD]
    return share(sum(turn.status_right for turn in held), len(held))


def abstention_recall(sheet: Sheet) -> Figure:
    """Of the turns on which holding back is the only right reply, the share that does."""
    due = [turn for turn in sheet.turns() if Status.ANSWERED not in turn.expected.status]
    return share(sum(turn.reply.status in _HELD for turn in due), len(due))


def coverage(sheet: Sheet) -> Figure:
    """Of the turns that can be answered, the share that is."""
    due = [turn for turn in sheet.turns() if turn.expected.answerable]
    return share(sum(turn.reply.status == Status.ANSWERED for turn in due), len(due))


def premise_correction(sheet: Sheet) -> Figure:
    """Of the questions that suppose something untrue, the share whose answer puts it right."""
    due = [case for case in sheet.scored if not case.question.premise]
    return share(sum(case.grade is Grade.RIGHT for case in due), len(due))


def per_turn(sheet: Sheet) -> Figure:
    """Of the turns of conversations of which somebody said what is right, the share that is right in every respect."""
    turns = [turn for case in sheet.scored if len(case.turns) > 1 for turn in case.turns]
    due = [turn for turn in turns if len(turn.expected.status) < len(Status)]
    return share(sum(turn.grade is Grade.RIGHT for turn in due), len(due), unscored=len(turns) - len(due))


def failed(sheet: Sheet) -> Figure:
    """The share of all replies that are an error: 0 is right."""
    replies = [turn.reply for case in sheet.cases for turn in case.turns]
    replies += [judged.reply for case in sheet.cases for _, judged in case.variants]
    return share(sum(reply.error is not None for reply in replies), len(replies))
