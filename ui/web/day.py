"""The control for the as-of date, and the reading of what it gives."""

import re
from datetime import date

import gradio as gr

from assistant.errors import InputError

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day_field(elem_id: str) -> gr.Textbox:
    """A field for YYYY-MM-DD, which views.js makes the browser's own date field; empty means today."""
    return gr.Textbox(label="As of (empty: today)", max_length=10, elem_id=elem_id, elem_classes="ca-day", max_lines=1)


def day_of(text: str | None) -> date:
    """The day of the field; today where it is still empty. Raises InputError for what is no date."""
    if not text:
        return date.today()
    wrong = InputError(f"{text[:40]!r} is not a day that exists.", "Write it as YYYY-MM-DD.")
    if not _ISO.fullmatch(text):
        raise wrong
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise wrong from error
