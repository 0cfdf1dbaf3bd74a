"""What is run and what it is run on: releases, systems, image references, isolation and platform."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Role(StrEnum):
    """Whether a release is a server or a client (desktop) Windows."""

    SERVER = "server"
    CLIENT = "client"


class Channel(StrEnum):
    """The servicing channel of a release, named as people write it."""

    LTSC = "LTSC"
    SAC = "SAC"
    ANNUAL = "Annual Channel"
    CLIENT = "General Availability Channel"


class Isolation(StrEnum):
    """How a container is separated from its host."""

    PROCESS = "process"
    HYPERV = "hyperv"


class Platform(StrEnum):
    """Where the host stands: AKS and Kubernetes offer process isolation only."""

    WINDOWS = "windows"
    AKS = "aks"
    KUBERNETES = "kubernetes"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A day, None where the facts have none, and the id of the fact that says so."""

    day: date | None
    fact: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """One release of Windows. `build` is the third part of 10.0.BUILD.REVISION, `version` its name, such as 23H2."""

    id: str
    name: str
    role: Role
    channel: Channel
    build: int
    version: str
    available: Dated
    mainstream_end: Dated
    extended_end: Dated

    def __hash__(self) -> int:
        return hash(self.id)  # equal releases have equal ids; the generated hash goes through every date


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """A release and perhaps its revision (the fourth part of the version): a host, or the system in an image.

    `note` says what was read into an ambiguous spelling, for example that build 17763 was read as the server.
    """

    release: Release
    revision: int | None = None
    note: str | None = None

    @property
    def version(self) -> str:
        """The build, or the full version where the revision is known."""
        build = self.release.build
        return str(build) if self.revision is None else f"10.0.{build}.{self.revision}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRef:
    """A container image: the system in it and, where it was named, its family (`servercore`, `nanoserver`, ...).

    `tag` is the tag as published. `note` says what was read into the reference, for example an unverified tag.
    """

    system: System
    family: str | None = None
    tag: str | None = None
    note: str | None = None
