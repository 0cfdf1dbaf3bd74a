"""The files that a run leaves in its report folder, named by the public interface."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import StorageError
from evals.evaluation import Evaluation
from evals.graded import Graded
from evals.mutation.trial import Mutation
from evals.report.junit import junit
from evals.report.markdown import markdown
from evals.report.page import html
from evals.summary import written

if TYPE_CHECKING:
    from evals.peers.bench import PeerFigures

LOG = "run.jsonl"


def write_report(
    run: Evaluation,
    folder: Path,
    *,
    mutation: Mutation | None = None,
    peers: "Sequence[PeerFigures]" = (),
    opinion: Graded | None = None,
) -> None:
    """Write report.html, report.md, junit.xml and summary.json; the log is there already.

    Raises:
        StorageError: the folder cannot be written.
    """
    contents = {
        "report.html": html(run, mutation=mutation, peers=peers, opinion=opinion),
        "report.md": markdown(run),
        "junit.xml": junit(run),
        "summary.json": written(run.summary),
    }
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in contents.items():
            (folder / name).write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise StorageError(
            f"The report cannot be written: {error.strerror}.", "Free disk space, or name another --report."
        ) from error
