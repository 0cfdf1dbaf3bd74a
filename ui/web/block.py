"""A place for HTML of our own, and the tab that a view is built in.

Gradio's HTML component evaluates strings as scripts, which the page's policy forbids; its Markdown passes a block of
HTML on as it is.
"""

from typing import cast

import gradio as gr
from gradio.context import Context


def html_block(elem_id: str) -> gr.Markdown:
    """An empty place; what is shown in it comes from `one_line`."""
    return gr.Markdown("", elem_id=elem_id, sanitize_html=False, latex_delimiters=[], elem_classes="ca-html")


def one_line(fragment: str) -> str:
    """The fragment as one block of HTML, which no line break can end; it begins with a block-level element."""
    return fragment.replace("\r", "&#13;").replace("\n", "&#10;")


def open_tab() -> gr.Tab:
    """The tab that is being filled."""
    return cast("gr.Tab", Context.block)
