"""POST /api/messages: what is let in, and in which order it is refused.

What is no JSON object gets 400 before anything else is looked at; then comes the token (401), then the shape (400). A
message is acknowledged at once and answered in the background; what Teams waits for is answered in the response.
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, Response
from microsoft_teams.api import Activity, ActivityTypeAdapter, InvokeResponse
from pydantic import ValidationError

from assistant.errors import AssistantError
from ui.background import Background
from ui.failures import error_response, status_of
from ui.protection import is_loopback
from ui.teams.addresses import may_call
from ui.teams.incoming import place_in, read, service_in, shaped, tenant_in
from ui.teams.token import TokenCheck

PATH = "/api/messages"

MESSAGES = ("message", "installationUpdate")
"""What is answered in the background; an `invoke` is answered in the response, and all else only acknowledged."""

# A tunnel or a reverse proxy makes strangers look like this machine, and says so in one of these.
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-original-host", "via")

Payload = dict[str, Any]
Handle = Callable[[Payload, str], Awaitable[InvokeResponse[Any]]]

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """Who is let in: holders of a token of one of these tenants or, where there is no `check`, this machine alone."""

    check: TokenCheck | None
    tenants: frozenset[str]

    async def fault(self, request: Request, payload: Payload) -> str:
        """Why a request is not let in; empty where it is. Raises DeliveryError where that cannot be told."""
        service, tenant = service_in(payload), tenant_in(payload)
        if self.check is None:
            return "" if _from_here(request) and may_call(service, near=True) else "it is not from this machine"
        given = request.headers.getlist("authorization")
        kind, _, token = given[0].partition(" ") if len(given) == 1 else ("", "", "")
        if kind.lower() != "bearer" or not token:
            return "it has no token"
        if not may_call(service):
            return "its service"
        if tenant not in self.tenants:
            return "its tenant"
        return await self.check.fault(token.strip(), service_url=service, tenant=tenant)


def add_endpoint(app: FastAPI, door: Door, background: Background, handle: Handle) -> None:
    """Add PATH to the application."""

    async def background_work(payload: Payload, service: str) -> None:
        await handle(payload, service)

    @app.post(PATH, include_in_schema=False)
    async def messages(request: Request) -> Response:
        payload = read(await request.body())
        if payload is None:
            return error_response(400, "The body is not a JSON object.", "This address is for Microsoft Teams.")
        try:
            fault = await door.fault(request, payload)
        except AssistantError as error:
            _log.warning("A request could not be checked: %s", error)
            return error_response(status_of(error), error.what)
        if fault:
            _log.warning("A request was not let in: %s", fault)
            return error_response(401, "The request does not come from Microsoft Teams for this bot.")
        activity = _activity(payload)
        if activity is None and payload.get("type") in (*MESSAGES, "invoke"):
            return error_response(400, "The body is not an activity of Microsoft Teams.")
        if activity is None:
            return Response(status_code=200)
        if payload["type"] in MESSAGES:
            started = background.start(background_work(payload, service_in(payload)))
            return Response(status_code=200) if started else error_response(503, "The server is busy.")
        return _response(await handle(payload, service_in(payload)))


def _activity(payload: Payload) -> Activity | None:
    """The activity, if it is one that is answered; what was checked of it has to be what the SDK reads."""
    if payload.get("type") not in (*MESSAGES, "invoke") or not shaped(payload):
        return None
    try:
        activity: Activity = ActivityTypeAdapter.validate_python(payload)
    except (ValidationError, RecursionError):
        return None
    place = place_in(activity)
    same = (
        activity.service_url == service_in(payload)
        and place.tenant == tenant_in(payload)
        and place.conversation == payload["conversation"]["id"]
    )
    return activity if same else None


def _from_here(request: Request) -> bool:
    """Whether a request was made on this machine, for a name of this machine, and was not handed on by anything."""
    peer = request.client.host if request.client else ""
    name = request.url.hostname or ""
    return is_loopback(peer) and is_loopback(name) and not any(header in request.headers for header in FORWARDED)


def _response(answer: InvokeResponse[Any]) -> Response:
    content = answer.model_dump(mode="json", by_alias=True, exclude_none=True)
    body = content.get("body")
    return Response(status_code=answer.status) if body is None else JSONResponse(body, status_code=answer.status)
