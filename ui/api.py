"""The HTTP API of the contract: JSON in, JSON out, and the event stream of one answer.

Endpoints that compute are plain functions, so they run in the server's thread pool and never block its event loop.
Every body is the contract's object, written by the same models as the command line's `--json`.
"""

import json
import logging
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import Annotated

from fastapi import APIRouter, FastAPI, Query
from fastapi.responses import Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.claims.judge import judge_text
from assistant.contract.answer import AnswerObject, answer_object
from assistant.contract.check import CheckObject, check_object
from assistant.contract.day import Day
from assistant.contract.feedback import FeedbackBody
from assistant.contract.lifecycle import LifecycleObject, lifecycle_object
from assistant.contract.search import SearchObject, search_object
from assistant.contract.text import given_text
from assistant.contract.verify import VerifyObject, checked_text, verify_object
from assistant.errors import AssistantError
from assistant.gate.answer import VerifiedSentence
from assistant.reply import Reply
from assistant.rules import Isolation, Platform
from assistant.service import Assistant
from assistant.settings import Settings
from ui.failures import ErrorObject
from ui.surface import Current, On

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
    _add_ask(router, current)
    _add_rules(router, current)
    _add_search(router, current)
    _add_stored(router, current)
    app.include_router(router)
    return On()


def _add_ask(router: APIRouter, current: Current) -> None:
    @router.post("/api/ask", response_model=AnswerObject)
    def ask(body: AskBody) -> Response:
        """One verified answer."""
        assistant = current()
        reply = assistant.ask(given_text(body.question), as_of=body.as_of, conversation=body.conversation)
        return _json(answer_object(reply, assistant.engine))

    @router.post("/api/ask/stream", response_class=StreamingResponse)
    def stream(body: AskBody) -> StreamingResponse:
        """The same answer as server-sent events: `status`, `sentence` (each verified before it is sent), `answer`."""
        assistant = current()
        question = given_text(body.question)
        events = assistant.stream(question, as_of=body.as_of, conversation=body.conversation)
        # The first step is taken before the response begins, so that refused input is a 4xx and not a broken stream.
        started = chain([next(events)], events)
        return StreamingResponse(
            _server_sent(started, assistant), media_type="text/event-stream", headers={"Cache-Control": "no-store"}
        )


def _add_rules(router: APIRouter, current: Current) -> None:
    @router.post("/api/check", response_model=CheckObject)
    def check(body: CheckBody) -> Response:
        """The verdict on one host and image."""
        engine = current().engine
        verdict = engine.check(
            engine.resolve_host(body.host),
            engine.resolve_image(body.image),
            isolation=body.isolation,
            platform=body.platform,
            as_of=body.as_of or date.today(),
        )
        return _json(check_object(verdict, engine))

    @router.post("/api/verify", response_model=VerifyObject)
    def verify(body: VerifyBody) -> Response:
        """The claims in a text, judged, and the text as it may be shown."""
        engine = current().engine
        judged = judge_text(engine, checked_text(given_text(body.text, "The text")), body.as_of or date.today())
        return _json(verify_object(judged, engine))

    @router.get("/api/lifecycle/{release}", response_model=LifecycleObject)
    def lifecycle(release: str, as_of: Annotated[Day | None, Query()] = None) -> Response:
        """Dates, channel, build and support phase of a release on a date."""
        engine = current().engine
        named = engine.resolve(release)
        found = lifecycle_object(engine.lifecycle(named, as_of or date.today()), engine)
        if named.note:
            found.notes.insert(0, named.note)
        return _json(found)


def _add_search(router: APIRouter, current: Current) -> None:
    @router.post("/api/search", response_model=SearchObject)
    def search(body: SearchBody) -> Response:
        """Retrieval alone: ranked passages with scores and sources."""
        query = given_text(body.query, "The query")
        return _json(search_object(query, current().search(query, body.k)))


def _add_stored(router: APIRouter, current: Current) -> None:
    @router.post("/api/feedback", status_code=204, responses={404: {"model": ErrorObject}})
    def feedback(body: FeedbackBody) -> None:
        """Keep what somebody thinks of an answer that this server gave."""
        reason = given_text(body.reason, "The reason") if body.reason else ""
        current().give_feedback(body.answer_id, body.rating, reason)

    @router.delete("/api/conversations/{conversation}", status_code=204, responses={404: {"model": ErrorObject}})
    def forget(conversation: str) -> None:
        """Delete a stored conversation, with the feedback on its answers."""
        current().forget(conversation)


def _server_sent(events: Iterator[Event], assistant: Assistant) -> Iterator[str]:
    """The events as text. A failure after the start becomes an `error` event: what was sent stays true."""
    begun = False
    try:
        for event in events:
            if isinstance(event, Reply):
                yield _event("answer", answer_object(event, assistant.engine).model_dump_json())
            elif isinstance(event, VerifiedSentence):
                piece = event.lead + event.text
                piece, begun = piece if begun else piece.lstrip(), True
                yield _event("sentence", json.dumps({"text": piece}, ensure_ascii=False))
            else:
                yield _event("status", json.dumps({"step": event}))
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
