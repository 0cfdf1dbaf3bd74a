"""The release pages of the guidance, printed from the facts: all that the rules say of one release on one page."""

from collections.abc import Iterator

from assistant.rules.engine import Engine
from assistant.rules.fact_pages import image_statements, names, statements, told_page
from assistant.rules.records import Image
from assistant.rules.release import ImageRef, Release, Role, System
from assistant.rules.statements import HostRow, Identity, ImageColumn, Part, Subject, SupportDates, state
from assistant.rules.told import Telling, Told


def release_pages(engine: Engine) -> dict[str, str]:
    """File name -> text of the page of each server release, as Markdown with front matter, in the order of names."""
    servers = [r for r in engine.facts.releases.values() if r.role is Role.SERVER]
    return dict(sorted((f"release-{r.id}.md", _release(engine, r)) for r in servers))


def _release(engine: Engine, release: Release) -> str:
    system = System(release=release)
    images = [image for image in engine.facts.of(Image) if image.release == release.id]
    told = [entry for entries in engine.facts.told.values() for entry in entries if _tells(engine, entry, release)]
    lines = [
        *_section(
            f"Build, channel and support of {release.name}",
            _texts(engine, Identity(release=release)),
            _texts(engine, SupportDates(release=release)),
        ),
        *_section(f"Images on {release.name} hosts", _answers(engine, HostRow(host=system))),
    ]
    if images:
        hosts = _answers(engine, ImageColumn(image=ImageRef(system=system)))
        tags = (" ".join(image_statements(engine, image)) for image in images)
        lines += _section(f"Hosts of the {release.name} image", hosts)
        lines += _section(f"Images and tags of {release.name}", tags)
    further = (" ".join(statements(engine, entry, about=release.id)) for entry in told)
    lines += _section(f"Further facts on {release.name}", further)
    facts = [release.id, *_decided_by(engine, system), *(i.id for i in images), *(e.id for e in told)]
    sources = engine.facts.cited(facts)
    return told_page(engine, f"{release.name}, all facts", release.name, sources, lines)


def _tells(engine: Engine, entry: Told[Telling], release: Release) -> bool:
    """Whether an entry tells something of this release by name on the day of review."""
    return entry.valid_on(engine.reviewed) and any(names(that, release.id) for that in entry.those)


def _decided_by(engine: Engine, host: System) -> Iterator[str]:
    """The facts that decide which images run on the host."""
    for image in engine.images():
        for verdict in engine.check(host, image, as_of=engine.reviewed).by_isolation.values():
            yield from (fact for step in verdict.derivation for fact in step.facts)


def _answers(engine: Engine, subject: Subject) -> Iterator[str]:
    return (s.text for s in state(engine, subject, engine.reviewed) if s.part is Part.ANSWER)


def _texts(engine: Engine, subject: Subject) -> Iterator[str]:
    return (s.text for s in state(engine, subject, engine.reviewed))


def _section(title: str, *lines: Iterator[str] | list[str]) -> list[str]:
    told = [f"- {text}" for group in lines for text in group if text]
    return [f"## {title}", "", *told, ""] if told else []
