"""Base images restated: families, tags, what is said of some of them, and tags in general."""

from datetime import date

import pytest

from assistant.errors import UnresolvedNameError
from assistant.rules import Engine
from assistant.rules.kinds.image import HasImage, TagExists, TagNames
from assistant.rules.records import Family, Image, TagRule
from assistant.rules.references import published_name
from assistant.rules.verdict import Truth

# family -> release: tags; a tag in brackets is read with a remark
IMAGES = {
    "servercore": {
        "ws2016": "ltsc2016 (1607)",
        "ws1709": "1709",
        "ws1803": "1803",
        "ws2019": "ltsc2019 1809",
        "ws1903": "1903",
        "ws1909": "1909",
        "ws2004": "2004",
        "ws20h2": "20H2",
        "ws2022": "ltsc2022",
        "ws2025": "ltsc2025",
    },
    "nanoserver": {
        "ws2016": "sac2016 1607",
        "ws1709": "1709",
        "ws1803": "1803",
        "ws2019": "1809 (ltsc2019)",
        "ws1903": "1903",
        "ws1909": "1909",
        "ws2004": "2004",
        "ws20h2": "20H2",
        "ws2022": "ltsc2022",
        "ws2025": "ltsc2025",
    },
    "windows": {"ws2019": "1809 (ltsc2019)", "ws1903": "1903", "ws1909": "1909", "ws2004": "2004", "ws20h2": "20H2"},
    "server": {"ws2022": "ltsc2022", "ws2025": "(ltsc2025)"},
}
ROWS = [(family, release, tags) for family, known in IMAGES.items() for release, tags in known.items()]
# family -> its name, its repository, other names of it, the family that came before or after
FAMILIES = {
    "servercore": ("Server Core", "windows/servercore", "windowsservercore microsoft-windows-servercore", None, None),
    "nanoserver": ("Nano Server", "windows/nanoserver", "microsoft-windows-nanoserver", None, None),
    "windows": ("Windows", "windows", "", None, "server"),
    "server": ("Windows Server", "windows/server", "", "windows", None),
}


@pytest.mark.parametrize(("family", "release", "tags"), ROWS)
def test_every_image_by_each_of_its_tags(engine: Engine, family: str, release: str, tags: str, today: date) -> None:
    of_family = engine.facts.releases[release]
    assert engine.decide(HasImage(release=of_family, family=family), today).truth is Truth.ENTAILED
    repository = FAMILIES[family][1]
    for written in tags.split():
        tag = written.strip("()")
        image = engine.resolve_image(f"mcr.microsoft.com/{repository}:{tag}")
        assert (image.system.release.id, image.family) == (release, family)
        assert (image.note is not None) is written.startswith("("), written
        named = TagNames(tag=tag, release=of_family, family=family)
        ruling = engine.decide(named, today)
        assert ruling.truth is Truth.ENTAILED
        assert [step.facts for step in ruling.derivation] == [(f"image.{family}.{release}",)]
        exists = engine.decide(TagExists(tag=tag, family=family), today).truth
        assert exists is (Truth.UNDECIDED if image.note else Truth.ENTAILED), written
    first = tags.split(maxsplit=1)[0].strip("()")
    assert published_name(engine.facts, family, release) == f"mcr.microsoft.com/{repository}:{first}"


def test_there_are_no_others(engine: Engine, today: date) -> None:
    assert {(i.family, i.release) for i in engine.facts.of(Image)} == {row[:2] for row in ROWS}
    for family, known in IMAGES.items():
        for release in engine.facts.releases.values():
            there = engine.decide(HasImage(release=release, family=family), today).truth is Truth.ENTAILED
            assert there is (release.id in known), (family, release.id)
    for release in engine.facts.releases.values():
        there = engine.decide(HasImage(release=release), today).truth is Truth.ENTAILED
        assert there is (release.id in IMAGES["servercore"]), release.id


def test_images_with_dates_conflicts_and_notes_of_their_own(engine: Engine) -> None:
    images = {image.id: image for image in engine.facts.of(Image)}
    assert {i: x.ended for i, x in images.items() if x.ended} == {"image.nanoserver.ws2016": date(2018, 10, 9)}
    assert {i: x.conflict for i, x in images.items() if x.conflict} == {"image.windows.ws2019": "C30"}
    noted = {"image.nanoserver.ws2016", "image.nanoserver.ws2019", "image.windows.ws2019"}
    assert {i for i, x in images.items() if x.note} == noted


@pytest.mark.parametrize(("ident", "said"), FAMILIES.items())
def test_families(engine: Engine, ident: str, said) -> None:
    name, repository, others, predecessor, successor = said
    found = engine.facts.get(Family, ident)
    assert (found.name, found.repository, found.predecessor, found.successor) == (
        name,
        repository,
        predecessor,
        successor,
    )
    for other in (ident if ident != "server" else "windows/server", *others.split()):
        tag = IMAGES[ident].get("ws2022", "2004")
        assert engine.resolve_image(f"{other}:{tag}").family == ident
        assert other in found.names


@pytest.mark.parametrize(
    ("reference", "instead"),
    [
        ("windows:ltsc2022", "mcr.microsoft.com/windows/server:ltsc2022"),
        ("windows/server:ltsc2019", "mcr.microsoft.com/windows:1809"),
        ("servercore:23h2", "mcr.microsoft.com/windows/servercore:ltsc2022"),
        ("nanoserver:10.0.25398.1", "mcr.microsoft.com/windows/nanoserver:ltsc2022"),
    ],
)
def test_what_to_use_instead(engine: Engine, reference: str, instead: str) -> None:
    with pytest.raises(UnresolvedNameError) as refused:
        engine.resolve_image(reference)
    assert instead in str(refused.value)


def test_rules_about_tags(engine: Engine) -> None:
    found = {r.id: (r.release, r.instead, r.valid_from) for r in engine.facts.of(TagRule)}
    assert found == {
        "tag.latest": (None, None, date(2019, 4, 16)),
        "tag.none-for-23h2": ("ws23h2", "ws2022", None),
        "tag.insider": (None, None, None),
    }


# (release, family) that has no image -> the rule and the facts that say so
NONE = {
    ("ws23h2", None): ("R31", ("tag.none-for-23h2",)),
    ("ws23h2", "servercore"): ("R31", ("tag.none-for-23h2",)),
    ("ws2022", "windows"): ("R30", ("windows",)),
    ("win11-24h2", None): ("R30", ("win11-24h2",)),
    ("win11-24h2", "server"): ("R30", ("server",)),
}


@pytest.mark.parametrize(("asked", "said"), NONE.items())
def test_why_there_is_no_image(engine: Engine, asked, said, today: date) -> None:
    release, family = asked
    ruling = engine.decide(HasImage(release=engine.facts.releases[release], family=family, asserted=False), today)
    assert ruling.truth is Truth.ENTAILED
    assert [(step.rule, step.facts) for step in ruling.derivation] == [said]


def test_which_images_there_are_in_words(engine: Engine, today: date) -> None:
    release = engine.facts.releases["ws2022"]
    every, one = (engine.decide(HasImage(release=release, family=f), today).derivation[0] for f in (None, "nanoserver"))
    assert every.text.startswith("Windows Server 2022 has the base images windows/servercore:ltsc2022,")
    assert one.text == "Windows Server 2022 has windows/nanoserver:ltsc2022."
    windows = engine.decide(HasImage(release=engine.facts.releases["ws2019"], family="windows"), today)
    assert windows.derivation[0].conflict == "C30"


def test_the_tag_latest_before_and_after_its_last_day(engine: Engine) -> None:
    last = date(2019, 4, 15)
    for asserted, after in ((True, Truth.CONTRADICTED), (False, Truth.ENTAILED)):
        said = TagExists(tag="latest", family="servercore", asserted=asserted)
        assert engine.decide(said, last).truth is Truth.UNDECIDED
        assert engine.decide(said, date(2019, 4, 16)).truth is after
