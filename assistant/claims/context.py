"""What the text has said so far: what a sentence may lean on."""

from dataclasses import dataclass, field, replace

from assistant.claims.claim import Claim
from assistant.rules.release import Isolation, Platform, Release, System


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a combination: the systems meant. `general` says that they are 'all', 'older ones' and their like,
    `group` that a name stands for several ('Windows 11', 'LTSC hosts', 'or newer'), `relation` how they stand to the
    other side ("older", "newer", "same")."""

    systems: tuple[System, ...]
    general: bool = False
    group: bool = False
    relation: str = ""
    every: bool = False

    @property
    def releases(self) -> tuple[Release, ...]:
        """The releases of its systems."""
        return tuple(system.release for system in self.systems)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """A compatibility statement before it is spread over the combinations it speaks of.

    `sign` is +1 for 'runs', -1 for 'does not'. `isolations` is empty where none was named; `carried` are those that
    the text named before. `only` is the side that an 'only' limits. `swapped` says that the roles may be the other way
    round. `except_sides`, `except_isolations` are the exceptions, for which the opposite is said.
    """

    start: int
    end: int
    host: Side | None = None
    image: Side | None = None
    isolations: tuple[Isolation, ...] = ()
    carried: tuple[Isolation, ...] = ()
    some_way: bool = False
    sign: int = 1
    only: str = ""
    only_loose: bool = False  # the "only" stands before the verb and may limit what comes later
    platform: Platform = Platform.WINDOWS
    conditions: frozenset[str] = frozenset()
    some_fail: bool = False
    swapped: bool = False
    except_host: Side | None = None
    except_image: Side | None = None
    except_isolations: tuple[Isolation, ...] = ()
    unread: tuple[str, ...] = ()
    hedged: bool = False
    every: bool = False
    leans: bool = False
    partial: bool = False
    unsure: bool = False


@dataclass(slots=True)
class Level:
    """What a heading or a list's introduction says for everything under it."""

    level: int
    host: Side | None = None
    image: Side | None = None
    isolations: tuple[Isolation, ...] = ()
    platform: Platform | None = None
    releases: tuple[Release, ...] = ()
    sign: int = 0
    denies: bool = False  # 'Myths', 'Common misconceptions'
    opens: bool = False  # it begins with where, when or with what
    unread: tuple[str, ...] = ()  # words in it that may limit what stands under it


@dataclass(slots=True)
class Context:
    """The state of reading one text."""

    headings: list[Level] = field(default_factory=list)
    intros: list[Level] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)  # those of the last sentence that had some
    asked: list[Frame] = field(default_factory=list)  # those of a question just before
    question: tuple[Claim, ...] = ()  # claims of other kinds that a question asked about
    isolations: tuple[Isolation, ...] = ()  # named last
    releases: tuple[Release, ...] = ()  # what the last sentence was about
    platform: Platform | None = None
    in_item: bool = False
    open: bool = False  # the question just before was not understood
    elided: bool = False  # the clause has its subject from an earlier one of its sentence

    def enter_heading(self, level: Level) -> None:
        """A heading replaces those of its level and below, and everything that was said before it."""
        while self.headings and self.headings[-1].level >= level.level:
            self.headings.pop()
        self.headings.append(level)
        self.intros.clear()
        self.frames = []
        self.isolations = ()
        self.releases = ()
        self.platform = None

    def enter_intro(self, level: Level) -> None:
        """The introduction of a list, or the item that a nested list belongs to."""
        self.leave_lists(level.level)
        self.intros.append(level)

    def leave_lists(self, depth: int) -> None:
        """Forget introductions of lists at this depth and deeper."""
        while self.intros and self.intros[-1].level >= depth:
            self.intros.pop()

    def around(self) -> Level:
        """What introductions and headings give together, the nearest first."""
        found = Level(level=0)
        for level in (*reversed(self.intros), *reversed(self.headings)):
            found.host = found.host or level.host
            found.image = found.image or level.image
            found.isolations = found.isolations or level.isolations
            found.platform = found.platform or level.platform
            found.releases = found.releases or level.releases
            found.sign = found.sign or level.sign
            if level.host or level.image or level.isolations or level.platform or level.sign:
                found.unread += level.unread
        return found


def turned(frame: Frame) -> Frame:
    """The frame with the opposite sign."""
    return replace(frame, sign=-frame.sign)
