"""The control for the as-of date, and the reading of what it gives."""

import re
from datetime import date

import gradio as gr

from assistant.errors import InputError

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_FIELD = '<label class="ca-day">As of <input type="date" value="${value}" required></label>'
_ON_CHANGE = """
element.addEventListener("change", (event) => {
  if (event.target.value) { props.value = event.target.value; trigger("apply"); }
});
"""


def day_field(elem_id: str) -> gr.HTML:
    """A native date field with the value YYYY-MM-DD; it fires `apply` when a day is chosen."""
    return gr.HTML("", html_template=_FIELD, js_on_load=_ON_CHANGE, elem_id=elem_id, apply_default_css=False)


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
