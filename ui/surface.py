"""What a surface is to the server that carries it, and what it is given.

A surface is a module of `ui/` with a function `mount(app, current, settings)` that adds its addresses and says whether
it is on. Its row in `SURFACES` (ui/server.py) names the addresses that are its own: while it is off, they answer 404.
Importing a surface must be cheap: what only it needs is imported by `mount`, and only where it is on.
"""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from fastapi import FastAPI

from assistant.service import Assistant
from assistant.settings import Settings

Current = Callable[[], Assistant]
"""Gives the open Assistant; raises NotReadyError while it opens, or the error that kept it from opening."""

Running = Callable[[], AbstractAsyncContextManager[None]]
"""Entered when the server starts and left when it ends, for what a surface runs beside its requests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class On:
    """The surface answers at its addresses."""

    running: Running | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Off:
    """The surface is off: `reason` says why and `remedy` what switches it on, in sentences that hold no secret.

    `half` is true where somebody has begun to set it up, such as one credential of two: the log then warns.
    """

    reason: str
    remedy: str = ""
    half: bool = False


Mount = Callable[[FastAPI, Current, Settings], On | Off]


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """A row of the table: `paths` are the addresses of the surface, as routes; `bot` marks what /healthz reports."""

    name: str
    mount: Mount
    paths: tuple[str, ...] = ()
    bot: bool = False
