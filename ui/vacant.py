"""Addresses of ours where nothing is: they answer with the error object, not with the chat's page."""

from collections.abc import Callable, Iterable

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from starlette.routing import Match

from assistant.settings import Settings
from ui.failures import error_response
from ui.surface import Current, Off, On

RESERVED = ("/api", "/api/{rest:path}", "/slack/{rest:path}", "/v1/{rest:path}", "/mcp", "/metrics")
METHODS = ["DELETE", "GET", "PATCH", "POST", "PUT"]


def mount(app: FastAPI, _: Current, __: Settings) -> On:
    """Answer at every reserved address, and with every method, that no surface before has."""
    taken = tuple(app.router.routes)

    def nothing_here(request: Request) -> JSONResponse:
        others = ({**request.scope, "method": method} for method in METHODS)
        allowed = [s["method"] for s in others if any(r.matches(s)[0] is Match.FULL for r in taken)]
        if not allowed:
            return error_response(404, "There is nothing at this address.", "/openapi.json lists what there is.")
        allow = ", ".join(allowed)
        return error_response(405, f"This address takes {allow} only.", headers={"Allow": allow})

    _add(app, RESERVED, nothing_here)
    return On()


def close(app: FastAPI, paths: Iterable[str], state: Off) -> None:
    """Answer 404 at the addresses of a surface that is off, saying so."""
    _add(app, paths, lambda _: error_response(404, state.reason, state.remedy))


def _add(app: FastAPI, paths: Iterable[str], answer: Callable[[Request], JSONResponse]) -> None:
    async def here(request: Request) -> JSONResponse:
        return answer(request)

    for path in paths:
        app.add_api_route(path, here, methods=METHODS, include_in_schema=False)
