"""Mounts the chat on the application: local fonts, no file access, nothing of Gradio's own API open to others."""

from importlib.resources import as_file, files

import gradio as gr
from fastapi import FastAPI

from assistant.settings import Settings
from ui.surface import Current, On
from ui.web.chat import build_chat
from ui.web.theme import theme

MAX_WAITING = 64


def mount(app: FastAPI, current: Current, _: Settings) -> On:
    """Add the chat at `/`. INVARIANT: it is the last surface, as it takes every address that is left."""
    page = build_chat(current)
    page.queue(api_open=False, max_size=MAX_WAITING)
    own = files("ui.web")
    script = (own / "chat.js").read_text(encoding="utf-8")
    with as_file(own / "icon.png") as icon:
        gr.mount_gradio_app(
            app,
            page,
            path="/",
            theme=theme(),
            css=(own / "chat.css").read_text(encoding="utf-8"),
            head=f"<script>{script}</script>",
            favicon_path=str(icon),
            footer_links=[],
            allowed_paths=[],
            blocked_paths=["/"],
            max_file_size=1,
            show_error=False,
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
            enable_monitoring=False,
            run_history=False,
        )
    return On()
