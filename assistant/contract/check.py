"""The contract's `check` object: the verdict on one host and image, by isolation, with reasons, fixes and sources."""

from datetime import date

from pydantic import BaseModel, Field

from assistant.contract.source import SourceObject, source_objects
from assistant.rules.engine import Engine
from assistant.rules.lifespan import lifespan
from assistant.rules.release import ImageRef, Isolation, Platform, System
from assistant.rules.verdict import Check, Verdict


class ReasonObject(BaseModel):
    """A rule that fired and what it says here; `conflict` is the id of the disagreement of sources it rests on."""

    rule: str
    text: str
    conflict: str | None = Field(default=None, exclude_if=lambda value: value is None)


class VerdictObject(BaseModel):
    """The contract's V: the verdict under one isolation."""

    verdict: str
    conditions: list[str]
    reasons: list[ReasonObject]
    fixes: list[str]


class SystemObject(BaseModel):
    """A host or image as it was understood. `build` is the build or, where it was given, the full version."""

    id: str
    name: str
    build: str
    channel: str
    phase: str
    family: str | None = Field(default=None, exclude_if=lambda value: value is None)
    note: str | None = Field(default=None, exclude_if=lambda value: value is None)


class CheckObject(BaseModel):
    """One compatibility verdict. `changes_on` is the first later day on which the support of host or image changes."""

    host: SystemObject
    image: SystemObject
    platform: str
    as_of: date
    verdict: str
    by_isolation: dict[str, VerdictObject]
    notes: list[str]
    changes_on: date | None
    facts_as_of: date
    sources: list[SourceObject]


class CellsObject(BaseModel):
    """Several compatibility verdicts: a row, a column or the whole grid."""

    cells: list[CheckObject]


class BatchCheck(BaseModel):
    """A line of `check --batch`."""

    id: str | int
    host: str
    image: str
    isolation: Isolation | None = None
    platform: Platform | None = None
    as_of: date | None = None


def check_object(check: Check, engine: Engine) -> CheckObject:
    """The check as JSON, with the sources of every fact that its derivations and phases rest on."""
    stale = engine.stale_note(check.as_of)
    return CheckObject(
        host=_host(check.host, check.host_phase),
        image=_image(check.image, check.image_phase),
        platform=check.platform.value,
        as_of=check.as_of,
        verdict=check.outcome.value,
        by_isolation={isolation.value: _verdict(verdict) for isolation, verdict in check.by_isolation.items()},
        notes=[*check.notes, *([stale] if stale else [])],
        changes_on=check.changes_on,
        facts_as_of=engine.reviewed,
        sources=source_objects(engine, _facts(check, engine)),
    )


def _facts(check: Check, engine: Engine) -> list[str]:
    """The facts that were used: those of the rules first, then the dates behind the phases."""
    rules = [fact for verdict in check.by_isolation.values() for step in verdict.derivation for fact in step.facts]
    image = lifespan(engine.facts, check.image.system.release.id, check.image.family)
    host = lifespan(engine.facts, check.host.release.id)
    return [*rules, *host.facts, *image.facts]


def _host(host: System, phase: str) -> SystemObject:
    release = host.release
    return SystemObject(
        id=release.id,
        name=release.name,
        build=host.version,
        channel=release.channel.value,
        phase=phase,
        note=host.note,
    )


def _image(image: ImageRef, phase: str) -> SystemObject:
    found = _host(image.system, phase)
    return found.model_copy(update={"family": image.family, "note": image.note or image.system.note})


def _verdict(verdict: Verdict) -> VerdictObject:
    return VerdictObject(
        verdict=verdict.outcome.value,
        conditions=list(verdict.conditions),
        reasons=[ReasonObject(rule=step.rule, text=step.text, conflict=step.conflict) for step in verdict.derivation],
        fixes=[change.text for change in verdict.fixes],
    )
