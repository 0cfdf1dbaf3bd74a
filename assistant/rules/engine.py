"""The one object that decides: facts in, verdicts out.

Pure: no clock, no environment, one read of the packaged facts.
"""

from collections.abc import Mapping
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from assistant.errors import InputError
from assistant.rules import core, factbase, fixes, lifespan, mention, names
from assistant.rules.factbase import FactBase
from assistant.rules.kinds.compatibility import Case, Judgement, judge, premises
from assistant.rules.lifespan import Lifecycle, Phase
from assistant.rules.mention import Mention
from assistant.rules.release import ImageRef, Isolation, Platform, Release, System
from assistant.rules.rule import Kind
from assistant.rules.verdict import Change, Check, Outcome, Ruling, Verdict
from assistant.rules.wording import in_words

_BOTH = tuple(Isolation)
_FRESH_DAYS = 90


class Engine:
    """Decides from one fact base. Every answer is a function of its arguments and the facts; results are cached."""

    def __init__(self, facts: FactBase) -> None:
        """An engine over `facts`. Raises FactsError if two releases share an alias."""
        names.lexicon(facts)
        self.facts = facts
        self._premises = premises(facts)
        self._kinds: dict[type[Any], Kind] = {p: kind for kind in core.KINDS for p in kind.propositions}
        # Bounded caches: inputs with revisions are endless, combinations of releases and dates of use are few.
        self._judged = lru_cache(maxsize=4096)(self._judge)
        self._checked = lru_cache(maxsize=4096)(self._check)

    @staticmethod
    @cache
    def load(folder: Path = factbase.PACKAGED) -> "Engine":
        """The engine over the packaged facts, read once a process. Raises FactsError if a file does not validate.

        The files of the kinds that `check` does not need are read when a fact in them is first needed.
        """
        return Engine(factbase.load(core.TABLES, folder, _all_tables))

    @property
    def facts_hash(self) -> str:
        """SHA-256 over the fact files, in hexadecimal."""
        return self.facts.hash

    @property
    def reviewed(self) -> date:
        """The day on which the facts were last reviewed."""
        return self.facts.reviewed

    def hosts(self) -> tuple[System, ...]:
        """Every release as a host: servers, then clients, each oldest first."""
        return tuple(System(release=release) for release in self.facts.releases.values())

    def images(self) -> tuple[ImageRef, ...]:
        """Every release that has base images, oldest first."""
        return tuple(ImageRef(system=System(release=r)) for r in fixes.image_releases(self.facts))

    def resolve_host(self, text: str) -> System:
        """The system that a host's name means. Raises UnresolvedNameError."""
        return names.resolve_host(self.facts, text)

    def resolve_image(self, text: str) -> ImageRef:
        """The image that a reference, tag or name means. Raises UnresolvedNameError."""
        return names.resolve_image(self.facts, text)

    def resolve(self, text: str) -> System | ImageRef:
        """A release or an image, whichever the text names. Raises UnresolvedNameError."""
        return names.resolve(self.facts, text)

    def find(self, text: str) -> tuple[Mention, ...]:
        """Every mention of a release, build, tag or image reference in running text, in order."""
        return mention.find(self.facts, text)

    def check(
        self,
        host: System,
        image: ImageRef,
        *,
        isolation: Isolation | None = None,
        platform: Platform = Platform.WINDOWS,
        as_of: date,
    ) -> Check:
        """May this image run on this host? Both isolations unless one is named.

        The verdict is the documentation's statement and the same on every day; `as_of` decides phases, notes, the order
        of fixes and `changes_on`.
        """
        return self._checked(
            _HostKey(host), _ImageKey(image), (isolation,) if isolation is not None else _BOTH, platform, as_of
        )

    def grid(self, as_of: date, platform: Platform = Platform.WINDOWS) -> tuple[Check, ...]:
        """Every host with every image, host by host."""
        return tuple(self.check(h, i, platform=platform, as_of=as_of) for h in self.hosts() for i in self.images())

    def lifecycle(self, named: Release | System | ImageRef, as_of: date) -> Lifecycle:
        """The dates, phase and notes of a release on that day; of an image, those of its family."""
        if isinstance(named, ImageRef):
            return lifespan.lifecycle(self.facts, named.system.release.id, as_of, named.family)
        release = named.release if isinstance(named, System) else named
        return lifespan.lifecycle(self.facts, release.id, as_of)

    def stale_note(self, as_of: date) -> str | None:
        """A warning where the facts were last reviewed more than 90 days before that day."""
        if (as_of - self.reviewed).days <= _FRESH_DAYS:
            return None
        return (
            f"The facts were last reviewed on {in_words(self.reviewed)}, more than {_FRESH_DAYS} days before this "
            "date: look whether something has changed since."
        )

    def decide(self, proposition: Any, as_of: date) -> Ruling[Any]:
        """Whether a proposition of any claim kind is true on that day."""
        return self.kind(proposition).decide(self.facts, proposition, as_of)

    def state(self, proposition: Any) -> str:
        """A proposition of any claim kind as a sentence that asserts it."""
        return self.kind(proposition).state(self.facts, proposition)

    def kind(self, proposition: Any) -> Kind:
        """The claim kind that a proposition belongs to. Raises InputError for a type that is none."""
        kind = self._kinds.get(type(proposition)) or _all_kinds().get(type(proposition))
        if kind is None:
            raise InputError(f"{type(proposition).__name__} is no proposition of a claim kind.", "See rulebook.KINDS.")
        return kind

    def _check(
        self,
        host_key: "_HostKey",
        image_key: "_ImageKey",
        isolations: tuple[Isolation, ...],
        platform: Platform,
        as_of: date,
    ) -> Check:
        host, image = host_key.system, image_key.image
        host_life = self.lifecycle(host, as_of)
        image_life = self.lifecycle(image, as_of)
        by_isolation: Mapping[Isolation, Verdict] = MappingProxyType(
            {isolation: self._verdict(host, image, isolation, platform, as_of) for isolation in isolations}
        )
        changes = [c for c in (host_life.changes_on, image_life.changes_on) if c is not None]
        return Check(
            host=host,
            image=image,
            platform=platform,
            as_of=as_of,
            by_isolation=by_isolation,
            host_phase=host_life.phase.value,
            image_phase=image_life.phase.value,
            notes=_support_notes(host_life, image_life),
            changes_on=min(changes, default=None),
        )

    def _verdict(self, host: System, image: ImageRef, isolation: Isolation, platform: Platform, as_of: date) -> Verdict:
        judged = self._ask(host, image, isolation, platform)
        changes: tuple[Change, ...] = ()
        if judged.outcome is Outcome.UNSUPPORTED:
            problem = fixes.Problem(
                facts=self.facts, host=host, image=image, isolation=isolation, platform=platform, as_of=as_of
            )
            changes = fixes.nearest_changes(problem, lambda *asked: self._ask(*asked).outcome)
        return Verdict(
            outcome=judged.outcome, derivation=judged.derivation, conditions=judged.conditions, fixes=changes
        )

    def _ask(self, host: System, image: ImageRef, isolation: Isolation, platform: Platform) -> Judgement:
        system = image.system
        return self._judged(host.release.id, host.revision, system.release.id, system.revision, isolation, platform)

    def _judge(  # noqa: PLR0917  the key of its cache, passed by position for speed
        self,
        host: str,
        host_revision: int | None,
        image: str,
        image_revision: int | None,
        isolation: Isolation,
        platform: Platform,
    ) -> Judgement:
        releases = self.facts.releases
        case = Case(
            premises=self._premises,
            host=System(release=releases[host], revision=host_revision),
            image=System(release=releases[image], revision=image_revision),
            isolation=isolation,
            platform=platform,
        )
        return judge(case)


def _all_tables() -> factbase.Tables:
    from assistant.rules import rulebook  # noqa: PLC0415  `check` needs none of its kinds and should not wait for them

    return rulebook.TABLES


@cache
def _all_kinds() -> dict[type[Any], Kind]:
    from assistant.rules import rulebook  # noqa: PLC0415  as above

    return {p: kind for kind in rulebook.KINDS for p in kind.propositions}


class _HostKey:
    """A host as a cache key: the ids that the answer depends on, hashed in a fraction of a dataclass's time."""

    __slots__ = ("key", "system")

    def __init__(self, system: System) -> None:
        self.system = system
        self.key = (system.release.id, system.revision, system.note)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _HostKey) and self.key == other.key


class _ImageKey:
    """An image as a cache key."""

    __slots__ = ("image", "key")

    def __init__(self, image: ImageRef) -> None:
        self.image = image
        system = image.system
        self.key = (system.release.id, system.revision, system.note, image.family, image.tag, image.note)

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _ImageKey) and self.key == other.key


def _support_notes(host: Lifecycle, image: Lifecycle) -> tuple[str, ...]:
    """What the support phases add to a verdict, in words: only what is not simply in mainstream support."""
    notes = []
    for role, life in (("host", host), ("image", image)):
        name, last = life.release.name, life.span.last_day
        if life.phase is Phase.OUT_OF_SUPPORT:
            when = f": it ended on {in_words(last)}" if last else ""
            notes.append(f"The {role} ({name}) is out of support{when}.")
        elif life.phase is Phase.EXTENDED:
            until = f", until {in_words(last)}" if last else ""
            notes.append(f"The {role} ({name}) is in extended support{until}.")
        elif life.phase is Phase.NOT_RELEASED:
            notes.append(f"The {role} ({name}) was not released yet on this day.")
    return tuple(notes)
