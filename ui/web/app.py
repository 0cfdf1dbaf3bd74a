"""The web page: a tab a view, mounted with local fonts, no file access, and nothing of Gradio's own API open to others.

A view is a module of `ui/web/` with a function that builds its components inside the tab it is called in. It is given
`current`, which hands out the open Assistant: the page is built before there is one, so only listeners may call it;
and the settings.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import as_file, files

import gradio as gr
from fastapi import FastAPI

from assistant.settings import Settings
from ui.surface import Current, On
from ui.web.chat import build_chat
from ui.web.evaluation import build_evaluation
from ui.web.explorer import build_explorer
from ui.web.lifecycle import build_lifecycle
from ui.web.theme import theme

TITLE = "Channel Assistant"

# Questions that may wait for their turn; whoever comes later is told that the server is busy.
MAX_WAITING = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A tab: `label` is what it is called, `id` its address for links and tests."""

    id: str
    label: str
    build: Callable[[Current, Settings], None]


def build_page(current: Current, settings: Settings) -> gr.Blocks:
    """All views, each in its tab."""
    with gr.Blocks(title=TITLE, analytics_enabled=False, fill_height=True) as page:
        gr.Markdown(f"# {TITLE}", elem_id="ca-title")
        with gr.Tabs(elem_id="ca-views", selected=VIEWS[0].id):
            for view in VIEWS:
                with gr.Tab(view.label, id=view.id, elem_id=f"ca-view-{view.id}", scale=1):
                    view.build(current, settings)
    return page


def mount(app: FastAPI, current: Current, settings: Settings) -> On:
    """Add the chat at `/`. INVARIANT: it is the last surface, as it takes every address that is left."""
    page = build_page(current, settings)
    page.queue(api_open=False, max_size=MAX_WAITING)
    own = files("ui.web")
    script = "\n".join((own / name).read_text(encoding="utf-8") for name in ("chat.js", "views.js"))
    with as_file(own / "icon.png") as icon:
        gr.mount_gradio_app(
            app,
            page,
            path="/",
            theme=theme(),
            css="".join((own / name).read_text(encoding="utf-8") for name in ("chat.css", "views.css")),
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


# The order of the tabs; the first one is open at the start.
VIEWS: tuple[View, ...] = (
    View(id="chat", label="Chat", build=lambda current, _: build_chat(current)),
    View(id="explorer", label="Compatibility", build=lambda current, _: build_explorer(current)),
    View(id="lifecycle", label="Lifecycle", build=lambda current, _: build_lifecycle(current)),
    View(id="evaluation", label="Evaluation", build=lambda _, settings: build_evaluation(settings.data_dir)),
)
