"""A mutant: one fact or one condition of the rules made wrong, and the engine that decides with it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from types import ModuleType

from assistant.rules import Engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Mutant:
    """`name` is the same on every run and says what was changed; `file` and `place` say where (an entry, a function).

    `installed()` yields an engine that decides with the change, and takes the change back at the end.
    """

    name: str
    file: str
    place: str
    installed: Callable[[], AbstractContextManager[Engine]]


@contextmanager
def changed(target: object, name: str, value: object) -> Iterator[None]:
    """An attribute of a module or of an object, frozen or not, with another value."""
    setter = setattr if isinstance(target, ModuleType) else object.__setattr__
    before = getattr(target, name)
    setter(target, name, value)
    try:
        yield
    finally:
        setter(target, name, before)
