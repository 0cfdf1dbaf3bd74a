"""The evaluation view: the report that `channel-assistant eval` has left in the data folder.

The report is read, never made here, and shown in a frame that runs no script and has no origin.
"""

from datetime import UTC, datetime
from html import escape
from pathlib import Path

import gradio as gr

from assistant.errors import StorageError
from ui.web.block import html_block, open_tab
from ui.web.boundary import shown

REPORT = Path("report") / "report.html"
"""Where the latest report is looked for, from the data folder."""

LARGEST_REPORT = 8 * 1024 * 1024
"""Bytes; a larger file is not sent to a browser."""

COMMAND = "channel-assistant eval --report DATA_DIR/report"

_EMPTY = (
    '<div class="ca-empty"><h2>No report yet</h2><p>An evaluation asks the assistant a set of questions whose answers '
    "are known and measures how it does: what is right, what is withheld, what it cites, how fast it is.</p>"
    f"<p>Run one, and its report is shown here:</p><pre><code>{COMMAND}</code></pre>"
    "<p>DATA_DIR is the folder that <code>channel-assistant config</code> names as "
    "<code>CHANNEL_ASSISTANT_DATA_DIR</code>.</p></div>"
)


def build_evaluation(data_dir: Path) -> None:
    """Add the evaluation view to the page that is being built."""
    tab = open_tab()
    with gr.Column(elem_id="ca-evaluation", elem_classes="ca-view"):
        report = html_block("ca-report")
        tab.select(
            lambda: shown(lambda: evaluation_html(data_dir)),
            None,
            report,
            show_progress="hidden",
            api_visibility="private",
            queue=False,
        )


def evaluation_html(data_dir: Path) -> str:
    """The latest report in a sandboxed frame, or how to get one. Raises StorageError if it cannot be read."""
    path = data_dir / REPORT
    try:
        written = path.stat()
        if written.st_size > LARGEST_REPORT:
            raise StorageError(
                f"The report has more than {LARGEST_REPORT // 1024**2} MB, too much to show here.",
                "Open report.html in the folder `report` of the data folder.",
            )
        page = path.read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError):
        return _EMPTY
    except (OSError, UnicodeDecodeError) as error:
        raise StorageError("The report cannot be read.", "Run `channel-assistant eval` again.") from error
    day = datetime.fromtimestamp(written.st_mtime, tz=UTC)
    return (
        f'<p class="ca-quiet">Written on {day:%Y-%m-%d} at {day:%H:%M} UTC.</p>'
        f'<iframe class="ca-report-frame" title="Evaluation report" sandbox="" srcdoc="{escape(page)}"></iframe>'
    )
