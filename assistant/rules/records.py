"""The shapes of facts: one class for each table of a fact file, plain dataclasses that pydantic validates at load.

A record of a further claim kind is declared beside its rules in `kinds/<kind>.py` as a subclass of `Record` and gets a
row in `rulebook.TABLES`. Field names are the keys of the TOML entry; a key that no field has is refused.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from assistant.errors import FactsError
from assistant.rules.release import Channel, Isolation, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What every entry of a fact file has: an id that is unique over all files and never changes."""

    __pydantic_config__: ClassVar[dict[str, str]] = {"extra": "forbid"}

    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Entry):
    """A public text that facts are taken from. `dated` is None for a thread whose day is not known."""

    title: str
    url: str
    section: str
    dated: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """What one side of a conflict says, and where."""

    says: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict(Entry):
    """Sources that disagree: both sides, which one governs here, and why."""

    title: str
    sides: tuple[Side, ...]
    governs: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Entry):
    """A fact: in words, with its sources (ids in sources.toml), and the conflict (id in conflicts.toml) it rests on.

    `valid_from` and `valid_to` are the first and last day on which the fact holds, where time matters.
    """

    sources: tuple[str, ...]
    statement: str = ""
    conflict: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None

    def valid_on(self, day: date) -> bool:
        """Whether the entry counts on that day; a validity without a beginning or an end is open on that side."""
        return (self.valid_from or day) <= day <= (self.valid_to or day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """A date of a release; without sources it has those of its release. `also` are other days that sources print."""

    day: date
    sources: tuple[str, ...] = ()
    conflict: str | None = None
    also: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedAlias:
    """A spelling whose reading deserves a remark."""

    alias: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionEnd:
    """The last day of support of an edition that differs from the Enterprise edition's."""

    edition: str
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseRecord(Record):
    """releases.toml, `release`. `year` is the number in an LTSC server's name; `ended` is support over, day unknown.

    `also_channel` is the channel of another release with the same build, which is not told apart here.
    """

    name: str
    role: Role
    channel: Channel
    build: int
    version: str
    aliases: tuple[str, ...]
    noted: tuple[NotedAlias, ...] = ()
    year: int | None = None
    available: Day | None = None
    mainstream_end: Day | None = None
    extended_end: Day | None = None
    edition_ends: tuple[EditionEnd, ...] = ()
    also_channel: Channel | None = None
    ended: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DateFact(Record):
    """A date of a release as a fact of its own, made at load from its `Day`. `day` is None where no source has it."""

    day: date | None
    also: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Family(Record):
    """images.toml, `family`: its repository on mcr.microsoft.com, its other names, what came after or before it."""

    name: str
    repository: str
    names: tuple[str, ...]
    successor: str | None = None
    predecessor: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedTag:
    """A tag that is read with a remark."""

    tag: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Image(Record):
    """images.toml, `image`: the tags of one family for one release. `ended` is a last day other than the release's."""

    family: str
    release: str
    tags: tuple[str, ...]
    noted: tuple[NotedTag, ...] = ()
    ended: date | None = None
    note: str | None = None

    @property
    def tag(self) -> str:
        """The tag to recommend."""
        return self.tags[0] if self.tags else self.noted[0].tag


@dataclass(frozen=True, slots=True, kw_only=True)
class TagRule(Record):
    """images.toml, `tagrule`: what holds for tags in general; `release` has no image, `instead` is what to use."""

    release: str | None = None
    instead: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Record):
    """compatibility.toml, `statement`: a premise of the rules, with the numbers it depends on.

    `condition` is what a user has to see to where the statement applies; `build` and `revision` are the first ones it
    holds for; `host` and `image` are release ids; `amount` is a count.
    """

    condition: str = ""
    build: int | None = None
    revision: int | None = None
    host: str | None = None
    image: str | None = None
    amount: int | None = None

    @property
    def first_build(self) -> int:
        """The first build that it holds for. Raises FactsError if it has none: a rule must not guess a limit."""
        return self._number(self.build, "build")

    @property
    def first_revision(self) -> int:
        """The first revision that it holds for. Raises FactsError if it has none."""
        return self._number(self.revision, "revision")

    def _number(self, value: int | None, name: str) -> int:
        if value is None:
            raise FactsError(f"Fact {self.id!r} has no {name}, and a rule depends on it.", "Give it one.")
        return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed(Record):
    """compatibility.toml, `printed`: a row of a published table. Images not under `process` or `hyperv` are a no."""

    hosts: tuple[str, ...]
    images: tuple[str, ...]
    process: tuple[str, ...]
    hyperv: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue(Record):
    """compatibility.toml, `issue`: a known fault of a documented combination, which makes it conditional."""

    hosts: tuple[str, ...]
    images: tuple[str, ...]
    isolations: tuple[Isolation, ...]
    condition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispute(Record):
    """compatibility.toml, `dispute`: where sources or the field disagree; it never changes a verdict."""

    hosts: tuple[str, ...]
    images: tuple[str, ...]
    isolations: tuple[Isolation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Record):
    """lifecycle.toml, `policy`: how long releases of a channel are served and how often they come, in months."""

    channel: Channel
    mainstream_months: int
    extended_months: int
    cadence_months: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class OlderRelease(Record):
    """upgrade.toml, `older`: a release from before containers, from which an upgrade path may begin."""

    name: str
