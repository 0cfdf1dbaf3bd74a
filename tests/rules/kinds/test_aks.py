"""Windows nodes on AKS and Kubernetes, on the days on which something changes.

One kind is one file, as in the rules; its length are tables of cases that share the days and versions at the top.
"""

from datetime import date, timedelta

import pytest

from assistant.rules import Isolation
from assistant.rules.aspects.node_pools import (
    Caches,
    CliFrom,
    Feature,
    FlagOf,
    LatestNodeImage,
    Need,
    NodeImage,
    NodeProperty,
    NodesHave,
    PoolNeeds,
    PoolRule,
    PoolsAre,
    WorksWith,
)
from assistant.rules.aspects.orchestration import (
    Cluster,
    Dropped,
    LabelIs,
    LabelValue,
    MustMatch,
    NodeImageKind,
    NodeSystem,
    OffersIsolation,
    SelectedBy,
    Selector,
)
from assistant.rules.aspects.os_sku_versions import (
    AvailableIn,
    DefaultFrom,
    DefaultIn,
    DefaultVersions,
    KubernetesFrom,
    NotFrom,
    OsSku,
    SkuVersions,
)
from assistant.rules.kinds.aks import (
    Action,
    AnnualReleased,
    EverReached,
    Happened,
    Milestone,
    PlannedFor,
    Possible,
    SkuIs,
    SkuRuns,
    State,
)
from assistant.rules.kinds.lifecycle import Precision
from assistant.rules.moment import Moment

S19, S22, S25, ANNUAL = OsSku.WINDOWS_2019, OsSku.WINDOWS_2022, OsSku.WINDOWS_2025, OsSku.WINDOWS_ANNUAL
TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
RUNS = {S19: "ws2019", S22: "ws2022", S25: "ws2025", ANNUAL: "ws23h2"}
# Kubernetes versions as (first, last) on a day; None is an open end.
VERSIONS = {
    (S19, TODAY): (None, "1.32"),
    (S22, TODAY): ("1.23", "1.36"),
    (S22, date(2026, 6, 8)): ("1.23", "1.34"),
    (S22, date(2026, 6, 9)): ("1.23", "1.36"),
    (S25, TODAY): ("1.32", None),
    (ANNUAL, TODAY): ("1.28", None),
}
DATES = {
    (S19, Milestone.RETIRED): date(2026, 3, 1),
    (S19, Milestone.IMAGES_REMOVED): date(2027, 4, 1),
    (S22, Milestone.RETIRED): date(2028, 6, 30),
    (S22, Milestone.IMAGES_REMOVED): date(2029, 6, 30),
    (S25, Milestone.PREVIEW): date(2026, 1, 4),
    (S25, Milestone.GENERAL): date(2026, 5, 29),
    (ANNUAL, Milestone.PREVIEW): date(2024, 6, 27),
    (ANNUAL, Milestone.ANNOUNCED): date(2026, 2, 12),
    (ANNUAL, Milestone.RETIRED): date(2026, 5, 15),
    (ANNUAL, Milestone.IMAGES_REMOVED): date(2027, 5, 15),
}
STATES = [
    (S19, date(2018, 1, 1), None),
    (S19, date(2026, 2, 28), State.GENERAL),
    (S19, date(2026, 3, 1), State.RETIRED),
    (S22, date(2024, 3, 14), None),
    (S22, date(2024, 3, 15), State.GENERAL),
    (S22, TODAY, State.GENERAL),
    (S22, date(2028, 6, 29), State.GENERAL),
    (S22, date(2028, 6, 30), State.RETIRED),
    (S25, date(2026, 1, 3), State.NOT_YET),
    (S25, date(2026, 1, 4), State.PREVIEW),
    (S25, date(2026, 5, 28), State.PREVIEW),
    (S25, date(2026, 5, 29), State.GENERAL),
    (ANNUAL, date(2024, 6, 26), State.NOT_YET),
    (ANNUAL, date(2024, 6, 27), State.PREVIEW),
    (ANNUAL, date(2026, 5, 14), State.PREVIEW),
    (ANNUAL, date(2026, 5, 15), State.RETIRED),
    (ANNUAL, TODAY, State.RETIRED),
]


@pytest.mark.parametrize("sku", OsSku)
def test_which_release_an_os_sku_runs(holds, sku) -> None:
    for subject in RUNS.values():
        assert holds(SkuRuns(sku=sku, subject=subject)) == ("entailed" if RUNS[sku] == subject else "contradicted")


@pytest.mark.parametrize(("sku", "day"), VERSIONS)
def test_kubernetes_versions(engine, holds, corrected, sku, day) -> None:
    first, last = VERSIONS[sku, day]
    assert holds(SkuVersions(sku=sku, first=first, last=last), day) == "entailed"
    wrong = SkuVersions(sku=sku, first="1.20", last="1.21")
    assert holds(wrong, day) == "contradicted"
    assert corrected(wrong, day) == engine.state(SkuVersions(sku=sku, first=first, last=last))
    for minor in range(20, 40):
        inside = (first is None or minor >= int(first[2:])) and (last is None or minor <= int(last[2:]))
        # Of an os-sku that is retired the range says only where it is not available.
        expected = ("undecided" if sku in {S19, ANNUAL} else "entailed") if inside else "contradicted"
        assert holds(AvailableIn(sku=sku, kubernetes=f"1.{minor}"), day) == expected
        gone = last is not None and minor == int(last[2:]) + 1
        assert holds(NotFrom(sku=sku, kubernetes=f"1.{minor}"), day) == ("entailed" if gone else "contradicted")
        begins = KubernetesFrom(sku=sku, kubernetes=f"1.{minor}")
        if first is None:
            assert holds(begins, day) == "undecided"
        else:
            assert holds(begins, day) == ("entailed" if first == f"1.{minor}" else "contradicted")
            assert corrected(begins, day) in {None, engine.state(KubernetesFrom(sku=sku, kubernetes=first))}
    if last is not None:
        following = f"1.{int(last[2:]) + 1}"
        said = corrected(NotFrom(sku=sku, kubernetes="1.20"), day)
        assert said == engine.state(NotFrom(sku=sku, kubernetes=following))


def test_until_its_retirement_an_os_sku_is_available(holds) -> None:
    said = AvailableIn(sku=ANNUAL, kubernetes="1.30")
    assert holds(said, date(2026, 5, 14)) == "entailed"
    assert holds(said, date(2026, 5, 15)) == "undecided"
    denied = AvailableIn(sku=ANNUAL, kubernetes="1.30", asserted=False)
    assert holds(denied, date(2026, 5, 14)) == "contradicted"
    assert holds(denied, date(2026, 5, 15)) == "undecided"
    assert holds(AvailableIn(sku=ANNUAL, kubernetes="1.27", asserted=False), date(2026, 5, 15)) == "entailed"


def test_before_any_source_nothing_is_known_of_versions(holds) -> None:
    day = date(2024, 3, 14)
    for said in (AvailableIn, NotFrom, KubernetesFrom):
        assert holds(said(sku=S22, kubernetes="1.30"), day) == "undecided"


@pytest.mark.parametrize(
    ("kubernetes", "default"),
    [
        ("1.24", None),
        ("1.25", S22),
        ("1.30", S22),
        ("1.35", S22),
        ("1.36", None),
        ("1.37", S25),
        ("1.38", S25),
    ],
)
def test_the_default(holds, kubernetes, default) -> None:
    for sku in OsSku:
        expected = "undecided" if default is None else "entailed" if sku is default else "contradicted"
        assert holds(DefaultIn(sku=sku, kubernetes=kubernetes)) == expected


def test_the_disputed_default_names_its_conflict(engine, corrected) -> None:
    ruling = engine.decide(DefaultIn(sku=S25, kubernetes="1.36"), TODAY)
    assert ruling.derivation[0].conflict == "C15"
    assert corrected(DefaultIn(sku=S25, kubernetes="1.30")) == engine.state(DefaultIn(sku=S22, kubernetes="1.30"))


@pytest.mark.parametrize(
    ("sku", "kubernetes", "expected"),
    [
        (S22, "1.25", "entailed"),
        (S22, "1.23", "contradicted"),
        (S25, "1.36", "undecided"),
        (S25, "1.37", "undecided"),
        (S25, "1.35", "contradicted"),
        (S25, "1.38", "contradicted"),
        (ANNUAL, "1.28", "undecided"),
    ],
)
def test_since_when_it_is_the_default(holds, corrected, sku, kubernetes, expected) -> None:
    said = DefaultFrom(sku=sku, kubernetes=kubernetes)
    assert holds(said) == expected
    if sku is S22 and expected == "contradicted":
        assert corrected(said).endswith("the default with Kubernetes 1.25.")


def test_ranges_of_defaults(holds) -> None:
    assert holds(DefaultVersions(sku=S22, first="1.25", last="1.35")) == "entailed"
    assert holds(DefaultVersions(sku=S25, first="1.37")) == "entailed"
    assert holds(DefaultVersions(sku=S25, first="1.36", last="1.36")) == "undecided"


@pytest.mark.parametrize(("sku", "milestone"), DATES)
def test_milestones(engine, holds, corrected, sku, milestone) -> None:
    day = DATES[sku, milestone]
    right = Happened(sku=sku, milestone=milestone, when=Moment(day=day))
    assert holds(right) == "entailed"
    for precision in (Precision.MONTH, Precision.YEAR):
        assert holds(Happened(sku=sku, milestone=milestone, when=Moment(day=day, precision=precision))) == "entailed"
    for wrong in (day - DAY, day + DAY, day.replace(year=day.year + 1)):
        said = Happened(sku=sku, milestone=milestone, when=Moment(day=wrong))
        assert holds(said) == "contradicted"
        assert corrected(said) == engine.state(right)


def test_the_plan_that_was_replaced_counts_until_its_replacement(holds, corrected) -> None:
    plan = Happened(sku=S22, milestone=Milestone.RETIRED, when=Moment(day=date(2027, 3, 15)))
    assert holds(plan, date(2024, 3, 15)) == "entailed"
    assert holds(plan, date(2026, 6, 8)) == "entailed"
    assert holds(plan, date(2026, 6, 9)) == "contradicted"
    assert corrected(plan).endswith("falls on 30 June 2028.")
    now = Happened(sku=S22, milestone=Milestone.RETIRED, when=Moment(day=date(2028, 6, 30)))
    assert holds(now, date(2026, 6, 8)) == "contradicted"
    removed = Happened(sku=S22, milestone=Milestone.IMAGES_REMOVED, when=Moment(day=date(2029, 6, 30)))
    assert holds(removed, date(2026, 6, 8)) == "undecided"


@pytest.mark.parametrize(("sku", "day", "right"), STATES)
def test_states(engine, holds, corrected, sku, day, right) -> None:
    for state in State:
        said = SkuIs(sku=sku, state=state)
        if right is None:
            assert holds(said, day) == "undecided"
        else:
            assert holds(said, day) == ("entailed" if state is right else "contradicted")
            assert corrected(said, day) in {None, engine.state(SkuIs(sku=sku, state=right))}


@pytest.mark.parametrize(
    ("sku", "day", "expected"),
    [
        (ANNUAL, TODAY, "contradicted"),
        (S25, TODAY, "entailed"),
        (S25, date(2026, 5, 28), "undecided"),
        (S22, TODAY, "entailed"),
        (S19, TODAY, "entailed"),
        (S19, date(2026, 1, 13), "undecided"),
    ],
)
def test_whether_it_ever_became_generally_available(holds, sku, day, expected) -> None:
    assert holds(EverReached(sku=sku, milestone=Milestone.GENERAL), day) == expected


@pytest.mark.parametrize(
    ("actions", "last"),
    [
        ((Action.CREATE, Action.PATCH), date(2026, 5, 14)),
        ((Action.SCALE, Action.REIMAGE), date(2027, 5, 14)),
    ],
)
def test_what_can_be_done_with_annual_pools(holds, actions, last) -> None:
    for action in actions:
        said = Possible(sku=ANNUAL, action=action)
        assert holds(said, date(2024, 6, 26)) == "undecided"
        assert holds(said, date(2024, 6, 27)) == "entailed"
        assert holds(said, last) == "entailed"
        assert holds(said, last + DAY) == "contradicted"


def test_running_pools_go_on_until_the_images_are_removed(holds) -> None:
    said = Possible(sku=ANNUAL, action=Action.KEEP)
    assert [holds(said, day) for day in (TODAY, date(2027, 5, 14), date(2027, 5, 15))] == [
        "entailed",
        "entailed",
        "undecided",
    ]


@pytest.mark.parametrize("sku", [S22, S25])
@pytest.mark.parametrize("action", [Action.CREATE, Action.PATCH])
def test_pools_of_the_offered_skus(holds, sku, action) -> None:
    said = Possible(sku=sku, action=action)
    days = (date(2026, 7, 12), date(2026, 7, 13), TODAY, date(2028, 6, 29))
    assert [holds(said, day) for day in days] == ["undecided", "entailed", "entailed", "entailed"]
    assert holds(Possible(sku=sku, action=Action.SCALE)) == "undecided"


def test_needs_of_pools(holds) -> None:
    assert holds(PoolNeeds(sku=S25, need=Need.FIPS)) == "entailed"
    assert holds(PoolNeeds(sku=S22, need=Need.FIPS)) == "undecided"
    assert holds(PoolNeeds(sku=ANNUAL, need=Need.EXTENSION)) == "entailed"


@pytest.mark.parametrize(("sku", "right"), [(S25, "2.87.0"), (ANNUAL, "2.56.0")])
@pytest.mark.parametrize("version", ["2.56.0", "2.86.0", "2.87.0"])
def test_azure_cli(holds, sku, right, version) -> None:
    assert holds(CliFrom(sku=sku, version=version)) == ("entailed" if version == right else "contradicted")


def test_flags_features_and_images_of_annual_pools(holds) -> None:
    assert holds(FlagOf(sku=ANNUAL, flag="AKSWindowsAnnualPreview")) == "entailed"
    assert holds(FlagOf(sku=ANNUAL, flag="AKSWindows2025Preview")) == "contradicted"
    assert [holds(WorksWith(sku=ANNUAL, feature=feature)) for feature in Feature] == ["contradicted"] * 2
    assert holds(NodeImage(sku=ANNUAL, image="AKSWindows-23H2-gen2")) == "entailed"
    assert holds(NodeImage(sku=ANNUAL, image="AKSWindows-23H2")) == "entailed"
    assert holds(NodeImage(sku=ANNUAL, image="AKSWindows-2022")) == "contradicted"


@pytest.mark.parametrize(
    ("sku", "image", "since"),
    [
        (S22, "20348.5386.260715", date(2026, 7, 17)),
        (S25, "26100.33158.260715", date(2026, 7, 17)),
        (ANNUAL, "25398.2330.260513", date(2026, 5, 13)),
    ],
)
def test_latest_node_images(holds, corrected, sku, image, since) -> None:
    said = LatestNodeImage(sku=sku, image=image)
    assert holds(said) == "entailed"
    assert holds(said, since) == "entailed"
    assert holds(said, since - DAY) == "undecided"
    assert image in corrected(LatestNodeImage(sku=sku, image="20348.1.260101"))


@pytest.mark.parametrize("what", NodeProperty)
def test_nodes_of_2025(holds, what) -> None:
    assert holds(NodesHave(sku=S25, what=what)) == "entailed"
    assert holds(NodesHave(sku=S22, what=what)) == "undecided"


@pytest.mark.parametrize(
    ("subject", "expected"), [("ws2022", "entailed"), ("ws2025", "entailed"), ("ws2019", "contradicted")]
)
def test_images_that_2025_nodes_cache(holds, subject, expected) -> None:
    assert holds(Caches(sku=S25, subject=subject)) == expected


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (PoolRule.ONE_VERSION, "entailed"),
        (PoolRule.NEW_POOL, "entailed"),
        (PoolRule.RETEST, "entailed"),
        (PoolRule.CHANGE_IN_PLACE, "contradicted"),
        (PoolRule.HYPERV_PLANNED, "contradicted"),
    ],
)
def test_rules_of_pools(engine, holds, rule, expected) -> None:
    assert holds(PoolsAre(rule=rule)) == expected
    if rule is PoolRule.CHANGE_IN_PLACE:
        assert engine.decide(PoolsAre(rule=rule), TODAY).derivation[0].conflict == "C18"
    if rule is PoolRule.HYPERV_PLANNED:
        assert holds(PoolsAre(rule=rule), date(2024, 12, 10)) == "undecided"


@pytest.mark.parametrize(
    ("version", "kubernetes", "first", "last"),
    [
        ("23H2", "1.28", None, None),
        ("24H2", "1.31", date(2024, 7, 1), date(2025, 1, 31)),
        ("24H2", "1.34", date(2025, 2, 1), None),
        ("25H2", "1.35", date(2024, 7, 1), date(2025, 1, 31)),
        ("25H2", "1.36", date(2025, 2, 1), date(2025, 9, 30)),
    ],
)
def test_plans_for_the_annual_channel(holds, version, kubernetes, first, last) -> None:
    said = PlannedFor(version=version, kubernetes=kubernetes)
    assert holds(said, first or TODAY) == "entailed"
    assert holds(said, last or TODAY) == "entailed"
    if last is not None:
        assert holds(said, last + DAY) == "contradicted"
    if first is not None:
        assert holds(said, first - DAY) != "entailed"


@pytest.mark.parametrize(
    ("version", "expected"), [("23H2", "entailed"), ("24H2", "contradicted"), ("25H2", "contradicted")]
)
def test_annual_channel_releases_that_never_came(holds, version, expected) -> None:
    assert holds(AnnualReleased(version=version)) == expected


@pytest.mark.parametrize("cluster", [Cluster.AKS, Cluster.KUBERNETES])
def test_clusters(holds, cluster) -> None:
    assert holds(OffersIsolation(cluster=cluster, isolation=Isolation.PROCESS)) == "entailed"
    assert holds(OffersIsolation(cluster=cluster, isolation=Isolation.HYPERV)) == "contradicted"
    for image in NodeImageKind:
        assert holds(MustMatch(cluster=cluster, image=image)) == "entailed"


@pytest.mark.parametrize(
    ("subject", "now", "before"),
    [
        ("ws2022", "entailed", "entailed"),
        ("ws2025", "entailed", "entailed"),
        ("ws2019", "contradicted", "entailed"),
        ("ws23h2", "contradicted", "contradicted"),
    ],
)
def test_node_systems_of_kubernetes(holds, subject, now, before) -> None:
    said = NodeSystem(cluster=Cluster.KUBERNETES, subject=subject)
    assert holds(said) == now
    assert holds(said, date(2026, 3, 28)) == before
    assert holds(said, date(2026, 3, 29)) == now


@pytest.mark.parametrize(
    ("subject", "value"),
    [("ws2019", "10.0.17763"), ("ws2022", "10.0.20348"), ("ws23h2", "10.0.25398"), ("ws2025", "10.0.26100")],
)
def test_the_label_of_nodes(holds, corrected, subject, value) -> None:
    assert holds(LabelIs(label="node.kubernetes.io/windows-build")) == "entailed"
    assert holds(LabelIs(label="kubernetes.io/os")) == "contradicted"
    assert holds(LabelValue(subject=subject, text=value)) == "entailed"
    assert value in corrected(LabelValue(subject=subject, text="10.0.14393"))
    assert holds(LabelValue(subject="server", text=value)) == "undecided"


@pytest.mark.parametrize("selector", Selector)
def test_selecting_nodes(holds, selector) -> None:
    assert holds(SelectedBy(selector=selector)) == "entailed"


def test_openshift_dropped_20h2(holds) -> None:
    right = Moment(day=date(2022, 8, 9))
    assert holds(Dropped(cluster=Cluster.OPENSHIFT, subject="ws20h2", when=right)) == "entailed"
    wrong = Moment(day=date(2022, 5, 10))
    assert holds(Dropped(cluster=Cluster.OPENSHIFT, subject="ws20h2", when=wrong)) == "contradicted"
