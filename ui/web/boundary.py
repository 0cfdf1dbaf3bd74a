"""The boundary of the views: what went wrong is shown in place of what was to be shown, and never a stack trace."""

import logging
from collections.abc import Callable

from assistant.errors import AssistantError
from ui.presenters.grid import problem_html
from ui.web.block import one_line

_log = logging.getLogger(__name__)


def shown(make: Callable[[], str]) -> str:
    """What is made, or the error in its place: the surface's boundary."""
    try:
        return one_line(make())
    except AssistantError as error:
        return one_line(problem_html(error.what, error.remedy))
    except Exception:  # the surface's boundary: the page says that it failed, the log says why
        _log.exception("A view could not be shown")
        return problem_html("Something went wrong in the server.", "Try again later.")
