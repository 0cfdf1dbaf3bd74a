"""Facts that sources state outright, restated as a whole: when each counts, and which rest on a conflict."""

from datetime import date

import pytest

from assistant.rules import Engine
from assistant.rules.aspects.os_sku_versions import DefaultVersions, OsSku
from assistant.rules.kinds.acquisition import (
    Customer,
    FoundAt,
    GoesOn,
    Place,
    StillOffered,
    Thing,
)
from assistant.rules.kinds.aks import Action, Possible
from assistant.rules.kinds.error import Error, Fix, FixedBy
from assistant.rules.kinds.licensing import LayerFact, LayersAre
from assistant.rules.kinds.requirement import ClientEdition, HostsContainers
from assistant.rules.verdict import Truth

# conflict -> the told facts that rest on it
CONFLICTS = {
    "C05": "media.annual.vlsc media.annual.admin-center media.ltsc.vlsc found.volume.vlsc found.volume.admin-center "
    "path.vlsc retired.vlsc in-use.vlsc",
    "C11": "process-build.windows10 process-engine.windows10",
    "C13": "cause.0106 practice.host-first",
    "C14": "free-since.1809",
    "C15": "default.2025 default.2025.disputed",
    "C16": "must-match.image",
    "C17": "milestone.2022.plan milestone.2022.retired versions.2022.plan versions.2022",
    "C18": "pools.no-change",
    "C19": "planned.24h2.first planned.24h2 released.none",
    "C21": "programme.annual condition.annual.either licence.annual",
    "C22": "keys.annual",
    "C24": "spread.base-image layers.before layers.since",
    "C25": "use.client client.windows11",
    "C26": "happening.terms",
    "C27": "cause.no-platform matching.containerd.below matching.docker.below matching.hcsshim "
    "matching.platforms.below matching.platforms.previous",
    "C28": "cause.0112 fix.0112.not",
    "C29": "path.annual-to-annual",
    "C33": "path.to-2025 versions.to-2025",
    "C34": "reports.23h2.name year.annual year.sac",
}
# first and last day (a dash where there is none) -> the facts that count between them; all others count on every day
VALID = {
    # The Volume Licensing Service Center was retired in April 2024, the admin center took its place in that month.
    ("-", "2024-04-30"): "media.annual.vlsc media.ltsc.vlsc media.sac.vlsc found.volume.vlsc path.vlsc in-use.vlsc",
    ("2024-04-01", "-"): "media.annual.admin-center media.ltsc.admin-center found.volume.admin-center "
    "in-use.admin-center",
    # The last update of version 23H2 came on 12 May 2026.
    ("2026-05-13", "-"): "offered.23h2 latest-image.annual",
    ("2026-05-12", "-"): "update.23h2.last update.23h2.last.revision update.23h2.last.date",
    ("-", "2022-08-09"): "goes-on.sac",
    ("-", "2023-06-12"): "layers.before",
    ("2023-06-13", "-"): "layers.since",
    ("2026-01-01", "-"): "windows-update.2025",
    ("2019-04-16", "-"): "meaning.latest cause.latest fix.latest",
    ("2024-11-25", "-"): "matching.hcsshim",
    # AKS: the plan for Windows2022 was replaced on 9 June 2026, WindowsAnnual retired on 15 May 2026.
    ("2024-03-15", "2026-06-08"): "milestone.2022.plan versions.2022.plan",
    ("2026-06-09", "-"): "milestone.2022.retired milestone.2022.removed versions.2022",
    ("2024-06-27", "2026-05-14"): "possible.annual",
    ("2026-05-15", "-"): "possible.annual.not",
    ("2024-06-27", "2027-05-14"): "possible.annual.existing possible.annual.running",
    ("2027-05-15", "-"): "possible.annual.existing.not possible.annual.running.later",
    ("2026-07-13", "2028-06-29"): "possible.2022-and-2025",
    ("2024-07-01", "2025-01-31"): "planned.24h2.first planned.25h2.first",
    ("2025-02-01", "-"): "planned.24h2",
    ("2025-02-01", "2025-09-30"): "planned.25h2",
    ("2026-01-14", "-"): "reached.2019.general",
    ("2024-03-15", "-"): "reached.2022.general",
    ("2026-05-29", "-"): "reached.2025.general",
    ("2026-07-17", "-"): "latest-image.2022 latest-image.2025",
    ("2024-12-11", "-"): "pools.no-hyperv",
    ("-", "2026-03-28"): "node-system.kubernetes.2019",
}


def test_conflicts(engine: Engine) -> None:
    found = {entry.id: entry.conflict for told in engine.facts.told.values() for entry in told if entry.conflict}
    assert found == {ident: conflict for conflict, idents in CONFLICTS.items() for ident in idents.split()}


def test_the_days_between_which_facts_count(engine: Engine) -> None:
    found = {
        entry.id: tuple(day.isoformat() if day else "-" for day in (entry.valid_from, entry.valid_to))
        for told in engine.facts.told.values()
        for entry in told
        if entry.valid_from or entry.valid_to
    }
    assert found == {ident: days for days, idents in VALID.items() for ident in idents.split()}


TODAY = date(2026, 11, 24)
ANNUAL = OsSku.WINDOWS_ANNUAL
YES, NO, OPEN = Truth.ENTAILED, Truth.CONTRADICTED, Truth.UNDECIDED

# Where silence would give the same truth, the ruling still rests on the fact: (proposition, day, truth, fact).
RESTS_ON = [
    *((LayersAre(what=what), TODAY, NO, "layers.since") for what in LayerFact),
    *((LayersAre(what=what), date(2023, 6, 12), YES, "layers.before") for what in LayerFact),
    *(
        (Possible(sku=ANNUAL, action=action), day, truth, fact)
        for action in (Action.CREATE, Action.PATCH)
        for day, truth, fact in (
            (date(2026, 5, 14), YES, "possible.annual"),
            (date(2026, 5, 15), NO, "possible.annual.not"),
        )
    ),
    *(
        (Possible(sku=ANNUAL, action=action), day, truth, fact)
        for action in (Action.SCALE, Action.REIMAGE)
        for day, truth, fact in (
            (date(2027, 5, 14), YES, "possible.annual.existing"),
            (date(2027, 5, 15), NO, "possible.annual.existing.not"),
        )
    ),
    (FixedBy(error=Error.IMAGE_MISMATCH, fix=Fix.HYPERV), TODAY, OPEN, "fix.0101.hyperv.any"),
    *(
        (HostsContainers(subject=subject, edition=ClientEdition.EDUCATION), TODAY, OPEN, "client-edition.unknown")
        for subject in ("client", "win11-24h2", "win10-22h2")
    ),
    *(
        (StillOffered(subject="ws23h2", place=place), date(2026, 5, 13), OPEN, "offered.23h2")
        for place in (Place.ADMIN_CENTER, Place.VISUAL_STUDIO)
    ),
    *(
        (FoundAt(customer=Customer.MPSA, thing=thing, place=Place.BUSINESS_CENTER), TODAY, YES, "found.mpsa")
        for thing in Thing
    ),
    (GoesOn(subject="Annual Channel"), TODAY, OPEN, "goes-on.annual"),
    (
        DefaultVersions(sku=OsSku.WINDOWS_2025, first="1.36", last="1.36"),
        TODAY,
        OPEN,
        "default.2025.disputed",
    ),
]


@pytest.mark.parametrize(("said", "day", "truth", "fact"), RESTS_ON)
def test_what_a_ruling_rests_on(engine: Engine, said, day: date, truth: Truth, fact: str) -> None:
    ruling = engine.decide(said, day)
    assert ruling.truth is truth
    assert fact in {found for step in ruling.derivation for found in step.facts}
