"""Keys: which edition's, which one, held by which host."""

from datetime import date

import pytest

from assistant.rules import Channel
from assistant.rules.kinds.activation import (
    ActivatedWith,
    ClientKey,
    ClientKeyListed,
    Edition,
    HostKey,
    HostKeyRule,
    HostsKey,
    KmsNeeds,
    Unit,
)

SEMI_ANNUAL = {"Standard": "N2KJX-J94YW-TQVFB-DG9YT-724CC", "Datacenter": "6NMRW-2C8FM-D24W7-TQWMY-CWH2D"}
KEYS = {
    "ws2016": {"Standard": "WC2BQ-8NRM3-FDDYY-2BFGV-KHKQY", "Datacenter": "CB7KF-BWN84-R7R2Y-793K2-8XDDG"},
    "ws1903": SEMI_ANNUAL,
    "ws1909": SEMI_ANNUAL,
    "ws2004": SEMI_ANNUAL,
    "ws20h2": SEMI_ANNUAL,
    "ws2019": {"Standard": "N69G4-B89J2-4G8F4-WWYCC-J464C", "Datacenter": "WMDGN-G9PQG-XVVXX-R3X43-63DFG"},
    "ws2022": {
        "Standard": "VDYBN-27WPP-V4HQT-9VMD4-VMK7H",
        "Datacenter": "WX4NM-KYWYW-QJJR4-XV3QB-6VM33",
        "Datacenter: Azure Edition": "NTBV8-9K7Q8-V27C6-M2BTV-KHMXV",
    },
    "ws2025": {
        "Standard": "TVRH6-WHNXV-R9WG3-9XRFY-MY832",
        "Datacenter": "D764K-2NDRG-47T6Q-P8T8W-YP6DF",
        "Datacenter: Azure Edition": "XGN3F-F394H-FD2MY-PP6FD-8MCRC",
    },
}
EVERY_KEY = sorted({key for keys in KEYS.values() for key in keys.values()})


@pytest.mark.parametrize("release", KEYS)
@pytest.mark.parametrize("edition", Edition)
def test_setup_keys(engine, holds, corrected, release, edition) -> None:
    right = KEYS[release].get(edition)
    for key in EVERY_KEY:
        said = ClientKey(subject=release, edition=edition, key=key)
        if right is None:
            assert holds(said) == "undecided"
        elif key == right:
            assert holds(said) == "entailed"
        else:
            assert holds(said) == "contradicted"
            assert corrected(said) == engine.state(ClientKey(subject=release, edition=edition, key=right))


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("key", EVERY_KEY)
def test_the_setup_key_of_23h2_is_unknown(engine, edition, key) -> None:
    ruling = engine.decide(ClientKey(subject="ws23h2", edition=edition, key=key), date(2026, 11, 24))
    assert ruling.truth.value == "undecided"
    assert "no row for the Annual Channel" in ruling.derivation[0].text


def test_for_which_releases_a_setup_key_is_published(holds) -> None:
    assert {release: holds(ClientKeyListed(subject=release)) for release in KEYS} == dict.fromkeys(KEYS, "entailed")
    assert holds(ClientKeyListed(subject="ws23h2")) == "contradicted"
    assert holds(ClientKeyListed(subject="ws1709")) == "undecided"


@pytest.mark.parametrize(
    ("subject", "editions"),
    [
        ("ws23h2", {Edition.DATACENTER}),
        (Channel.ANNUAL, {Edition.DATACENTER}),
        ("ws2022", set(Edition)),
        ("ws2016", set(Edition)),
    ],
)
@pytest.mark.parametrize("edition", Edition)
def test_which_keys_activate(holds, subject, editions, edition) -> None:
    expected = "entailed" if edition in editions else "contradicted"
    assert holds(ActivatedWith(subject=subject, edition=edition)) == expected


def test_the_host_key_of_23h2_is_that_of_2022(engine, holds, corrected) -> None:
    assert holds(HostKeyRule(subject=Channel.ANNUAL)) == "entailed"
    for subject in ("ws23h2", Channel.ANNUAL):
        assert holds(HostKey(subject=subject, source="ws2022")) == "entailed"
        for wrong in ("ws2025", "ws2019", "ws2016"):
            said = HostKey(subject=subject, source=wrong)
            assert holds(said) == "contradicted"
            assert "of Windows Server 2022." in corrected(said)
    assert holds(HostKey(subject="ws2022", source="ws2022")) == "undecided"
    ruling = engine.decide(HostKey(subject="ws23h2", source="ws2022"), date(2026, 11, 24))
    assert ruling.derivation[0].facts == ("csvlk.annual", "ws23h2", "ws2022")


@pytest.mark.parametrize(
    ("key", "hosts"), [("ws2022", {"ws2022", "ws2019", "ws2016"}), ("ws2025", {"ws2025", "ws2022", "ws2019"})]
)
@pytest.mark.parametrize("host", ["ws2016", "ws2019", "ws2022", "ws23h2", "ws2025"])
def test_which_hosts_hold_a_host_key(holds, key, hosts, host) -> None:
    assert holds(HostsKey(source=key, host=host)) == ("entailed" if host in hosts else "contradicted")


@pytest.mark.parametrize(("unit", "number"), [(Unit.SERVERS, 5), (Unit.DAYS, 180)])
def test_numbers_of_kms(engine, holds, corrected, unit, number) -> None:
    right = KmsNeeds(unit=unit, number=number)
    assert holds(right) == "entailed"
    for wrong in (number - 1, number + 1, 25, 30):
        assert holds(KmsNeeds(unit=unit, number=wrong)) == "contradicted"
        assert corrected(KmsNeeds(unit=unit, number=wrong)) == engine.state(right)
