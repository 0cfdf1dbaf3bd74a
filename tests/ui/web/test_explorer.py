"""The explorer decides nothing itself: its cells are `check`'s, and asking about a cell decides the same pair."""

import json
from collections.abc import Callable
from datetime import date
from subprocess import CompletedProcess

import pytest

from assistant.conversation.interpret import interpret
from assistant.conversation.state import Turn
from assistant.errors import AssistantError, InputError
from assistant.rules import Engine, Isolation, Platform, Role
from assistant.rules.statements import Pair
from ui.presenters.grid import question_of, shown_outcome
from ui.web.boundary import shown
from ui.web.explorer import ISOLATIONS, PLATFORMS, cell_of, cells, decided, grid_of, lens_of

DAY = "2026-11-24"
ENGINE = Engine.load()


@pytest.mark.parametrize("platform", list(Platform))
def test_every_cell_is_what_the_command_prints(
    run_command: Callable[..., CompletedProcess[str]], platform: Platform
) -> None:
    ran = run_command("check", "--matrix", "--platform", platform, "--as-of", DAY, "--json")
    printed = {(c["host"]["id"], c["image"]["id"]): c for c in json.loads(ran.stdout)["cells"]}
    compared = 0
    for _, isolation in ISOLATIONS:
        lens = lens_of(isolation, platform.value, DAY)
        for check in cells(ENGINE, lens, clients=True):
            said = printed[check.host.release.id, check.image.system.release.id]
            expected = said["verdict"] if isolation == "best" else said["by_isolation"][isolation]["verdict"]
            assert shown_outcome(check, lens.isolation).value == expected
            assert [check.host_phase, check.image_phase] == [said["host"]["phase"], said["image"]["phase"]]
            compared += 1
    assert compared == 3 * len(printed) == 3 * len(ENGINE.hosts()) * len(ENGINE.images())


@pytest.mark.parametrize("isolation", [None, *Isolation])
@pytest.mark.parametrize("platform", list(Platform))
def test_the_question_of_a_cell_asks_about_that_cell(isolation: Isolation | None, platform: Platform) -> None:
    lens = lens_of(isolation or "best", platform.value, DAY)
    for check in cells(ENGINE, lens, clients=platform is Platform.WINDOWS):
        read = interpret(ENGINE, Turn(text=question_of(check, isolation), as_of=lens.as_of))
        (pair,) = (subject for subject in read.subjects if isinstance(subject, Pair))
        assert (pair.host.release, pair.image.system.release) == (check.host.release, check.image.system.release)
        assert (pair.isolation, pair.platform) == (isolation, platform)


def test_clients_are_hosts_only_where_they_are_wanted() -> None:
    lens = lens_of("best", "windows", DAY)
    roles = {check.host.release.role for check in cells(ENGINE, lens, clients=False)}
    assert roles == {Role.SERVER}
    assert len(cells(ENGINE, lens, clients=True)) == len(ENGINE.grid(date.fromisoformat(DAY)))


def test_phases_follow_the_day() -> None:
    then = grid_of(ENGINE, lens_of("best", "windows", "2024-01-01"), clients=False)
    assert "not released" in then
    assert then != grid_of(ENGINE, lens_of("best", "windows", DAY), clients=False)


@pytest.mark.parametrize(
    ("isolation", "platform", "day"),
    [("argon", "windows", DAY), ("best", "solaris", DAY), ("best", "windows", "2026-02-30"), ("best", "windows", "1")],
)
def test_a_choice_that_there_is_not_is_refused(isolation: str, platform: str, day: str) -> None:
    with pytest.raises(InputError):
        lens_of(isolation, platform, day)


def test_the_choices_offered_are_those_that_are_known() -> None:
    for _, platform in PLATFORMS:
        for _, isolation in ISOLATIONS:
            assert lens_of(isolation, platform, DAY).platform.value == platform


def test_a_cell_of_no_release_names_the_nearest() -> None:
    text = shown(lambda: cell_of(ENGINE, "ws2023 <b>", lens_of("best", "windows", DAY)))
    assert "nearest" in text
    assert "<b>ws" not in text


def test_a_pair_that_is_typed_in_is_explained_with_its_revision_and_family() -> None:
    text = decided(
        ENGINE,
        "10.0.20348.2227",
        "mcr.microsoft.com/windows/servercore:ltsc2019",
        "",
        lens_of("best", "windows", DAY),
    )
    assert "build 10.0.20348.2227" in text
    assert "servercore" in text
    assert "Process isolation: not supported" in text
    assert "Hyper-V isolation: supported" in text


def test_a_failure_is_shown_without_its_trace() -> None:
    def fails() -> str:
        raise RuntimeError("secret")

    assert "secret" not in shown(fails)
    assert "Something went wrong" in shown(fails)


def test_an_error_of_the_contract_is_shown_whole() -> None:
    def fails() -> str:
        raise AssistantError("It is so.", "Do this.")

    assert "It is so." in shown(fails)
    assert "Do this." in shown(fails)
