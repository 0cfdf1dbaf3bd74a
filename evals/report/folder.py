"""The files that a run leaves in its report folder, named by the public interface."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from assistant.errors import StorageError
from evals.evaluation import Evaluation
from evals.report.junit import junit
from evals.report.markdown import markdown
from evals.report.page import html
from evals.summary import written

LOG = "run.jsonl"


def write_report(
    run: Evaluation, folder: Path, *, mutation: Mapping[str, Any] | None = None, peers: Sequence[Any] = ()
) -> None:
    """Write report.html, report.md, junit.xml and summary.json; the log is there already.

    Raises:
        StorageError: the folder cannot be written.
    """
    contents = {
        "report.html": html(run, mutation=mutation, peers=peers),
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
