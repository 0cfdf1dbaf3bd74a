"""The HTTP API of the contract: JSON in, JSON out, and the event stream of one answer.

What computes runs in the server's bounded threads and never blocks its event loop.
Every body is the contract's object, written by the same models as the command line's `--json`.
"""

import json
import logging
from collections.abc import AsyncIterator, Iterator
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.contract.answer import AnswerObject, answer_object
from assistant.contract.check import CheckObject
from assistant.contract.day import Day
from assistant.contract.feedback import FeedbackBody
from assistant.contract.lifecycle import LifecycleObject
from assistant.contract.search import SearchObject
from assistant.contract.text import given_text
from assistant.contract.verify import VerifyObject
from assistant.errors import AssistantError
from assistant.gate.answer import VerifiedSentence
from assistant.reply import Reply
from assistant.rules import Isolation, Platform
from assistant.service import Assistant
from assistant.settings import Settings
from ui import objects
from ui.failures import ErrorObject
from ui.identity import principal_of
from ui.surface import Current, On
from ui.workers import Workers, workers_of

_log = logging.getLogger(__name__)

Event = str | VerifiedSentence | Reply


class Body(BaseModel):
    """A request's body; a key that the contract does not have is refused, not ignored."""

    model_config = ConfigDict(extra="forbid")


class AskBody(Body):
    """A question, and the date that it is asked about (today where it is left out).

    With `conversation` the turn is stored: an id from an earlier answer goes on, `new` or an unknown one begins.
    """

    question: str
    as_of: Day | None = None
    conversation: str | None = Field(default=None, max_length=200)


class CheckBody(Body):
    """A host and an image in any spelling; both isolations are judged where none is named."""

    host: str
    image: str
    isolation: Isolation | None = None
    platform: Platform = Platform.WINDOWS
    as_of: Day | None = None


class VerifyBody(Body):
    """A text whose claims are to be judged, and the date for statements about support (today where it is left out)."""

    text: str
    as_of: Day | None = None


class SearchBody(Body):
    """A query and how many passages are wanted."""

    query: str
    k: int = Field(default=10, ge=1, le=1000)


def mount(app: FastAPI, current: Current, _: Settings) -> On:
    """Add /api to the application; `current` gives the open Assistant or raises."""
    router = APIRouter(tags=["api"], responses={code: {"model": ErrorObject} for code in (400, 413, 503)})
    workers = workers_of(app)
    _add_ask(router, current, workers)
    _add_rules(router, current, workers)
    _add_search(router, current, workers)
    _add_stored(router, current, workers)
    app.include_router(router)
    return On()


def _add_ask(router: APIRouter, current: Current, workers: Workers) -> None:
    @router.post("/api/ask", response_model=AnswerObject)
    async def ask(body: AskBody, request: Request) -> Response:
        """One verified answer."""
        assistant, principal = current(), principal_of(request)

        def answer() -> Response:
            asked = objects.ask(
                assistant, body.question, body.as_of, conversation=body.conversation, principal=principal
            )
            return _json(asked[1])

        return await workers.run(answer)

    @router.post("/api/ask/stream", response_class=StreamingResponse)
    async def stream(body: AskBody, request: Request) -> StreamingResponse:
        """The same answer as server-sent events: `status`, `sentence` (each verified before it is sent), `answer`."""
        assistant = current()
        question = given_text(body.question)
        events = assistant.stream(
            question, as_of=body.as_of, conversation=body.conversation, principal=principal_of(request)
        )
        # The first step is taken before the response begins, so that refused input is a 4xx and not a broken stream.
        first = await workers.run(lambda: next(events))
        return StreamingResponse(
            _server_sent(first, events, assistant, workers),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )


def _add_rules(router: APIRouter, current: Current, workers: Workers) -> None:
    @router.post("/api/check", response_model=CheckObject)
    async def check(body: CheckBody) -> Response:
        """The verdict on one host and image."""
        engine = current().engine

        def decide() -> Response:
            return _json(
                objects.check(
                    engine, body.host, body.image, isolation=body.isolation, platform=body.platform, as_of=body.as_of
                )
            )

        return await workers.run(decide)

    @router.post("/api/verify", response_model=VerifyObject)
    async def verify(body: VerifyBody) -> Response:
        """The claims in a text, judged, and the text as it may be shown."""
        engine = current().engine

        return await workers.run(lambda: _json(objects.verify(engine, body.text, body.as_of)))

    @router.get("/api/lifecycle/{release}", response_model=LifecycleObject)
    async def lifecycle(release: str, as_of: Annotated[Day | None, Query()] = None) -> Response:
        """Dates, channel, build and support phase of a release on a date."""
        engine = current().engine
        return await workers.run(lambda: _json(objects.lifecycle(engine, release, as_of)))


def _add_search(router: APIRouter, current: Current, workers: Workers) -> None:
    @router.post("/api/search", response_model=SearchObject)
    async def search(body: SearchBody) -> Response:
        """Retrieval alone: ranked passages with scores and sources."""
        assistant = current()
        return await workers.run(lambda: _json(objects.search(assistant, body.query, body.k)))


def _add_stored(router: APIRouter, current: Current, workers: Workers) -> None:
    @router.post("/api/feedback", status_code=204, responses={404: {"model": ErrorObject}})
    async def feedback(body: FeedbackBody, request: Request) -> None:
        """Keep what somebody thinks of an answer that this server gave."""
        assistant, principal = current(), principal_of(request)
        reason = given_text(body.reason, "The reason") if body.reason else ""
        await workers.run(
            lambda: assistant.give_feedback(body.answer_id, body.rating, reason, principal=principal),
        )

    @router.delete("/api/conversations/{conversation}", status_code=204, responses={404: {"model": ErrorObject}})
    async def forget(conversation: str, request: Request) -> None:
        """Delete a stored conversation, with the feedback on its answers."""
        assistant, principal = current(), principal_of(request)
        await workers.run(lambda: assistant.forget(conversation, principal=principal))


async def _server_sent(
    first: Event, rest: Iterator[Event], assistant: Assistant, workers: Workers
) -> AsyncIterator[str]:
    """The events as text. A failure after the start becomes an `error` event: what was sent stays true."""
    begun = False
    event: Event | None = first
    try:
        while event is not None:
            if isinstance(event, Reply):
                yield _event("answer", answer_object(event, assistant.engine).model_dump_json())
            elif isinstance(event, VerifiedSentence):
                piece = event.lead + event.text
                piece, begun = piece if begun else piece.lstrip(), True
                yield _event("sentence", json.dumps({"text": piece}, ensure_ascii=False))
            else:
                yield _event("status", json.dumps({"step": event}))
            event = await workers.go_on(lambda: next(rest, None))
    except AssistantError as error:
        yield _event("error", json.dumps({"error": error.what, "remedy": error.remedy}, ensure_ascii=False))
    except Exception:  # the surface's boundary: the stream says that it failed, the log says why
        _log.exception("A stream was cut")
        yield _event(
            "error", json.dumps({"error": "Something went wrong in the server.", "remedy": "Try again later."})
        )


def _event(name: str, data: str) -> str:
    return f"event: {name}\ndata: {data}\n\n"


def _json(model: BaseModel) -> Response:
    return Response(model.model_dump_json(), media_type="application/json")
