"""Is the question set true? Every truth that the rules hold is compared with them; a disagreement fails the build."""

from collections.abc import Callable, Iterator
from datetime import date
from importlib.resources import files

from assistant.errors import UnresolvedNameError
from assistant.rules import Engine, Isolation
from assistant.rules.rulebook import RULES
from evals.dataset import Cell, Question, QuestionSet, Recorded


def disagreements(asked: QuestionSet, engine: Engine) -> tuple[str, ...]:
    """Every place where the set and the rules, the sources or the guidance's headings differ, as a sentence each."""
    found: list[str] = []
    sections = _guidance_sections()
    for question in asked.questions:
        said = [*_cells(question, engine), *_recorded(question, engine)]
        if asked.packaged:
            said += [*_sources(question, engine), *_gold(question, sections)]
        found += [f"{question.id}: {text}" for text in said]
    return tuple(found)


def _cells(question: Question, engine: Engine) -> Iterator[str]:
    for turn in question.turns:
        for cell in turn.cells:
            yield from _cell(cell, question.as_of, engine)


def _cell(cell: Cell, as_of: date, engine: Engine) -> Iterator[str]:
    try:
        host, image = engine.resolve_host(cell.host), engine.resolve_image(cell.image)
    except UnresolvedNameError as error:
        yield error.what
        return
    check = engine.check(host, image, platform=cell.platform, as_of=as_of)
    for isolation in Isolation:
        decided, expected = check.by_isolation[isolation].outcome, cell.outcomes[isolation]
        if decided is not expected:
            yield f"{cell.image} on {cell.host} ({isolation}) is {decided} by the rules, {expected} here."


def _recorded(question: Question, engine: Engine) -> Iterator[str]:
    for turn in question.turns:
        for fact in turn.must:
            if isinstance(fact, Recorded):
                yield from _value(fact, question.as_of, engine)


def _value(fact: Recorded, as_of: date, engine: Engine) -> Iterator[str]:
    release, _, field = fact.of.partition(".")
    if release not in engine.facts.releases:
        yield f"{fact.of}: no release has the id {release}."
        return
    known = _FIELDS[field](engine, release, as_of)
    if fact.value not in known:
        yield f"{fact.of} is {', '.join(map(str, known)) or 'not known'} by the rules, {fact.value} here."


def _days(name: str) -> Callable[[Engine, str, date], tuple[object, ...]]:
    """A date of a release and the days that other sources print for it: an answer with either is right."""

    def days(engine: Engine, release: str, as_of: date) -> tuple[object, ...]:
        span = engine.lifecycle(engine.facts.releases[release], as_of).span
        own = getattr(span, name)
        fact = getattr(engine.facts.releases[release], name).fact
        printed = getattr(engine.facts.fact(fact), "also", ())
        return tuple(day for day in (own, *printed) if day is not None)

    return days


_FIELDS: dict[str, Callable[[Engine, str, date], tuple[object, ...]]] = {
    "available": _days("available"),
    "mainstream_end": _days("mainstream_end"),
    "extended_end": _days("extended_end"),
    "build": lambda engine, release, _: (engine.facts.releases[release].build,),
    "channel": lambda engine, release, _: (engine.facts.releases[release].channel.value,),
    "phase": lambda engine, release, as_of: (engine.lifecycle(engine.facts.releases[release], as_of).phase.value,),
}


def _sources(question: Question, engine: Engine) -> Iterator[str]:
    if not question.source:
        yield "it names no source."
    rules = {rule.id for rule in RULES}
    for source in question.source:
        if source not in engine.facts.entries and source not in rules:
            yield f"no source, fact or rule has the id {source}."


def _gold(question: Question, sections: frozenset[str]) -> Iterator[str]:
    for turn in question.turns:
        for gold in turn.gold:
            if gold not in sections:
                yield f"the guidance has no section {gold}."


def _guidance_sections() -> frozenset[str]:
    """`page.md#heading` of every section of the packaged guidance, and `page.md` of every page."""
    found: set[str] = set()
    for page in files("corpus").joinpath("guidance").iterdir():
        if not page.name.endswith(".md"):
            continue
        found.add(page.name)
        lines = page.read_text("utf-8").splitlines()
        found.update(f"{page.name}#{line.lstrip('#').strip()}" for line in lines if line.startswith("#"))
    return frozenset(found)
