"""Are the verdicts the documented ones? Over every expected cell, one a host, image and isolation."""

from evals.intervals import Figure, share
from evals.metrics.sheet import Sheet


def accuracy(sheet: Sheet) -> Figure:
    """Of the expected cells that a reply decides, the share that is right.

    A reply that decides about other pairs than the one asked for has misread the question: its cells count as wrong.
    """
    decided = [cell for judged in sheet.replies() for cell in judged.cells if cell.decided]
    held_back = sum(not cell.decided for judged in sheet.replies() for cell in judged.cells)
    return share(sum(cell.right for cell in decided), len(decided), unscored=held_back)


def coverage(sheet: Sheet) -> Figure:
    """Of all expected cells, the share that is decided rightly."""
    cells = [cell for judged in sheet.replies() for cell in judged.cells]
    return share(sum(cell.right for cell in cells), len(cells))
