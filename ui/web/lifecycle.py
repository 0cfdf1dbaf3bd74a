"""The lifecycle view: releases and their phases of support on a line of time, and the same as a table."""

from datetime import date

import gradio as gr

from assistant.contract.lifecycle import LifecycleObject, lifecycle_object
from assistant.rules import Engine, Role
from ui.presenters.timeline import timeline_html
from ui.surface import Current
from ui.web.block import html_block, open_tab
from ui.web.boundary import shown
from ui.web.day import day_field, day_of

INTRODUCTION = "Until when each release is supported. Point at a line, or move to it with the Tab key, for its dates."


def build_lifecycle(current: Current) -> None:
    """Add the lifecycle view to the page that is being built; `current` gives the open Assistant or raises."""

    def show(day: str, clients: bool) -> str:
        return shown(lambda: lifecycle_of(current().engine, day, clients=clients))

    tab = open_tab()
    with gr.Column(elem_id="ca-lifecycle", elem_classes="ca-view"):
        gr.Markdown(INTRODUCTION)
        with gr.Row(elem_classes="ca-controls"):
            day = day_field("ca-lifecycle-day")
            clients = gr.Checkbox(label="Windows 10 and 11 too", value=False, elem_id="ca-lifecycle-clients")
        picture = html_block("ca-timeline")
        gr.on(
            [tab.select, day.change, clients.change],
            show,
            [day, clients],
            picture,
            show_progress="hidden",
            api_visibility="private",
            queue=False,
        )


def lifecycle_of(engine: Engine, day: str, *, clients: bool) -> str:
    """The picture and table as of that day. Raises InputError for what is no day."""
    return timeline_html(lives(engine, day_of(day), clients=clients))


def lives(engine: Engine, as_of: date, *, clients: bool) -> tuple[LifecycleObject, ...]:
    """What `lifecycle` says of every shown release, newest first: servers, then clients where they are wanted."""
    releases = [host.release for host in engine.hosts()]
    roles = (Role.SERVER, Role.CLIENT) if clients else (Role.SERVER,)
    wanted = [release for role in roles for release in reversed(releases) if release.role is role]
    return tuple(lifecycle_object(engine.lifecycle(release, as_of), engine) for release in wanted)
