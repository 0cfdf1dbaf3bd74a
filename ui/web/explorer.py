"""The compatibility explorer: hosts and images as a grid, one cell explained, and a form for what people have at hand.

Every verdict is the one that `channel-assistant check` prints: the same call of the same engine.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import gradio as gr

from assistant.contract.check import check_object
from assistant.errors import InputError
from assistant.rules import Check, Engine, Isolation, Platform, Role
from ui.presenters.grid import explanation_html, grid_html, question_of
from ui.surface import Current
from ui.web.block import html_block, open_tab
from ui.web.boundary import shown
from ui.web.day import day_field, day_of
from ui.web.named import named

BEST = "best"
ISOLATIONS = [("Best of both", BEST), ("Process", Isolation.PROCESS.value), ("Hyper-V", Isolation.HYPERV.value)]
PLATFORMS = [
    ("Own host", Platform.WINDOWS.value),
    ("AKS", Platform.AKS.value),
    ("Kubernetes", Platform.KUBERNETES.value),
]

INTRODUCTION = "Each column is a **container image**, each row a **host**. Choose a cell to see why."


def build_explorer(current: Current) -> None:
    """Add the explorer to the page that is being built; `current` gives the open Assistant or raises."""
    quiet: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private", "queue": False}

    def show(isolation: str, platform: str, day: str, clients: bool) -> str:
        return shown(lambda: grid_of(current().engine, lens_of(isolation, platform, day), clients=clients))

    def explain(isolation: str, platform: str, day: str, chosen: str) -> str:
        return shown(lambda: cell_of(current().engine, chosen, lens_of(isolation, platform, day))) if chosen else ""

    def decide(host: str, image: str, pasted: str, *view: str) -> str:
        return shown(lambda: decided(current().engine, host, image, pasted, lens_of(*view)))

    tab = open_tab()
    with gr.Column(elem_id="ca-explorer", elem_classes="ca-view"):
        gr.Markdown(INTRODUCTION)
        # The script of the page writes the ids of a clicked cell here.
        chosen = gr.Textbox(label="Cell", max_length=100, elem_id="ca-chosen")
        with gr.Row(elem_classes="ca-controls"):
            isolation = gr.Radio(ISOLATIONS, value=BEST, label="Isolation", elem_id="ca-isolation")
            platform = gr.Radio(PLATFORMS, value=Platform.WINDOWS.value, label="Platform", elem_id="ca-platform")
            day = day_field("ca-explorer-day")
            clients = gr.Checkbox(label="Windows 10 and 11 as hosts too", value=False, elem_id="ca-clients")
        grid = html_block("ca-cells")
        explanation = html_block("ca-explanation")
        with gr.Group(elem_id="ca-form"):
            gr.Markdown("## Check what you have at hand")
            with gr.Row():
                host = gr.Textbox(
                    label="Host", placeholder="10.0.20348.2227, Windows Server 2022, win11 24h2…", max_length=500
                )
                image = gr.Textbox(
                    label="Image", placeholder="mcr.microsoft.com/windows/servercore:ltsc2019…", max_length=500
                )
            pasted = gr.Textbox(
                label="Or paste a Dockerfile, a docker command, `docker info`, `kubectl get nodes -o wide` or an error",
                lines=3,
                max_lines=10,
                max_length=20_000,
                elem_id="ca-pasted",
            )
            check = gr.Button("Check", variant="primary", elem_id="ca-check")
        decision = html_block("ca-decision")

        view = [isolation, platform, day]
        switched = [isolation.change, platform.change, day.change]
        gr.on([tab.select, *switched, clients.change], show, [*view, clients], grid, **quiet)
        gr.on([chosen.change, *switched], explain, [*view, chosen], explanation, **quiet)
        gr.on([check.click, host.submit, image.submit], decide, [host, image, pasted, *view], decision, **quiet)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lens:
    """How the grid is looked at. `isolation` None shows the better of the two."""

    isolation: Isolation | None
    platform: Platform
    as_of: date


def lens_of(isolation: str, platform: str, day: str) -> Lens:
    """The controls' values as they are meant. Raises InputError for a choice that there is not, or no day."""
    try:
        return Lens(
            isolation=None if isolation == BEST else Isolation(isolation),
            platform=Platform(platform),
            as_of=day_of(day),
        )
    except ValueError as error:
        raise InputError("There is no such isolation or platform.", "Choose one of those that are shown.") from error


def grid_of(engine: Engine, lens: Lens, *, clients: bool) -> str:
    """The grid through that lens, newest releases first."""
    return grid_html(cells(engine, lens, clients=clients), lens.isolation)


def cells(engine: Engine, lens: Lens, *, clients: bool) -> tuple[Check, ...]:
    """Every shown host with every image, both newest first: servers, then clients where they are wanted."""
    roles = (Role.SERVER, Role.CLIENT) if clients else (Role.SERVER,)
    hosts = [host for role in roles for host in reversed(engine.hosts()) if host.release.role is role]
    return tuple(
        engine.check(host, image, platform=lens.platform, as_of=lens.as_of)
        for host in hosts
        for image in reversed(engine.images())
    )


def cell_of(engine: Engine, chosen: str, lens: Lens) -> str:
    """The explanation of a cell, named by the ids `HOST IMAGE`. Raises UnresolvedNameError for an unknown one."""
    host_id, _, image_id = chosen.partition(" ")
    host, image = engine.resolve_host(host_id), engine.resolve_image(image_id)
    check = engine.check(host, image, platform=lens.platform, as_of=lens.as_of)
    return explanation_html(check_object(check, engine), question_of(check, lens.isolation))


def decided(engine: Engine, host: str, image: str, pasted: str, lens: Lens) -> str:
    """The explanation of every pair that the form names; a platform or isolation that is pasted counts first.

    Raises InputError where host or image is missing, UnresolvedNameError for a name that no fact knows.
    """
    asked = named(engine, host, image, pasted, lens.as_of)
    platform, isolation = asked.platform or lens.platform, asked.isolation or lens.isolation
    checks = [engine.check(h, i, platform=platform, as_of=lens.as_of) for h in asked.hosts for i in asked.images]
    return "".join(explanation_html(check_object(check, engine), question_of(check, isolation)) for check in checks)
