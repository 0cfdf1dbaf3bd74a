"""What the rules can be asked to say, and the sentences they say it in."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.rules.release import ImageRef, Isolation, Platform, Release, System


class Part(StrEnum):
    """The place of a statement in an answer, in reading order."""

    ANSWER = "answer"
    REASON = "reason"
    CONDITION = "condition"
    FIX = "fix"
    SUPPORT = "support"


class Need(StrEnum):
    """What a question asks the need of, instead of whether the image runs: a 'yes' means something else there."""

    HYPERV = "hyperv"
    REBUILD = "rebuild"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """May this image run on this host, in the isolation asked for or in either? `need`: what is it that it needs?"""

    host: System
    image: ImageRef
    platform: Platform = Platform.WINDOWS
    isolation: Isolation | None = None
    need: Need | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HostRow:
    """What runs on this host? `images` are the ones asked about; empty means all there are."""

    host: System
    platform: Platform = Platform.WINDOWS
    isolation: Isolation | None = None
    images: tuple[ImageRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageColumn:
    """Where does this image run? `hosts` are the ones asked about, such as all of Windows 11; empty means all."""

    image: ImageRef
    platform: Platform = Platform.WINDOWS
    isolation: Isolation | None = None
    hosts: tuple[System, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportDates:
    """Until when is this release, or one family of its images, supported, and in which phase is it?

    `begins` says that the day it became available is asked for.
    """

    release: Release
    family: str | None = None
    begins: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportOverview:
    """Which server releases are in support, and in which phase?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Which channel and build is this release?"""

    release: Release


@dataclass(frozen=True, slots=True, kw_only=True)
class Misnamed:
    """What is wrong with this name: a Linux image, a tag never published, a release or build that nothing has?"""

    name: str


Subject = Pair | HostRow | ImageColumn | SupportDates | SupportOverview | Identity | Misnamed


@dataclass(frozen=True, slots=True, kw_only=True)
class Asserted:
    """A claim that a statement makes: the contract's kind with its own fields, and the rules it follows from."""

    kind: str
    rules: tuple[str, ...]
    fields: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One sentence of the rules, its place in an answer and the claims it makes."""

    text: str
    part: Part
    claims: tuple[Asserted, ...] = ()
