"""The process column against the runtimes: they agree, or a recorded reason says why not."""

import pytest

from assistant.rules import Engine, Isolation, Outcome
from tests.rules.runtime_matcher import hcsshim_accepts, platforms_accepts

# (host, image) -> (what the rules say where the runtime says otherwise, the rule that says why)
EXPLAINED_PLATFORMS = {
    # Builds are equal, so the runtime would start it; Windows 10 had no process isolation before 17763.
    ("win10-1607", "ws2016"): (Outcome.UNSUPPORTED, "R11"),
    ("win10-1709", "ws1709"): (Outcome.UNSUPPORTED, "R11"),
    ("win10-1803", "ws1803"): (Outcome.UNSUPPORTED, "R11"),
}
EXPLAINED_HCSSHIM = {
    **EXPLAINED_PLATFORMS,
    # The check refuses 20348 from build 26200 on; the documentation and the newer matcher accept it.
    ("win11-25h2", "ws2022"): (Outcome.CONDITIONAL, "R19"),
    ("win11-26h1", "ws2022"): (Outcome.CONDITIONAL, "R19"),
}


@pytest.mark.parametrize(
    ("accepts", "explained"), [(platforms_accepts, EXPLAINED_PLATFORMS), (hcsshim_accepts, EXPLAINED_HCSSHIM)]
)
def test_every_disagreement_is_explained(engine: Engine, today, accepts, explained) -> None:
    disagreements = {}
    for check in engine.grid(today):
        host, image = check.host.release, check.image.system.release
        verdict = check.by_isolation[Isolation.PROCESS]
        allowed = verdict.outcome in (Outcome.SUPPORTED, Outcome.CONDITIONAL)
        if allowed is not accepts(host.build, image.build):
            rules = [step.rule for step in verdict.derivation]
            disagreements[host.id, image.id] = (verdict.outcome, rules)
    assert set(disagreements) == set(explained)
    for pair, (outcome, rule) in explained.items():
        assert disagreements[pair][0] is outcome
        assert rule in disagreements[pair][1]


def test_refusals_of_the_old_matcher_are_recorded_as_a_conflict(engine: Engine, today) -> None:
    for host in ("win11-25h2", "win11-26h1"):
        check = engine.check(engine.resolve_host(host), engine.resolve_image("ltsc2022"), as_of=today)
        steps = check.by_isolation[Isolation.PROCESS].derivation
        assert "C27" in {step.conflict for step in steps}
        assert engine.facts.conflicts["C27"].sides
