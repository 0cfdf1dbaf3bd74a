"""Does the answer say what it must, and nothing that it must not?"""

from evals.intervals import Figure, share
from evals.metrics.sheet import Sheet


def must_state_recall(sheet: Sheet) -> Figure:
    """Of the facts that have to be stated, the share that is; a reply that fails or holds back states none."""
    owed = [
        (len(judged.expected.must), len(judged.missing)) for judged in sheet.replies() if judged.expected.answerable
    ]
    n = sum(total for total, _ in owed)
    return share(n - sum(missing for _, missing in owed), n)


def must_not_state(sheet: Sheet) -> Figure:
    """Of the wordings that must not be asserted, the share that is: 0 is right."""
    checked = [judged for judged in sheet.replies() if judged.reply.error is None]
    failed = sum(len(judged.expected.must_not) for judged in sheet.replies() if judged.reply.error is not None)
    n = sum(len(judged.expected.must_not) for judged in checked)
    return share(sum(len(judged.violations) for judged in checked), n, unscored=failed)
