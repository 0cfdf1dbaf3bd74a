"""Whether the process is up, and whether it can answer."""

from typing import Any

from fastapi import FastAPI

from assistant.settings import Settings
from ui.surface import Current, On


def mount(app: FastAPI, current: Current, _: Settings) -> On:
    """Add /healthz and /readyz."""

    @app.get("/healthz", tags=["health"])
    async def healthz() -> dict[str, Any]:
        """The process is up; `bots` says which bots are on."""
        return {"status": "up", "bots": {name: "on" if on else "off" for name, on in app.state.bots.items()}}

    @app.get("/readyz", tags=["health"])
    async def readyz() -> dict[str, str]:
        """Index and model are loaded."""
        current()
        return {"status": "ready"}

    return On()
