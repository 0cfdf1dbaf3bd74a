"""Revisions of host and image, the update of February 2020, and how images are patched: a part of the kind `runtime`.

Facts in runtime.toml; which revisions must match is derived from compatibility.toml.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from assistant.rules.aspect import Aspect, Reading, settled, undecided
from assistant.rules.factbase import FactBase
from assistant.rules.moment import Moment
from assistant.rules.records import Statement
from assistant.rules.release import Isolation
from assistant.rules.told import Telling
from assistant.rules.verdict import Ruling, Step


class Side(StrEnum):
    """Which side of the update of February 2020 a host or an image is on."""

    BEFORE = "before"
    AFTER = "at or after"


class BaselineEvent(StrEnum):
    """What happened in February 2020."""

    UPDATE = "The update called 2B"
    FIX = "The corrected image after 2B"


class Part(StrEnum):
    """Host or image."""

    HOST = "host"
    IMAGE = "image"


class Practice(StrEnum):
    """What is said of updating Windows containers."""

    SECOND_TUESDAY = "Base images are published on the second Tuesday of the month"
    SERVICING_STACK = "A container has a servicing stack and can be updated inside"
    REBUILD = "A container is updated by pulling the base image and building again"
    HOST_FIRST = "A host should be patched at least as far as its images"


class Update(StrEnum):
    """Which of the updates of a release."""

    FIRST = "first"
    LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateNamed(Telling):
    """The number of that update of a release, such as KB5087541."""

    subject: str
    which: Update
    update: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdateGives(Telling):
    """The revision that a host has after that update."""

    subject: str
    which: Update
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatePublished(Telling):
    """The date of that update."""

    subject: str
    which: Update
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionsMustMatch(Telling):
    """In process isolation the revisions of host and image of that release must be the same."""

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionsFreeSince(Telling):
    """The first release from which on revisions need not match."""

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselinePair(Telling):
    """A host and an image of version 1809 on those sides of 2B work together in process isolation."""

    on_host: Side
    in_image: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineDate(Telling):
    """The date of the event."""

    event: BaselineEvent
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineRevision(Telling):
    """The revision of version 1809 that the corrected update shows on a host and in an image."""

    part: Part
    revision: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineConcerns(Telling):
    """The baseline concerns containers under that isolation."""

    isolation: Isolation


@dataclass(frozen=True, slots=True, kw_only=True)
class Practised(Telling):
    """A statement about updating holds."""

    practice: Practice


def _must_match(facts: FactBase, proposition: RevisionsMustMatch, as_of: date) -> Ruling[Any]:  # noqa: ARG001
    """On Windows Server 2016 they must; from version 1809 on they need not; of releases between nothing governs."""
    strict, free = facts.get(Statement, "ws2016-revision"), facts.get(Statement, "revisions-free")
    release = facts.releases.get(proposition.subject)
    if release is not None and release.id == strict.host:
        return settled(proposition, true=True, step=Step(rule="R150", text=strict.statement, facts=(strict.id,)))
    step = Step(rule="R150", text=free.statement, facts=(free.id,), conflict=free.conflict)
    if release is not None and release.build >= free.first_build:
        return settled(proposition, true=False, step=step)
    return undecided(step)


PATCHING: tuple[Aspect, ...] = (
    Aspect(
        proposition=RevisionsMustMatch,
        rule="R150",
        title="Where revisions must match",
        statement="In process isolation revisions must match on Windows Server 2016 and need not from version 1809 on.",
        sentence="In process isolation the revisions of host and image [must|need not] match on {subject}.",
        procedure=_must_match,
        facts=("ws2016-revision", "revisions-free"),
    ),
    Aspect(
        proposition=RevisionsFreeSince,
        rule="R151",
        title="Since when revisions need not match",
        statement="Revisions need not match from version 1809, the release of Windows Server 2019, on.",
        sentence="Revisions [need not match from|do not begin to be free with] {subject} on.",
        table="free_since",
        value=("subject",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=BaselinePair,
        rule="R152",
        title="Both on one side of 2B",
        statement="In process isolation host and image of version 1809 work together if both are older than the "
        "update of February 2020 or both have it.",
        sentence="A host {on_host} 2B and an image {in_image} 2B [work|do not work] together in process isolation.",
        table="baseline_pair",
    ),
    Aspect(
        proposition=BaselineDate,
        rule="R153",
        title="Dates of 2B",
        statement="2B is the update of 11 February 2020; the corrected image followed on 18 February 2020.",
        sentence="{event} [was|was not] published {when}.",
        table="baseline_date",
        value=("when",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=BaselineRevision,
        rule="R154",
        title="Revisions after 2B",
        statement="After 2B a host shows revision 1039 of build 17763, the corrected image 1040.",
        sentence="After 2B the {part} of version 1809 [shows|does not show] revision {revision}.",
        table="baseline_revision",
        value=("revision",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=BaselineConcerns,
        rule="R155",
        title="2B concerns process isolation",
        statement="2B concerns process isolation only.",
        sentence="The 2B baseline [concerns|does not concern] containers {isolation}.",
        table="baseline_isolation",
    ),
    Aspect(
        proposition=Practised,
        rule="R156",
        title="How containers are updated",
        statement="Base images come every month on the second Tuesday; a container has no servicing stack, so it is "
        "rebuilt.",
        sentence="[|It is not so that: ]{practice}.",
        table="practice",
    ),
    Aspect(
        proposition=UpdateNamed,
        rule="R157",
        title="First and last update of version 23H2",
        statement="The monthly updates of version 23H2 begin with KB5032202 and end with KB5087541.",
        sentence="The {which} update of {subject} [is|is not] {update}.",
        table="update_named",
        value=("update",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=UpdateGives,
        rule="R158",
        title="Revisions of the first and last update",
        statement="Version 23H2 has revision 531 after its first and 2330 after its last monthly update.",
        sentence="After its {which} update {subject} [has|does not have] revision {revision}.",
        table="update_revision",
        value=("revision",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=UpdatePublished,
        rule="R159",
        title="Dates of the first and last update",
        statement="The first monthly update of version 23H2 is of 14 November 2023, the last of 12 May 2026.",
        sentence="The {which} update of {subject} [was|was not] published {when}.",
        table="update_date",
        value=("when",),
        reading=Reading.ONE,
    ),
)
