"""What runtimes accept, and what is said of revisions and patches.

One kind is one file, as in the rules; its length are tables of cases that share the versions and builds at the top.
"""

from datetime import date

import pytest

from assistant.rules import Isolation
from assistant.rules.aspects.patching import (
    BaselineConcerns,
    BaselineDate,
    BaselineEvent,
    BaselinePair,
    BaselineRevision,
    Part,
    Practice,
    Practised,
    RevisionsFreeSince,
    RevisionsMustMatch,
    Side,
    Update,
    UpdateGives,
    UpdateNamed,
    UpdatePublished,
)
from assistant.rules.kinds.lifecycle import Precision
from assistant.rules.kinds.runtime import (
    Accepts,
    BlocksPull,
    BuildNamed,
    DaemonFromBuild,
    Exempt,
    HandlerGives,
    HeedsIsolation,
    ImageAge,
    IsExempt,
    LowestAccepted,
    Matching,
    NeedsOldEngine,
    RangeCheckSince,
    RecommendedOnPremises,
    Runtime,
    SupportedByMicrosoft,
    SwarmMatches,
    SwarmMeans,
)
from assistant.rules.matchers import Way, accepted
from assistant.rules.moment import Moment

# Versions on both sides of every boundary that a source names.
VERSIONS = {
    (Runtime.CONTAINERD, "1.6.23"): Way.EXACT,
    (Runtime.CONTAINERD, "1.6.24"): None,
    (Runtime.CONTAINERD, "1.6.99"): None,
    (Runtime.CONTAINERD, "1.7.0"): Way.EXACT,
    (Runtime.CONTAINERD, "1.7.5"): Way.EXACT,
    (Runtime.CONTAINERD, "1.7.6"): None,
    (Runtime.CONTAINERD, "1.7.19"): None,
    (Runtime.CONTAINERD, "1.7.20"): Way.STABLE,
    (Runtime.CONTAINERD, "1.7.30"): Way.STABLE,
    (Runtime.CONTAINERD, "1.7.31"): None,
    (Runtime.CONTAINERD, "2.0.0"): Way.STABLE,
    (Runtime.CONTAINERD, "2.1.7"): Way.STABLE,
    (Runtime.CONTAINERD, "2.2.0"): Way.BELOW,
    (Runtime.CONTAINERD, "2.3.4"): Way.BELOW,
    (Runtime.CONTAINERD, "2.3.5"): None,
    (Runtime.DOCKER_STORE, "27.4"): None,
    (Runtime.DOCKER_STORE, "27.5"): Way.STABLE,
    (Runtime.DOCKER_STORE, "28.5.2"): Way.STABLE,
    (Runtime.DOCKER_STORE, "28.6"): None,
    (Runtime.DOCKER_STORE, "29.0"): Way.BELOW,
    (Runtime.DOCKER_STORE, "29.6.2"): Way.BELOW,
    (Runtime.DOCKER_STORE, "29.6.3"): None,
    (Runtime.DOCKER_CLASSIC, "0.9"): Way.NOT_NEWER,
    (Runtime.DOCKER_CLASSIC, "29.0"): Way.NOT_NEWER,
    (Runtime.HCSSHIM, "0.13.0"): Way.BELOW,
    (Runtime.PLATFORMS, "0.2.0"): None,
    (Runtime.PLATFORMS, "0.2.1"): Way.STABLE,
    (Runtime.PLATFORMS, "1.0.0-rc.1"): Way.STABLE,
    (Runtime.PLATFORMS, "1.0.0-rc.2"): Way.BELOW,
    (Runtime.PLATFORMS, "1.0.0-rc.4"): Way.BELOW,
    (Runtime.PLATFORMS, "1.0.0-rc.5"): Way.PREVIOUS,
    (Runtime.PLATFORMS, "1.0.0-rc.6"): None,
}
# The lowest build that each way accepts on a host, from the published behaviour of the matchers.
LOWEST = {
    Way.EXACT: {17763: 17763, 20348: 20348, 22631: 22631, 25398: 25398, 26100: 26100, 26200: 26200},
    Way.STABLE: {17763: 17763, 20348: 20348, 22631: 20348, 25398: 20348, 26100: 20348, 26200: 20348},
    Way.BELOW: {17763: 17763, 20348: 20348, 22631: 20348, 25398: 20348, 26100: 20348, 26200: 26100, 28000: 26100},
    Way.PREVIOUS: {17763: 17763, 20348: 20348, 22631: 20348, 25398: 20348, 26100: 20348, 26200: 20348, 28000: 20348},
    Way.NOT_NEWER: {17763: 0, 26200: 0},
}
BUILDS = [14393, 17763, 20348, 25398, 26100, 26200, 28000]
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize("way", Way)
def test_the_lowest_build_of_each_way(engine, way) -> None:
    assert {host: accepted(engine.facts, way, host)[0] for host in LOWEST[way]} == LOWEST[way]
    assert all(accepted(engine.facts, way, host)[1] == host for host in LOWEST[way])


@pytest.mark.parametrize(("runtime", "version"), VERSIONS)
def test_how_a_version_matches(engine, holds, corrected, runtime, version) -> None:
    right = VERSIONS[runtime, version]
    for way in Way:
        said = Matching(runtime=runtime, first=version, last=version, way=way)
        if right is None:
            assert holds(said) == "undecided"
        elif way is right:
            assert holds(said) == "entailed"
        else:
            assert holds(said) == "contradicted"
            assert corrected(said) == engine.state(Matching(runtime=runtime, first=version, last=version, way=right))


@pytest.mark.parametrize(
    ("first", "last", "way", "expected"),
    [
        ("2.2.0", "2.3.4", Way.BELOW, "entailed"),
        ("2.2.1", "2.3.0", Way.BELOW, "entailed"),
        ("2.2.0", "2.3.5", Way.BELOW, "undecided"),
        ("2.1.0", "2.3.4", Way.BELOW, "contradicted"),
        ("2.0.0", "2.2.0", Way.STABLE, "contradicted"),
        ("2.0", "2.1", Way.STABLE, "entailed"),
        ("2.4", "2.5", Way.BELOW, "undecided"),
        (None, "1.6.23", Way.EXACT, "entailed"),
        (None, "1.6.22", Way.STABLE, "contradicted"),
        (None, "1.6.24", Way.EXACT, "undecided"),
        ("2.2.0", None, Way.STABLE, "contradicted"),
        ("2.2.0", None, Way.BELOW, "undecided"),
    ],
)
def test_how_several_versions_match(holds, first, last, way, expected) -> None:
    assert holds(Matching(runtime=Runtime.CONTAINERD, first=first, last=last, way=way)) == expected


def test_all_versions_of_hcsshim_since_the_check_was_changed(holds) -> None:
    said = Matching(runtime=Runtime.HCSSHIM, way=Way.BELOW)
    assert holds(said) == "entailed"
    assert holds(Matching(runtime=Runtime.HCSSHIM, way=Way.STABLE)) == "contradicted"
    assert holds(said, date(2024, 11, 24)) == "undecided"


@pytest.mark.parametrize(("runtime", "version"), VERSIONS)
@pytest.mark.parametrize("host", [17763, 22631, 25398, 26100, 26200])
def test_what_a_version_accepts(holds, runtime, version, host) -> None:
    way = VERSIONS[runtime, version]
    for image in BUILDS:
        said = Accepts(runtime=runtime, version=version, host_build=host, image_build=image)
        if way is None:
            assert holds(said) == "undecided"
        else:
            lowest = LOWEST[way].get(host, 0)
            assert holds(said) == ("entailed" if lowest <= image <= host else "contradicted")


@pytest.mark.parametrize(
    ("runtime", "host", "image", "expected"),
    [
        (Runtime.CONTAINERD, 26200, 20348, "undecided"),  # versions differ
        (Runtime.CONTAINERD, 26200, 26200, "entailed"),
        (Runtime.CONTAINERD, 20348, 26100, "contradicted"),
        (Runtime.HCSSHIM, 26200, 20348, "contradicted"),
        (Runtime.DOCKER_CLASSIC, 26200, 20348, "entailed"),
        (Runtime.DOCKER_CLASSIC, 20348, 26100, "contradicted"),
        (Runtime.MIRANTIS, 26200, 20348, "undecided"),
    ],
)
def test_what_all_versions_accept(holds, runtime, host, image, expected) -> None:
    assert holds(Accepts(runtime=runtime, version=None, host_build=host, image_build=image)) == expected


@pytest.mark.parametrize(
    ("version", "host", "lowest", "expected"),
    [
        ("2.2.0", 26200, 26100, "entailed"),
        ("2.2.0", 26200, 20348, "contradicted"),
        ("2.2.0", 26100, 20348, "entailed"),
        ("2.0.0", 26200, 20348, "entailed"),
        (None, 26200, 20348, "undecided"),
        (None, 17763, 17763, "entailed"),
        ("1.7.10", 26200, 20348, "undecided"),
    ],
)
def test_the_lowest_build_that_a_version_accepts(holds, corrected, version, host, lowest, expected) -> None:
    said = LowestAccepted(runtime=Runtime.CONTAINERD, version=version, host_build=host, lowest=lowest)
    assert holds(said) == expected
    if expected == "contradicted":
        assert "26100" in corrected(said)


@pytest.mark.parametrize("runtime", [Runtime.CONTAINERD, Runtime.DOCKER_STORE, Runtime.HCSSHIM, Runtime.PLATFORMS])
def test_the_strict_matcher_names_its_conflict(engine, runtime) -> None:
    version = {Runtime.CONTAINERD: "2.2.0", Runtime.DOCKER_STORE: "29.1", Runtime.PLATFORMS: "1.0.0-rc.3"}.get(runtime)
    said = Accepts(runtime=runtime, version=version, host_build=26200, image_build=20348)
    ruling = engine.decide(said, TODAY)
    assert (ruling.truth.value, ruling.derivation[0].conflict) == ("contradicted", "C27")


@pytest.mark.parametrize(
    ("version", "expected"), [("1.6.24", "entailed"), ("1.7.6", "entailed"), ("1.7.5", "contradicted")]
)
def test_when_the_check_of_a_range_came(holds, version, expected) -> None:
    assert holds(RangeCheckSince(runtime=Runtime.CONTAINERD, version=version)) == expected


def test_the_classic_store_blocks_newer_images_only(holds) -> None:
    assert holds(BlocksPull(runtime=Runtime.DOCKER_CLASSIC, age=ImageAge.NEWER)) == "entailed"
    assert holds(BlocksPull(runtime=Runtime.DOCKER_CLASSIC, age=ImageAge.OLDER)) == "contradicted"
    assert holds(BlocksPull(runtime=Runtime.CONTAINERD, age=ImageAge.OLDER)) == "undecided"


@pytest.mark.parametrize(
    ("runtime", "expected"),
    [
        (Runtime.CONTAINERD, "contradicted"),
        (Runtime.DOCKER_STORE, "contradicted"),
        (Runtime.PLATFORMS, "contradicted"),
        (Runtime.DOCKER_CLASSIC, "undecided"),
    ],
)
def test_matchers_take_no_notice_of_the_isolation(holds, runtime, expected) -> None:
    assert holds(HeedsIsolation(runtime=runtime)) == expected


@pytest.mark.parametrize("what", Exempt)
def test_exemptions(holds, what) -> None:
    assert holds(IsExempt(what=what)) == "entailed"


@pytest.mark.parametrize(
    ("handler", "right"),
    [("runhcs-wcow-process", Isolation.PROCESS), ("runhcs-wcow-hypervisor", Isolation.HYPERV)],
)
def test_handlers(holds, handler, right) -> None:
    for isolation in Isolation:
        expected = "entailed" if isolation is right else "contradicted"
        assert holds(HandlerGives(handler=handler, isolation=isolation)) == expected


@pytest.mark.parametrize("build", [14393, 17134, 17762, 17763, 17764, 20348])
def test_the_build_that_the_daemon_needs(holds, corrected, build) -> None:
    assert holds(DaemonFromBuild(build=build)) == ("entailed" if build == 17763 else "contradicted")
    if build != 17763:
        assert corrected(DaemonFromBuild(build=build)) == "Today's Docker daemon needs build 17763 or later."


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("ws2016", "entailed"),
        ("ws1709", "entailed"),
        ("ws1803", "entailed"),
        ("win10-1803", "entailed"),
        ("ws2019", "contradicted"),
        ("ws2025", "contradicted"),
        ("server", "undecided"),
    ],
)
def test_hosts_that_need_an_old_engine(holds, subject, expected) -> None:
    assert holds(NeedsOldEngine(subject=subject)) == expected


def test_support_on_premises(holds) -> None:
    assert holds(SupportedByMicrosoft(runtime=Runtime.CONTAINERD)) == "contradicted"
    assert holds(SupportedByMicrosoft(runtime=Runtime.MIRANTIS)) == "undecided"
    assert holds(RecommendedOnPremises(runtime=Runtime.MIRANTIS)) == "entailed"
    assert holds(RecommendedOnPremises(runtime=Runtime.CONTAINERD)) == "contradicted"


@pytest.mark.parametrize(
    ("build", "name", "expected"),
    [
        (26100, "V25H1Server", "entailed"),
        (26100, "LTSC2025", "entailed"),
        (26100, "V23H2", "contradicted"),
        (25398, "V23H2", "entailed"),
        (25398, "LTSC2025", "contradicted"),
        (20348, "LTSC2022", "undecided"),
    ],
)
def test_names_of_builds(holds, build, name, expected) -> None:
    assert holds(BuildNamed(build=build, name=name)) == expected


def test_docker_swarm(holds) -> None:
    assert holds(SwarmMatches(means=SwarmMeans.ITSELF)) == "contradicted"
    assert holds(SwarmMatches(means=SwarmMeans.HYPERV)) == "entailed"
    assert holds(SwarmMatches(means=SwarmMeans.LABELS)) == "entailed"


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("ws2016", "entailed"),
        ("ws1709", "undecided"),
        ("ws1803", "undecided"),
        ("ws2019", "contradicted"),
        ("ws1903", "contradicted"),
        ("ws2025", "contradicted"),
        ("server", "undecided"),
    ],
)
def test_where_revisions_must_match(holds, subject, expected) -> None:
    assert holds(RevisionsMustMatch(subject=subject)) == expected


def test_since_when_revisions_are_free(engine, holds) -> None:
    assert holds(RevisionsFreeSince(subject="ws2019")) == "entailed"
    ruling = engine.decide(RevisionsFreeSince(subject="ws1709"), TODAY)
    assert (ruling.truth.value, ruling.derivation[0].conflict) == ("contradicted", "C14")


@pytest.mark.parametrize("on_host", Side)
@pytest.mark.parametrize("in_image", Side)
def test_both_on_one_side_of_2b(holds, on_host, in_image) -> None:
    expected = "entailed" if on_host is in_image else "contradicted"
    assert holds(BaselinePair(on_host=on_host, in_image=in_image)) == expected


@pytest.mark.parametrize(
    ("event", "day"), [(BaselineEvent.UPDATE, date(2020, 2, 11)), (BaselineEvent.FIX, date(2020, 2, 18))]
)
def test_dates_of_2b(holds, corrected, event, day) -> None:
    assert holds(BaselineDate(event=event, when=Moment(day=day))) == "entailed"
    assert holds(BaselineDate(event=event, when=Moment(day=day, precision=Precision.MONTH))) == "entailed"
    wrong = BaselineDate(event=event, when=Moment(day=date(2020, 3, 10)))
    assert holds(wrong) == "contradicted"
    assert f"{day.day} February 2020" in corrected(wrong)


@pytest.mark.parametrize(("part", "right"), [(Part.HOST, 1039), (Part.IMAGE, 1040)])
@pytest.mark.parametrize("revision", [1038, 1039, 1040])
def test_revisions_after_2b(holds, part, right, revision) -> None:
    expected = "entailed" if revision == right else "contradicted"
    assert holds(BaselineRevision(part=part, revision=revision)) == expected


def test_2b_concerns_process_isolation(holds) -> None:
    assert holds(BaselineConcerns(isolation=Isolation.PROCESS)) == "entailed"
    assert holds(BaselineConcerns(isolation=Isolation.HYPERV)) == "contradicted"


@pytest.mark.parametrize("practice", Practice)
def test_practices(holds, practice) -> None:
    expected = "contradicted" if practice is Practice.SERVICING_STACK else "entailed"
    assert holds(Practised(practice=practice)) == expected


@pytest.mark.parametrize(
    ("which", "update", "revision", "day"),
    [
        (Update.FIRST, "KB5032202", 531, date(2023, 11, 14)),
        (Update.LAST, "KB5087541", 2330, date(2026, 5, 12)),
    ],
)
def test_first_and_last_update_of_23h2(holds, corrected, which, update, revision, day) -> None:
    for name in ("KB5032202", "KB5087541", "KB5058411"):
        expected = "entailed" if name == update else "contradicted"
        assert holds(UpdateNamed(subject="ws23h2", which=which, update=name)) == expected
    for number in (531, 2330, 2331):
        expected = "entailed" if number == revision else "contradicted"
        assert holds(UpdateGives(subject="ws23h2", which=which, revision=number)) == expected
    assert holds(UpdatePublished(subject="ws23h2", which=which, when=Moment(day=day))) == "entailed"
    wrong = UpdatePublished(subject="ws23h2", which=which, when=Moment(day=date(2025, 10, 24)))
    assert holds(wrong) == "contradicted"
    assert f"{day.day} {day:%B %Y}" in corrected(wrong)


def test_which_update_was_the_last_is_known_once_it_was(holds) -> None:
    before = date(2026, 5, 11)
    assert holds(UpdateNamed(subject="ws23h2", which=Update.LAST, update="KB5087541"), before) == "undecided"
    assert holds(UpdateGives(subject="ws23h2", which=Update.LAST, revision=2330), before) == "undecided"
    when = Moment(day=date(2026, 5, 12))
    assert holds(UpdatePublished(subject="ws23h2", which=Update.LAST, when=when), before) == "undecided"
