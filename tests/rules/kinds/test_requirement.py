"""What containers need of their host."""

import pytest

from assistant.rules import Channel, Isolation, Role
from assistant.rules.kinds.requirement import (
    ClientEdition,
    DefaultIsolation,
    FirstHost,
    HasHyperVRole,
    HostsContainers,
    Needs,
    NestedNeeds,
    NestedOn,
    ProcessAskedWith,
    ProcessFromBuild,
    ProcessFromEngine,
    Processor,
    Product,
    Resource,
    Setup,
    SetupSupported,
    Thing,
)

NEEDS = {
    (Isolation.PROCESS, Thing.HYPERV_ROLE): False,
    (Isolation.PROCESS, Thing.NESTED): False,
    (Isolation.PROCESS, Thing.DRIVE_C): True,
    (Isolation.HYPERV, Thing.HYPERV_ROLE): True,
    (Isolation.HYPERV, Thing.NESTED): True,
    (Isolation.HYPERV, Thing.DRIVE_C): False,
}
EDITIONS = {
    ClientEdition.HOME: "contradicted",
    ClientEdition.PRO: "entailed",
    ClientEdition.ENTERPRISE: "entailed",
    ClientEdition.EDUCATION: "undecided",
}
DEFAULTS = {
    Isolation.PROCESS: ["ws2016", "ws2019", "ws20h2", "ws2022", "ws23h2", "ws2025", *list(Channel)[:3], Role.SERVER],
    Isolation.HYPERV: ["win10-1607", "win10-22h2", "win11-21h2", "win11-26h1", Channel.CLIENT, Role.CLIENT],
}


@pytest.mark.parametrize(("isolation", "thing"), NEEDS)
def test_needs(holds, isolation, thing) -> None:
    expected = "entailed" if NEEDS[isolation, thing] else "contradicted"
    assert holds(Needs(isolation=isolation, thing=thing)) == expected


@pytest.mark.parametrize(("resource", "right"), [(Resource.MEMORY, 4), (Resource.PROCESSORS, 2)])
@pytest.mark.parametrize("least", [1, 2, 4, 8])
def test_nested_virtualization(engine, holds, corrected, resource, right, least) -> None:
    said = NestedNeeds(resource=resource, least=least)
    assert holds(said) == ("entailed" if least == right else "contradicted")
    if least != right:
        assert corrected(said) == engine.state(NestedNeeds(resource=resource, least=right))


@pytest.mark.parametrize("processor", Processor)
def test_processors(holds, processor) -> None:
    assert holds(NestedOn(processor=processor)) == "entailed"


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("subject", ["win10-1607", "win10-22h2", "win11-24h2", Role.CLIENT, Channel.CLIENT])
def test_client_editions(holds, subject, edition) -> None:
    assert holds(HostsContainers(subject=subject, edition=edition)) == EDITIONS[edition]


def test_editions_of_clients_say_nothing_of_servers(holds) -> None:
    assert holds(HostsContainers(subject="ws2022", edition=ClientEdition.PRO)) == "undecided"


@pytest.mark.parametrize(("product", "right"), [(Product.WINDOWS_10, "win10-1607"), (Product.WINDOWS_SERVER, "ws2016")])
def test_first_releases(holds, product, right) -> None:
    for subject in ("win10-1607", "win10-1809", "ws2016", "ws2019"):
        expected = "entailed" if subject == right else "contradicted"
        assert holds(FirstHost(product=product, subject=subject)) == expected


@pytest.mark.parametrize("isolation", Isolation)
def test_default_isolation(holds, corrected, isolation) -> None:
    other = next(i for i in Isolation if i is not isolation)
    for subject in DEFAULTS[isolation]:
        assert holds(DefaultIsolation(subject=subject, isolation=isolation)) == "entailed"
        assert holds(DefaultIsolation(subject=subject, isolation=other)) == "contradicted"
    words = {Isolation.PROCESS: "in process isolation", Isolation.HYPERV: "with Hyper-V isolation"}[isolation]
    assert words in corrected(DefaultIsolation(subject=DEFAULTS[isolation][0], isolation=other))


@pytest.mark.parametrize("setup", Setup)
def test_setups_that_are_not_supported(holds, setup) -> None:
    assert holds(SetupSupported(setup=setup)) == "contradicted"


def test_23h2_has_the_hyperv_role(holds) -> None:
    assert holds(HasHyperVRole(subject="ws23h2")) == "entailed"
    assert holds(HasHyperVRole(subject="ws2022")) == "undecided"


def test_process_isolation_on_clients(holds, corrected) -> None:
    assert holds(ProcessFromBuild(product=Product.WINDOWS_10, build=17763)) == "entailed"
    assert "17763" in corrected(ProcessFromBuild(product=Product.WINDOWS_10, build=17134))
    assert holds(ProcessFromEngine(product=Product.WINDOWS_10, version="18.09")) == "entailed"
    assert "18.09" in corrected(ProcessFromEngine(product=Product.WINDOWS_10, version="18.06"))
    assert holds(ProcessAskedWith(subject="win11-24h2", option="--isolation=process")) == "entailed"
    assert "=process" in corrected(ProcessAskedWith(subject="win10-22h2", option="--isolation=hyperv"))
    assert holds(ProcessAskedWith(subject="ws2022", option="--isolation=process")) == "undecided"
