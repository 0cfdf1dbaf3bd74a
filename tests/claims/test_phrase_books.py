"""Texts by hand and their mutants: what is right is verified, what is wrong never is, what asserts nothing yields nothing.

The mutation suite fills every wording with every pair, release and date; a filling that makes it false is a mutant of the
one that makes it true: another host, image, isolation, polarity, day, build, channel, 'only' or 'except'. It prints the
confusion table of every phenomenon.
"""  # noqa: E501

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.claims.claim import TextStatus
from assistant.claims.judge import judge_text
from assistant.rules import Engine, Isolation
from assistant.rules.records import DateFact

ENGINE = Engine.load()
FOLDER = Path(__file__).parent / "phrases"
HOSTS = (
    "Windows Server 2025",
    "Windows Server, version 23H2",
    "Windows Server 2022",
    "Windows Server 2019",
    "Windows Server 2016",
    "Windows Server, version 20H2",
    "Windows 11 24H2",
    "Windows 11 22H2",
)
TAGS = ("ltsc2025", "ltsc2022", "ltsc2019", "ltsc2016", "20H2")
# (host, image) as noun phrases; each wording is filled with each of them
FORMS = (
    ("a {} host", "the {} image"),
    ("{}", "{}"),
    ("{}", "{} containers"),
    ("a machine with {}", "an image based on {}"),
)
RELEASES = (*HOSTS[:6], "Windows Server, version 1909", "23H2", "WS2022")
CHANNELS = {"LTSC": "LTSC", "SAC": "Semi-Annual Channel", "Annual Channel": "Annual Channel"}


@dataclass(frozen=True)
class Said:
    """A text, whether what it says is true, and the phenomenon it shows."""

    text: str
    right: bool
    phenomenon: str


@lru_cache(maxsize=8)
def book(name: str) -> dict[str, Any]:
    """A phrase book as it is written."""
    return yaml.safe_load((FOLDER / f"{name}.yaml").read_text(encoding="utf-8"))


def pairs(engine: Engine) -> Iterator[Said]:
    """Every wording of wordings.yaml with every pair, right and wrong."""
    day = book("wordings")["as_of"]
    for host in HOSTS:
        for tag in TAGS:
            check = engine.check(engine.resolve_host(host), engine.resolve_image(tag), as_of=day)
            process, hyperv = (check.by_isolation[i].outcome.value for i in Isolation)
            if "conditional" in (process, hyperv):
                continue
            for meaning, wordings in book("wordings").items():
                if meaning == "as_of":
                    continue
                right = _fits(meaning, host, process, hyperv)
                for number, wording in enumerate(wordings):
                    for as_host, as_image in (FORMS[(number + n) % len(FORMS)] for n in range(3)):
                        text = wording.format(host=as_host.format(host), image=as_image.format(tag))
                        yield Said(text, right, meaning)


def _fits(meaning: str, host: str, process: str, hyperv: str) -> bool:
    yes, no = "supported", "unsupported"
    return {
        "supported": (hyperv if host.startswith("Windows 11") else process) == yes,
        "process": process == yes,
        "hyperv": hyperv == yes,
        "both": process == hyperv == yes,
        "neither": process == hyperv == no,
        "not_process": process == no,
        "not_hyperv": hyperv == no,
        "only_hyperv": process == no and hyperv == yes,
        "only_image": host.endswith("23H2") and process == yes,
    }[meaning]


def dated(engine: Engine) -> Iterator[Said]:
    """Every wording of dates.yaml with the documented date and with wrong ones."""
    for name in RELEASES:
        release = engine.resolve_host(name).release
        for event in ("mainstream_end", "extended_end", "available"):
            day = getattr(release, event).day
            if day is None:
                continue
            documented = {day, *engine.facts.get(DateFact, f"{release.id}.{event}").also}
            for number, wording in enumerate(book("dates")[event]):
                for shown, right in _days(day, documented, number):
                    yield Said(wording.format(release=name, date=shown), right, event)
        for negated, meaning in ((False, "build"), (True, "not_build")):
            for wording in book("dates")[meaning]:
                for build in (release.build, release.build + 1, 20348 if release.build != 20348 else 17763):
                    right = (build == release.build) is not negated
                    yield Said(wording.format(release=name, build=build), right, meaning)
        for negated, meaning in ((False, "channel"), (True, "not_channel")):
            for wording in book("dates")[meaning]:
                for channel, shown in CHANNELS.items():
                    right = (release.channel.value == channel) is not negated
                    yield Said(wording.format(release=name, channel=shown), right, meaning)


def _days(day: date, documented: set[date], number: int) -> Iterator[tuple[str, bool]]:
    """The day in one of the ways to write it, then wrong days: one off, a month off, a year off either way."""
    shown = (lambda d: f"{d.day} {d:%B %Y}", lambda d: f"{d:%B} {d.day}, {d.year}", lambda d: d.isoformat())
    yield shown[number % 3](day), True
    yield shown[(number + 1) % 3](day), True
    wrong = [day + timedelta(days=n) for n in (1, -1, 31, -31, 365, -365, 1826)]
    for other in (w for w in wrong if w not in documented):
        yield shown[number % 3](other), False


# --- tests ---


def _texts(name):
    return [pytest.param(t, id=f"{n}-{t[:60]}") for n, (_, ts) in enumerate(book(name)["texts"].items()) for t in ts]


@pytest.mark.parametrize("text", _texts("right"))
def test_right_texts_are_verified(text):
    judged = judge_text(ENGINE, text, book("right")["as_of"])
    assert judged.status is TextStatus.VERIFIED, [(s.status, s.reason) for s in judged.sentences]


@pytest.mark.parametrize("text", _texts("wrong"))
def test_wrong_texts_are_never_verified(text):
    judged = judge_text(ENGINE, text, book("wrong")["as_of"])
    assert judged.status in (TextStatus.CONTRADICTED, TextStatus.UNVERIFIABLE)


@pytest.mark.parametrize("text", book("nothing")["texts"], ids=lambda t: t[:60])
def test_what_asserts_nothing_yields_no_claim(text):
    judged = judge_text(ENGINE, text, book("nothing")["as_of"])
    assert judged.status is TextStatus.NO_CLAIMS
    assert judged.claims == ()


_CAUGHT = (TextStatus.CONTRADICTED, TextStatus.UNVERIFIABLE)


def _said(engine):
    yield from pairs(engine)
    yield from dated(engine)
    for name, right in (("right", True), ("wrong", False)):
        for phenomenon, texts in book(name)["texts"].items():
            for text in texts:
                yield Said(text, right, f"by hand: {phenomenon}")


@pytest.mark.slow
def test_wrong_is_caught_and_right_passes(capsys):
    engine = Engine.load()
    table = Counter()
    slipped, lost = [], []
    day = book("wordings")["as_of"]
    for said in {s.text: s for s in _said(engine)}.values():
        status = judge_text(engine, said.text, day).status
        table[said.phenomenon, said.right, status] += 1
        if said.right and status is not TextStatus.VERIFIED:
            lost.append(said.text)
        if not said.right and status not in _CAUGHT:
            slipped.append(said.text)
    with capsys.disabled():
        _print(table)
    rights = sum(n for (_, right, _), n in table.items() if right)
    wrongs = sum(n for (_, right, _), n in table.items() if not right)
    assert rights >= 400
    assert wrongs >= 10_000
    assert len(slipped) <= wrongs * 0.005, slipped[:20]
    assert len(lost) <= rights * 0.01, lost[:20]


def _print(table):
    """The confusion table: a row for each phenomenon."""
    print(f"\n{'phenomenon':<60} {'right':>6} {'passed':>6} {'wrong':>6} {'contr.':>6} {'undec.':>6} {'missed':>6}")
    names = sorted({p for p, _, _ in table})
    for name in (*names, None):

        def count(right, *statuses, name=name):
            return sum(
                n
                for (p, r, s), n in table.items()
                if name in (None, p) and r is right and (not statuses or s in statuses)
            )

        print(
            f"{name or 'all':<60} {count(True):>6} {count(True, TextStatus.VERIFIED):>6} {count(False):>6} "
            f"{count(False, TextStatus.CONTRADICTED):>6} {count(False, TextStatus.UNVERIFIABLE):>6} "
            f"{count(False, TextStatus.VERIFIED, TextStatus.NO_CLAIMS):>6}"
        )
