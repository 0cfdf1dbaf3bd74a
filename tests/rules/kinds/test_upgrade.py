"""Ways from one release to another."""

from datetime import date

import pytest

from assistant.rules import Channel
from assistant.rules.kinds.activation import Edition
from assistant.rules.kinds.installation import Option
from assistant.rules.kinds.upgrade import (
    AfterHostUpgrade,
    CleanInstallation,
    EditionChange,
    InPlace,
    Method,
    OfferedByWindowsUpdate,
    OptionChange,
    Remedy,
    Start,
    StartsFrom,
    VersionsAtATime,
)

# Rows are what one starts from, columns what one wants: y in place, n by clean installation, ? nobody says.
TARGETS = ["ws2016", "ws2019", "ws2022", "ws23h2", "ws2025"]
WAYS = {
    "ws2012r2": "y y n ? y",
    "ws2016": "n y y n y",
    "ws2019": "n n y n y",
    "ws2022": "n n n n y",
    "ws23h2": "? ? ? n ?",
    "ws2025": "n n n n y",
    "ws20h2": "n n n ? n",
}
TRUTHS = {"y": "entailed", "n": "contradicted", "?": "undecided"}


@pytest.mark.parametrize("source", WAYS)
@pytest.mark.parametrize("target", TARGETS)
def test_in_place_and_clean(holds, corrected, source, target) -> None:
    mark = WAYS[source].split()[TARGETS.index(target)]
    assert holds(InPlace(source=source, target=target)) == TRUTHS[mark]
    clean = CleanInstallation(source=source, target=target)
    assert holds(clean) == {"y": "contradicted", "n": "entailed", "?": "undecided"}[mark]
    if mark == "n":
        assert corrected(InPlace(source=source, target=target)).endswith("is not supported.")
    if mark == "y":
        assert corrected(clean).endswith("does not require a clean installation.")


@pytest.mark.parametrize(
    ("source", "target", "expected"),
    [
        (Channel.LTSC, Channel.ANNUAL, "contradicted"),
        (Channel.ANNUAL, Channel.ANNUAL, "contradicted"),
        (Channel.ANNUAL, Channel.LTSC, "undecided"),
        (Channel.LTSC, Channel.SAC, "contradicted"),
        (Channel.SAC, Channel.LTSC, "contradicted"),
        ("ws2019", "ws1909", "contradicted"),
        (Channel.LTSC, "ws2025", "entailed"),
        (Channel.LTSC, "ws2022", "contradicted"),
    ],
)
def test_ways_between_channels(holds, source, target, expected) -> None:
    assert holds(InPlace(source=source, target=target)) == expected


def test_out_of_the_annual_channel_the_reason_is_given(engine) -> None:
    ruling = engine.decide(CleanInstallation(source="ws23h2", target="ws2025"), date(2026, 11, 24))
    assert [step.rule for step in ruling.derivation] == ["R90", "R91"]
    assert "no row for it" in ruling.derivation[0].text


def test_from_one_annual_release_to_the_next_names_the_conflict(engine) -> None:
    ruling = engine.decide(InPlace(source=Channel.ANNUAL, target=Channel.ANNUAL), date(2026, 11, 24))
    assert ruling.derivation[0].conflict == "C29"


@pytest.mark.parametrize(
    ("method", "target", "right"),
    [
        (Method.IN_PLACE, "ws2025", 4),
        (Method.IN_PLACE, "ws2022", 2),
        (Method.IN_PLACE, "ws2019", 2),
        (Method.IN_PLACE, "ws2016", 2),
        (Method.ROLLING, "ws2025", 1),
        (Method.ROLLING, "ws2016", 1),
        (Method.ROLLING, Channel.LTSC, 1),
    ],
)
@pytest.mark.parametrize("most", [1, 2, 3, 4, 5])
def test_versions_at_a_time(engine, holds, corrected, method, target, right, most) -> None:
    said = VersionsAtATime(method=method, target=target, most=most)
    assert holds(said) == ("entailed" if most == right else "contradicted")
    if most != right:
        assert corrected(said) == engine.state(VersionsAtATime(method=method, target=target, most=right))


def test_the_older_page_is_named_as_a_conflict(engine) -> None:
    said = VersionsAtATime(method=Method.IN_PLACE, target="ws2025", most=2)
    assert engine.decide(said, date(2026, 11, 24)).derivation[0].conflict == "C33"


def test_editions_go_up_only(holds) -> None:
    assert holds(EditionChange(before=Edition.STANDARD, after=Edition.DATACENTER)) == "entailed"
    assert holds(EditionChange(before=Edition.DATACENTER, after=Edition.STANDARD)) == "contradicted"
    assert holds(EditionChange(before=Edition.STANDARD, after=Edition.AZURE)) == "undecided"


def test_options_stay(holds) -> None:
    assert holds(OptionChange(before=Option.SERVER_CORE, after=Option.DESKTOP)) == "contradicted"
    assert holds(OptionChange(before=Option.DESKTOP, after=Option.SERVER_CORE)) == "contradicted"


@pytest.mark.parametrize("start", Start)
def test_what_cannot_be_upgraded(holds, start) -> None:
    assert holds(StartsFrom(start=start)) == "contradicted"


@pytest.mark.parametrize(
    ("source", "expected"),
    [("ws2019", "entailed"), ("ws2022", "entailed"), ("ws23h2", "contradicted"), ("ws2016", "contradicted")],
)
def test_the_offer_of_windows_update(holds, source, expected) -> None:
    said = OfferedByWindowsUpdate(source=source, target="ws2025")
    assert holds(said) == expected
    assert holds(said, date(2025, 6, 1)) == "undecided"


@pytest.mark.parametrize("remedy", Remedy)
def test_after_the_upgrade_of_a_host(holds, remedy) -> None:
    assert holds(AfterHostUpgrade(remedy=remedy)) == "entailed"
