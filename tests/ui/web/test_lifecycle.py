"""The lifecycle view says of every release what `lifecycle` says."""

import json
from collections.abc import Callable
from datetime import date
from subprocess import CompletedProcess

import pytest

from assistant.errors import InputError
from assistant.rules import Engine
from ui.web.lifecycle import lifecycle_of, lives

ENGINE = Engine.load()
DAY = date(2026, 11, 24)


def test_a_release_is_what_the_command_prints(run_command: Callable[..., CompletedProcess[str]]) -> None:
    printed = json.loads(run_command("lifecycle", "ws23h2", "--as-of", DAY.isoformat(), "--json").stdout)
    (shown,) = (life for life in lives(ENGINE, DAY, clients=False) if life.release == "ws23h2")
    assert json.loads(shown.model_dump_json()) == printed


def test_servers_come_first_and_the_newest_of_them_before_the_others() -> None:
    servers = [life.release for life in lives(ENGINE, DAY, clients=False)]
    everything = [life.release for life in lives(ENGINE, DAY, clients=True)]
    assert servers[0] == "ws2025"
    assert everything[: len(servers)] == servers
    assert len(everything) == len(ENGINE.hosts())


def test_the_day_decides_the_phase() -> None:
    assert "not released" in lifecycle_of(ENGINE, "2020-01-01", clients=False)
    with pytest.raises(InputError):
        lifecycle_of(ENGINE, "yesterday", clients=False)
