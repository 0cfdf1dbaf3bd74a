"""What a chat model says, read in a thread of its own: whoever waits for it can stop waiting at any moment.

A client library may sit in a read for as long as its own time-out, and try again after it; no answer and no shutdown
has to wait for that.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextvars import copy_context
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue

from assistant.gate.draft import DraftFault

_LOOK_UP_SECONDS = 0.2
"""How often a reader that waits for the next piece looks whether the line is closed."""


@dataclass(frozen=True, slots=True)
class _Over:
    """The model has said everything, or has failed with `error`."""

    error: Exception | None = None


class Line:
    """To one chat model, shared by all answers; once it is closed nobody waits for the model any more."""

    def __init__(self) -> None:
        self._closed = threading.Event()

    def close(self) -> None:
        """End every reading, now and later, with a DraftFault."""
        self._closed.set()

    def read(self, stream: Callable[[], Iterator[object]], *, seconds: float) -> Iterator[object]:
        """The pieces of `stream` as they come, for at most `seconds` in all.

        Raises:
            DraftFault: the time is up, or the line was closed.
            Exception: whatever `stream` raises.
        """
        pieces: SimpleQueue[object] = SimpleQueue()
        left = threading.Event()
        deadline = time.monotonic() + seconds
        # The thread is a daemon, as a read that nobody can interrupt must not hold back the end of the process. It
        # runs in the caller's context, in which a trace of this answer may be open.
        listen = partial(copy_context().run, _listen, stream, pieces, left)
        threading.Thread(target=listen, name="chat-model", daemon=True).start()
        try:
            while True:
                piece = self._next(pieces, deadline)
                if isinstance(piece, _Over):
                    if piece.error is not None:
                        raise piece.error
                    return
                yield piece
        finally:
            left.set()

    def _next(self, pieces: "SimpleQueue[object]", deadline: float) -> object:
        while True:
            remaining = deadline - time.monotonic()
            if remaining <= 0:
                raise DraftFault("The model took too long.")
            if self._closed.is_set():
                raise DraftFault("The assistant is being closed.")
            try:
                return pieces.get(timeout=min(remaining, _LOOK_UP_SECONDS))
            except Empty:
                continue


def _listen(stream: Callable[[], Iterator[object]], pieces: "SimpleQueue[object]", left: threading.Event) -> None:
    try:
        for piece in stream():
            if left.is_set():
                return
            pieces.put(piece)
    except Exception as error:  # the thread's boundary: the reader raises it
        pieces.put(_Over(error))
    else:
        pieces.put(_Over())
