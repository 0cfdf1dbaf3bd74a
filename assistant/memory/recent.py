"""The last answers of this process, in memory alone: feedback may be given on an answer that was never stored."""

import threading
from collections import OrderedDict
from dataclasses import dataclass

from assistant.reply import Reply

MOST = 500
"""Answers that are remembered; the oldest goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentAnswer:
    """An answer and the user's turns before its question, oldest first. `generation`: the index it came from."""

    reply: Reply
    earlier: tuple[str, ...]
    generation: str


class Recent:
    """Answers by principal and id. Nothing of it reaches a disk."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[str, str], RecentAnswer] = OrderedDict()
        self._lock = threading.Lock()

    def add(self, answer: RecentAnswer, *, principal: str) -> None:
        """Remember an answer, and forget the oldest where there are too many."""
        with self._lock:
            self._answers[principal, answer.reply.answer_id] = answer
            if len(self._answers) > MOST:
                self._answers.popitem(last=False)

    def find(self, answer_id: str, *, principal: str) -> RecentAnswer | None:
        """The answer, where this principal was given it not long ago."""
        with self._lock:
            return self._answers.get((principal, answer_id))
