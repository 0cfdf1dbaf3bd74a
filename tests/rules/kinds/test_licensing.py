"""How many containers, and for what."""

from datetime import date

import pytest

from assistant.rules import Channel, Isolation
from assistant.rules.kinds.licensing import (
    Client,
    ClientCovered,
    CopyMayBeUsedFor,
    CountsAs,
    Covers,
    LayerFact,
    LayersAre,
    Licence,
    LicensedBy,
    LicensesHost,
    MayBeUsedFor,
    MaySpread,
    Origin,
    Spread,
    Use,
)

LIMITS = {(licence, isolation): None for licence in Licence for isolation in Isolation}
LIMITS[Licence.STANDARD, Isolation.HYPERV] = 2
USES = {
    Licence.STANDARD: ("entailed", "entailed", "entailed"),
    Licence.DATACENTER: ("entailed", "entailed", "entailed"),
    Licence.CLIENT: ("contradicted", "entailed", "contradicted"),
    Licence.IOT: ("undecided", "undecided", "entailed"),
}


@pytest.mark.parametrize(("licence", "isolation"), LIMITS)
@pytest.mark.parametrize("containers", [None, 1, 2, 3, 4])
def test_how_many_containers(engine, holds, corrected, licence, isolation, containers) -> None:
    said = Covers(licence=licence, isolation=isolation, containers=containers)
    right = LIMITS[licence, isolation]
    assert holds(said) == ("entailed" if containers == right else "contradicted")
    if containers != right:
        assert corrected(said) == engine.state(Covers(licence=licence, isolation=isolation, containers=right))


def test_two_is_said_in_words(engine) -> None:
    assert engine.state(Covers(licence=Licence.STANDARD, isolation=Isolation.HYPERV, containers=2)) == (
        "Windows Server Standard covers 2 containers with Hyper-V isolation."
    )
    assert engine.state(Covers(licence=Licence.STANDARD, isolation=Isolation.PROCESS)) == (
        "Windows Server Standard covers an unlimited number of containers in process isolation."
    )


@pytest.mark.parametrize("licence", USES)
def test_what_containers_may_be_run_for(holds, licence) -> None:
    uses = (Use.PRODUCTION, Use.DEVELOPMENT, Use.AGREED_PRODUCTION)
    assert tuple(holds(MayBeUsedFor(licence=licence, use=use)) for use in uses) == USES[licence]


@pytest.mark.parametrize(
    ("origin", "use", "expected"),
    [
        (Origin.VISUAL_STUDIO, Use.DEVELOPMENT, "entailed"),
        (Origin.VISUAL_STUDIO, Use.PRODUCTION, "contradicted"),
        (Origin.VOLUME_LICENSING, Use.PRODUCTION, "entailed"),
        (Origin.VOLUME_LICENSING, Use.DEVELOPMENT, "entailed"),
    ],
)
@pytest.mark.parametrize("subject", ["ws23h2", "ws2025", Channel.ANNUAL])
def test_what_a_copy_may_be_used_for(holds, subject, origin, use, expected) -> None:
    assert holds(CopyMayBeUsedFor(subject=subject, origin=origin, use=use)) == expected


def test_a_hyperv_container_counts_as_one_environment(holds, corrected) -> None:
    assert holds(CountsAs(isolation=Isolation.HYPERV, environments=1)) == "entailed"
    assert holds(CountsAs(isolation=Isolation.HYPERV, environments=2)) == "contradicted"
    assert " 1 virtual" in corrected(CountsAs(isolation=Isolation.HYPERV, environments=0))
    assert holds(CountsAs(isolation=Isolation.PROCESS, environments=1)) == "undecided"


@pytest.mark.parametrize("licence", Licence)
def test_every_one_of_these_licences_is_valid_for_a_host(holds, licence) -> None:
    assert holds(LicensesHost(licence=licence)) == "entailed"


def test_clients_covered_by_the_image_licence(engine, holds) -> None:
    assert holds(ClientCovered(client=Client.WINDOWS_10)) == "entailed"
    ruling = engine.decide(ClientCovered(client=Client.WINDOWS_11), date(2026, 11, 24))
    assert (ruling.truth.value, ruling.derivation[0].conflict) == ("entailed", "C25")


@pytest.mark.parametrize(
    ("subject", "standard", "datacenter"),
    [
        ("ws23h2", "contradicted", "entailed"),
        (Channel.ANNUAL, "contradicted", "entailed"),
        ("ws2022", "entailed", "entailed"),
        ("ws20h2", "entailed", "entailed"),
        ("win11-24h2", "undecided", "undecided"),
    ],
)
def test_which_edition_licenses_a_release(holds, subject, standard, datacenter) -> None:
    assert holds(LicensedBy(subject=subject, licence=Licence.STANDARD)) == standard
    assert holds(LicensedBy(subject=subject, licence=Licence.DATACENTER)) == datacenter


def test_base_images_may_not_be_redistributed(holds) -> None:
    assert holds(MaySpread(what=Spread.BASE_IMAGE)) == "contradicted"


@pytest.mark.parametrize("what", LayerFact)
def test_foreign_layers_were_dropped(holds, what) -> None:
    assert holds(LayersAre(what=what), date(2023, 6, 12)) == "entailed"
    assert holds(LayersAre(what=what), date(2023, 6, 13)) == "contradicted"
    assert holds(LayersAre(what=what)) == "contradicted"
