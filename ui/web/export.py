"""A conversation as a file that people keep: Markdown to read, JSON with the objects of the contract."""

import base64
import json
from collections.abc import Sequence

from assistant.contract.answer import answer_object
from assistant.reply import Reply
from assistant.rules import Engine


def answer_markdown(reply: Reply) -> str:
    """The answer's text as every surface shows it, with its sources below."""
    sources = [
        f"[{c.number}] {c.source.title}"
        + (f" - {c.source.section}" if c.source.section and c.source.section != c.source.title else "")
        + (f", {c.source.url}" if c.source.url else f", {c.document}")
        for c in reply.answer.citations
    ]
    return "\n\n".join([reply.markdown(), *(["  \n".join(sources)] if sources else [])])


def conversation_markdown(replies: Sequence[Reply]) -> str:
    """Each question as a heading, with the day that it was asked about, and its answer."""
    parts = [f"{_heading(reply)}\n\n{answer_markdown(reply)}" for reply in replies]
    return "\n\n".join(parts) + "\n"


def conversation_json(replies: Sequence[Reply], engine: Engine) -> str:
    """`{"turns": [...]}` with the contract's object of each answer, oldest first."""
    turns = [answer_object(reply, engine).model_dump(mode="json") for reply in replies]
    return json.dumps({"turns": turns}, ensure_ascii=False, indent=2) + "\n"


def handed(name: str, text: str) -> str:
    """A text on its way to chat.js, as a fragment that no text can break out of; `name` is a file's, or "copy"."""
    return f"<p class='ca-handed'>{name}:{base64.b64encode(text.encode('utf-8', 'replace')).decode('ascii')}</p>"


def _heading(reply: Reply) -> str:
    return f"## {' '.join(reply.answer.question.split())}\n\nAs of {reply.answer.as_of.isoformat()}"
