"""The parts of the chat page and how they lie: menu, conversation, what can be done with an answer, the box."""

from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.contract.feedback import REASONS
from assistant.service import LONGEST_QUESTION
from ui.web.block import html_block
from ui.web.day import day_field
from ui.web.starters import INTRODUCTION, STARTERS

STORAGE_KEY = "channel-assistant-conversations"

# Not a secret: without a fixed value a browser's list would be unreadable after each restart of the server, and it
# holds nothing but the reader's own.
_STORAGE_VALUE = "channel-assistant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """The components. `payload` is unseen: what is copied or saved passes through it to chat.js."""

    chatbot: gr.Chatbot
    box: gr.Textbox
    actions: gr.Row
    copy: gr.Button
    retry: gr.Button
    edit: gr.Button
    up: gr.Button
    down: gr.Button
    why: gr.Row
    reasons: tuple[gr.Button, ...]
    said: gr.Markdown
    new: gr.Button
    menu: gr.Dropdown
    delete: gr.Button
    day: gr.Textbox
    private: gr.Checkbox
    save_markdown: gr.Button
    save_json: gr.Button
    payload: gr.Markdown


def lay_out() -> Controls:
    """All parts, from top to bottom as they are read and as the Tab key goes."""
    with gr.Accordion("Conversations, date and export", open=False, elem_id="ca-more"):
        with gr.Row(elem_classes="ca-tools"):
            menu = gr.Dropdown([], value=None, label="Earlier conversations", elem_id="ca-menu", filterable=False)
            day = day_field("ca-chat-day")
            private = gr.Checkbox(label="Keep nothing of the next conversation", elem_id="ca-private")
        with gr.Row(elem_classes="ca-tools"):
            new, delete = _button("New conversation", "new"), _button("Delete this conversation", "delete")
            save_markdown, save_json = _button("Save as Markdown", "markdown"), _button("Save as JSON", "json")
    chatbot = _conversation()
    with gr.Row(elem_id="ca-actions", visible=False) as actions:
        copy, retry, edit = _button("Copy", "copy"), _button("Ask again", "retry"), _button("Edit", "edit")
        up, down = _button("Helpful", "up"), _button("Not helpful", "down")
    with gr.Row(elem_id="ca-why", visible=False) as why:
        reasons = tuple(_button(reason.capitalize(), f"why-{place}") for place, reason in enumerate(REASONS))
    said, payload = html_block("ca-said"), html_block("ca-payload")
    return Controls(
        chatbot=chatbot,
        box=_box(),
        actions=actions,
        copy=copy,
        retry=retry,
        edit=edit,
        up=up,
        down=down,
        why=why,
        reasons=reasons,
        said=said,
        new=new,
        menu=menu,
        delete=delete,
        day=day,
        private=private,
        save_markdown=save_markdown,
        save_json=save_json,
        payload=payload,
    )


def kept_by_browser() -> gr.BrowserState:
    """The reader's own list of conversations."""
    return gr.BrowserState([], storage_key=STORAGE_KEY, secret=_STORAGE_VALUE)


def working() -> Any:
    """The box while an answer is made: empty, and it can stop it."""
    return gr.update(value="", submit_btn=False, stop_btn=True)


def waiting(text: str = "") -> Any:
    """The box that takes the next question."""
    return gr.update(value=text, submit_btn=True, stop_btn=False)


def _button(label: str, name: str) -> gr.Button:
    return gr.Button(label, size="sm", variant="secondary", elem_id=f"ca-{name}", min_width=0, scale=0)


def _conversation() -> gr.Chatbot:
    return gr.Chatbot(
        show_label=False,
        label="Conversation",
        elem_id="ca-chat",
        layout="bubble",
        scale=1,
        height="100%",
        autoscroll=False,  # chat.js keeps the question in sight instead
        buttons=[],
        latex_delimiters=[],
        allow_tags=False,
        placeholder=INTRODUCTION,
        examples=[{"text": question, "display_text": f"{topic}\n{question}"} for topic, question in STARTERS],
    )


def _box() -> gr.Textbox:
    return gr.Textbox(
        show_label=False,
        label="Your question",
        elem_id="ca-box",
        placeholder="Ask about a host, an image, a release…",
        submit_btn=True,
        autofocus=True,
        lines=1,
        max_lines=8,
        max_length=LONGEST_QUESTION,
    )
