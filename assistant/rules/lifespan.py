"""When a release or an image is supported: its dates, its phase on a day, and the next day on which that changes.

A phase includes its last day. An image has the dates of its release unless its entry in images.toml says otherwise.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

from assistant.rules.factbase import FactBase
from assistant.rules.records import ReleaseRecord
from assistant.rules.references import shelf
from assistant.rules.release import Channel, Release, Role
from assistant.rules.wording import in_words


class Phase(StrEnum):
    """The phase of support on a day, in the contract's words."""

    NOT_RELEASED = "not released"
    MAINSTREAM = "mainstream"
    EXTENDED = "extended"
    OUT_OF_SUPPORT = "out of support"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifespan:
    """The dates of a release, or of one family of its images. A date is None where no source gives it or none exists.

    `ended` says that support is over although no source gives the day.
    """

    release: Release
    family: str | None
    available: date | None
    mainstream_end: date | None
    extended_end: date | None
    ended: bool
    facts: tuple[str, ...]

    def phase(self, day: date) -> Phase:
        """The phase on that day."""
        if self.available is not None and day < self.available:
            return Phase.NOT_RELEASED
        if self.mainstream_end is not None and day <= self.mainstream_end:
            return Phase.MAINSTREAM
        if self.extended_end is not None and day <= self.extended_end:
            return Phase.EXTENDED
        return Phase.OUT_OF_SUPPORT

    def changes_on(self, day: date) -> date | None:
        """The first day after `day` on which the phase is another one, or None if it stays."""
        starts = [self.available] if self.available else []
        starts += [
            end + timedelta(days=1) for end in (self.mainstream_end, self.extended_end) if end and end < date.max
        ]
        return min(
            (start for start in starts if start > day and self.phase(start) is not self.phase(day)), default=None
        )

    @property
    def last_day(self) -> date | None:
        """The last day of any support, or None where no source gives it."""
        return self.extended_end or self.mainstream_end


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """A lifespan as it looks on a day. `notes` are sentences, `facts` and `conflicts` the ids of what they rest on."""

    span: Lifespan
    as_of: date
    phase: Phase
    changes_on: date | None
    notes: tuple[str, ...]
    facts: tuple[str, ...]
    conflicts: tuple[str, ...]

    @property
    def release(self) -> Release:
        """The release that it is about."""
        return self.span.release


@lru_cache(maxsize=512)
def lifespan(facts: FactBase, release_id: str, family: str | None = None) -> Lifespan:
    """The dates of a release, or of one family of its images."""
    release = facts.releases[release_id]
    record = facts.get(ReleaseRecord, release_id)
    image = shelf(facts).images.get((family, release_id)) if family else None
    if image is not None and image.ended is not None:
        return Lifespan(
            release=release,
            family=family,
            available=release.available.day,
            mainstream_end=image.ended,
            extended_end=None,
            ended=False,
            facts=(release.available.fact, image.id),
        )
    dates = (release.available, release.mainstream_end, release.extended_end)
    return Lifespan(
        release=release,
        family=family,
        available=release.available.day,
        mainstream_end=release.mainstream_end.day,
        extended_end=release.extended_end.day,
        ended=record.ended,
        facts=tuple(d.fact for d in dates if d.day is not None) or (release_id,),
    )


@lru_cache(maxsize=512)
def lifecycle(facts: FactBase, release_id: str, as_of: date, family: str | None = None) -> Lifecycle:
    """The lifecycle of a release, or of one family of its images, as it looks on `as_of`."""
    span = lifespan(facts, release_id, family)
    record = facts.get(ReleaseRecord, release_id)
    phase = span.phase(as_of)
    notes = [_summary(facts, span, phase)]
    image = shelf(facts).images.get((family, release_id)) if family else None
    if image is not None and image.note:
        notes.append(image.note)
    if image is None or image.ended is None:
        notes.extend(record.notes)
    if span.release.role is Role.CLIENT and not record.ended:
        notes.append("The end given is that of the Enterprise edition.")
    notes.extend(f"For {e.edition} the last day is {in_words(e.day)}." for e in record.edition_ends)
    if span.available is None:
        notes.append("The sources at hand do not give the day on which it became available.")
    if record.channel is Channel.SAC:
        notes.append("Releases of the Semi-Annual Channel have no extended support.")
    conflicts = tuple(dict.fromkeys(c for f in span.facts if (c := facts.fact(f).conflict)))
    notes.extend(_conflict_note(facts, c) for c in conflicts)
    return Lifecycle(
        span=span,
        as_of=as_of,
        phase=phase,
        changes_on=span.changes_on(as_of),
        notes=tuple(dict.fromkeys(notes)),
        facts=span.facts,
        conflicts=conflicts,
    )


def _summary(facts: FactBase, span: Lifespan, phase: Phase) -> str:
    """The phase as a sentence."""
    name = span.release.name
    if span.mainstream_end != span.release.mainstream_end.day:  # an image with an end of its own
        name = f"The {span.family} image of {name}"
    if phase is Phase.NOT_RELEASED:
        return f"{name} is not released yet on this day: it becomes available on {_day(span.available)}."
    if phase is Phase.OUT_OF_SUPPORT:
        if span.last_day is None:
            by = in_words(facts.reviewed)
            return (
                f"{name} is out of support, since {by} at the latest: the day is not known here, "
                "so that phases before that day cannot be told."
            )
        return f"{name} is out of support: it ended on {_day(span.last_day)}."
    if phase is Phase.MAINSTREAM:
        after = f", then in extended support until {_day(span.extended_end)}" if span.extended_end else ""
        return f"{name} is in mainstream support until {_day(span.mainstream_end)}{after}."
    ended = f"mainstream support ended on {_day(span.mainstream_end)}"
    return f"{name} is in extended support until {_day(span.extended_end)}; {ended}."


def _conflict_note(facts: FactBase, conflict: str) -> str:
    found = facts.conflicts[conflict]
    sides = "; against that: ".join(side.says for side in found.sides)
    return f"Sources disagree ({found.id}, {found.title}): {sides}. What governs here: {found.governs}. {found.why}"


def _day(day: date | None) -> str:
    return in_words(day) if day else "a day that is not known here"
