"""An OpenAI-compatible door to the same answers, for chat programs that speak nothing else.

The last message is the question and the user's messages before it are the conversation; what a system or an assistant
message says is not read. The content is the answer, byte for byte, and below it the numbered sources that its markers
mean. No tokens are spent, so `usage` counts none.
"""

import json
import time
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from fastapi import APIRouter, FastAPI, Request
from fastapi.responses import JSONResponse, Response, StreamingResponse
from pydantic import BaseModel, ConfigDict, Field

from assistant.contract.text import given_text
from assistant.errors import AssistantError, InputError
from assistant.gate.answer import VerifiedSentence
from assistant.passage import Citation
from assistant.reply import Reply
from assistant.settings import Settings
from ui.failures import ErrorObject
from ui.identity import principal_of
from ui.surface import Current, On
from ui.workers import Workers, workers_of

MODEL = "channel-assistant"
MOST_MESSAGES = 200


class Part(BaseModel):
    """A part of a message; only texts are read, and there are no others that could be answered."""

    model_config = ConfigDict(extra="ignore")

    type: Literal["text", "input_text"]
    text: str


class Message(BaseModel):
    """A message of the conversation so far."""

    model_config = ConfigDict(extra="ignore")

    role: Literal["system", "developer", "user", "assistant", "tool"]
    content: str | list[Part] | None = None

    def words(self) -> str:
        """The text of the message."""
        if isinstance(self.content, list):
            return "\n".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(BaseModel):
    """What a stream says beside the answer."""

    model_config = ConfigDict(extra="ignore")

    include_usage: bool = False


class CompletionBody(BaseModel):
    """A request; what steers a language model (`temperature`, `max_tokens` ...) means nothing here and is not read."""

    model_config = ConfigDict(extra="ignore")

    model: str = MODEL
    messages: Annotated[list[Message], Field(min_length=1, max_length=MOST_MESSAGES)]
    stream: bool = False
    stream_options: StreamOptions | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Chat:
    """A question and the user's turns before it."""

    question: str
    earlier: tuple[str, ...]


def mount(app: FastAPI, current: Current, _: Settings) -> On:
    """Add /v1/models and /v1/chat/completions."""
    router = APIRouter(tags=["openai"], responses={code: {"model": ErrorObject} for code in (400, 413, 503)})
    workers = workers_of(app)

    @router.get("/v1/models")
    async def models() -> dict[str, Any]:
        """The one model that there is."""
        return {"object": "list", "data": [{"id": MODEL, "object": "model", "created": 0, "owned_by": MODEL}]}

    @router.post("/v1/chat/completions")
    async def complete(body: CompletionBody, request: Request) -> Response:
        """One verified answer, whole or as a stream of chunks."""
        chat = read_chat(body.messages)
        assistant, principal = current(), principal_of(request)
        if not body.stream:
            reply = await workers.run(lambda: assistant.ask(chat.question, earlier=chat.earlier, principal=principal))
            return JSONResponse(completion(reply))
        events = assistant.stream(chat.question, earlier=chat.earlier, principal=principal)
        first = await workers.run(lambda: next(events))  # refused input is a 4xx and not a broken stream
        usage = body.stream_options is not None and body.stream_options.include_usage
        return StreamingResponse(
            _chunks(first, events, workers, usage=usage),
            media_type="text/event-stream",
            headers={"Cache-Control": "no-store"},
        )

    app.include_router(router)
    return On()


def read_chat(messages: Sequence[Message]) -> Chat:
    """The question and the turns before it.

    Raises:
        InputError: the last message is not the user's, or a question is empty.
    """
    if messages[-1].role != "user":
        raise InputError("The last message is not the user's.", "End `messages` with the question, as role `user`.")
    turns = [message.words() for message in messages if message.role == "user"]
    return Chat(question=given_text(turns[-1]), earlier=tuple(turn for turn in turns[:-1] if turn.strip()))


def completion(reply: Reply) -> dict[str, Any]:
    """The whole answer as a completion."""
    text = reply.markdown()
    message = {
        "role": "assistant",
        "content": text + sources(reply.answer.citations),
        "annotations": _annotations(reply.answer.citations, text),
    }
    return {
        **_head(reply.answer_id, "chat.completion"),
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": USAGE,
    }


def sources(citations: Sequence[Citation]) -> str:
    """What the markers of an answer mean, to stand below it; nothing where it has none."""
    if not citations:
        return ""
    return "\n\n---\n\n" + "\n".join(f"[{c.number}] {_source(c)}  " for c in citations).rstrip()


def _source(citation: Citation) -> str:
    source = citation.source
    place = f"{source.title}, {source.section}" if source.section else source.title
    return f"{place}: {source.url}" if source.url else place


def _annotations(citations: Sequence[Citation], text: str) -> list[dict[str, Any]]:
    """Where the markers stand in the answer, for programs that show citations themselves."""
    found = []
    for citation in citations:
        marker = f"[{citation.number}]"
        start = text.find(marker)
        if start >= 0 and citation.source.url:
            place = {"start_index": start, "end_index": start + len(marker)}
            named = {"url": citation.source.url, "title": citation.source.title}
            found.append({"type": "url_citation", "url_citation": {**place, **named}})
    return found


async def _chunks(first: Any, rest: Iterator[Any], workers: Workers, *, usage: bool) -> AsyncIterator[str]:
    """The answer in chunks: each sentence when it is verified, then what stands below the sentences."""
    head = _head(uuid.uuid4().hex, "chat.completion.chunk")
    yield _data(head, {"role": "assistant", "content": ""})
    sent = ""
    event = first
    try:
        while event is not None:
            if isinstance(event, VerifiedSentence):
                piece = event.lead + event.text
                piece = piece if sent else piece.lstrip()
                sent += piece
                yield _data(head, {"content": piece})
            elif isinstance(event, Reply):
                text = event.markdown() + sources(event.answer.citations)
                yield _data(head, {"content": text.removeprefix(sent)})
            event = await workers.go_on(lambda: next(rest, None))
    except AssistantError as error:
        yield f"data: {json.dumps({'error': error.what, 'remedy': error.remedy}, ensure_ascii=False)}\n\n"
        return
    yield _data(head, {}, finish="stop")
    if usage:
        yield f"data: {json.dumps({**head, 'choices': [], 'usage': USAGE})}\n\n"
    yield "data: [DONE]\n\n"


def _data(head: dict[str, Any], delta: dict[str, Any], finish: str | None = None) -> str:
    choice = {"index": 0, "delta": delta, "finish_reason": finish, "logprobs": None}
    return f"data: {json.dumps({**head, 'choices': [choice]}, ensure_ascii=False)}\n\n"


def _head(name: str, kind: str) -> dict[str, Any]:
    return {"id": f"chatcmpl-{name}", "object": kind, "created": int(time.time()), "model": MODEL}


USAGE = {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}
