"""Where the one Assistant of a serving process sits: it is opened in a thread while the server is already up."""

import logging
from collections.abc import Callable, Sequence

from langchain_core.callbacks import BaseCallbackHandler

from assistant.errors import AssistantError, NotReadyError
from assistant.service import Assistant
from assistant.settings import Settings

Progress = Callable[[str, int, int], None]

_log = logging.getLogger(__name__)


class _Closing(Exception):  # noqa: N818 - not an error: it unwinds a build that nobody waits for any more
    """Raised out of a progress report when the server ends while the first index is being built."""


class Seat:
    """Empty while the Assistant opens, and for good if that failed."""

    def __init__(self, progress: Progress | None = None, callbacks: Sequence[BaseCallbackHandler] = ()) -> None:
        self._callbacks = tuple(callbacks)
        self._progress = progress
        self._assistant: Assistant | None = None
        self._failure: AssistantError | None = None
        self._closing = False

    def open(self, settings: Settings) -> AssistantError | None:
        """Open the Assistant; blocks until index and model are loaded. A failure is kept, and raised by `current`."""
        try:
            self._assistant = Assistant.open(settings, progress=self._report, callbacks=self._callbacks)
        except _Closing:
            return None
        except AssistantError as error:
            self._failure = error
        except Exception as error:  # the surface's boundary: a server that can never answer must say so
            _log.exception("The assistant could not be opened")
            self._failure = AssistantError(
                f"The assistant could not be opened: {type(error).__name__}.", "The log says where; please report it."
            )
        return self._failure

    def hurry(self) -> None:
        """Answers that have begun wait for a chat model no longer."""
        if self._assistant is not None:
            self._assistant.hurry()

    def close(self) -> None:
        """Stop a build at its next step, which leaves the index as it was, and let go of what is open."""
        self._closing = True
        if self._assistant is not None:
            self._assistant.close()

    def current(self) -> Assistant:
        """The open Assistant.

        Raises:
            NotReadyError: it is still opening.
            AssistantError: it could not be opened.
        """
        if self._failure is not None:
            raise type(self._failure)(self._failure.what, self._failure.remedy)
        if self._assistant is None or not self._assistant.ready:
            raise NotReadyError(
                "The index and the model are still being loaded.",
                "Try again in a moment; /readyz says when.",
            )
        return self._assistant

    def _report(self, stage: str, done: int, total: int) -> None:
        if self._closing:
            raise _Closing
        if self._progress is not None:
            self._progress(stage, done, total)
