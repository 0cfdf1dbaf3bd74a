"""Options, hardware, updates, and what an installed system says of itself."""

import pytest

from assistant.rules import Channel
from assistant.rules.kinds.installation import (
    Command,
    HardwareLike,
    InstallsAs,
    MadeFor,
    NamesYear,
    Nature,
    NeedsCleanInstallation,
    Option,
    Property,
    Purpose,
    ReleasesAre,
    Reports,
    Shown,
    ShownBy,
    Tool,
    UpdatedThrough,
)

OPTIONS = {
    "ws23h2": {Option.SERVER_CORE},
    Channel.ANNUAL: {Option.SERVER_CORE},
    "ws20h2": {Option.SERVER_CORE},
    "ws2025": {Option.SERVER_CORE, Option.DESKTOP},
    Channel.LTSC: {Option.SERVER_CORE, Option.DESKTOP},
}
SHOWN = {
    (Command.VER, Shown.HOST_VERSION),
    (Command.REGISTRY, Shown.HOST_VERSION),
    (Command.INSPECT, Shown.IMAGE_VERSION),
    (Command.COMPUTER_INFO, Shown.CHANNEL),
}


@pytest.mark.parametrize("subject", OPTIONS)
@pytest.mark.parametrize("option", Option)
def test_options(holds, subject, option) -> None:
    expected = "entailed" if option in OPTIONS[subject] else "contradicted"
    assert holds(InstallsAs(subject=subject, option=option)) == expected


def test_desktop_experience_on_23h2_is_corrected(corrected) -> None:
    said = InstallsAs(subject="ws23h2", option=Option.DESKTOP)
    assert corrected(said) == "Windows Server, version 23H2 cannot be installed as Server with Desktop Experience."


@pytest.mark.parametrize(
    ("subject", "expected"),
    [("ws23h2", "entailed"), (Channel.ANNUAL, "entailed"), ("ws2022", "contradicted"), ("ws20h2", "undecided")],
)
def test_who_needs_a_clean_installation(holds, subject, expected) -> None:
    assert holds(NeedsCleanInstallation(subject=subject)) == expected


def test_hardware_is_that_of_the_long_term_channel(holds) -> None:
    assert holds(HardwareLike(subject="ws23h2", source=Channel.LTSC)) == "entailed"
    assert holds(HardwareLike(subject=Channel.ANNUAL, source=Channel.LTSC)) == "entailed"
    assert holds(HardwareLike(subject=Channel.ANNUAL, source=Channel.SAC)) == "undecided"


@pytest.mark.parametrize("tool", Tool)
def test_updates(holds, tool) -> None:
    assert holds(UpdatedThrough(subject="ws23h2", tool=tool)) == "entailed"
    assert holds(UpdatedThrough(subject="ws20h2", tool=tool)) == "undecided"


@pytest.mark.parametrize(
    ("subject", "hosts", "roles"),
    [("ws23h2", "entailed", "contradicted"), ("ws2022", "entailed", "entailed"), ("ws20h2", "undecided", "undecided")],
)
def test_purposes(holds, subject, hosts, roles) -> None:
    assert holds(MadeFor(subject=subject, purpose=Purpose.CONTAINER_HOST)) == hosts
    assert holds(MadeFor(subject=subject, purpose=Purpose.GENERAL)) == roles


def test_a_release_of_the_annual_channel_is_no_update(holds) -> None:
    assert holds(ReleasesAre(subject=Channel.ANNUAL, nature=Nature.NEXT_RELEASE)) == "entailed"
    assert holds(ReleasesAre(subject=Channel.ANNUAL, nature=Nature.UPDATE)) == "contradicted"


@pytest.mark.parametrize(
    ("release", "what", "right"),
    [
        ("ws23h2", Property.PRODUCT_NAME, "Windows Server 2022 Datacenter"),
        ("ws23h2", Property.DISPLAY_VERSION, "23H2"),
        ("ws2022", Property.DISPLAY_VERSION, "21H2"),
    ],
)
def test_what_a_system_calls_itself(engine, holds, corrected, release, what, right) -> None:
    assert holds(Reports(subject=release, what=what, text=right)) == "entailed"
    wrong = Reports(subject=release, what=what, text="Windows Server Standard")
    assert holds(wrong) == "contradicted"
    assert corrected(wrong) == engine.state(Reports(subject=release, what=what, text=right))


@pytest.mark.parametrize(("subject", "expected"), [("ws23h2", "entailed"), ("ws1909", "contradicted")])
def test_years_in_product_names(holds, subject, expected) -> None:
    assert holds(NamesYear(subject=subject)) == expected


@pytest.mark.parametrize("command", Command)
@pytest.mark.parametrize("what", Shown)
def test_what_commands_show(holds, command, what) -> None:
    expected = "entailed" if (command, what) in SHOWN else "undecided"
    assert holds(ShownBy(command=command, what=what)) == expected
