"""With which options is a release installed, on what, and how does it say what it is? Facts in installation.toml."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.rules.aspect import Aspect, Reading, kind, tables
from assistant.rules.told import Telling


class Option(StrEnum):
    """An installation option of a host."""

    SERVER_CORE = "Server Core"
    DESKTOP = "Server with Desktop Experience"
    NANO = "Nano Server"


class Tool(StrEnum):
    """Where updates of a host come from."""

    WINDOWS_UPDATE = "Windows Update"
    WSUS = "Windows Server Update Services (WSUS)"
    CONFIGURATION_MANAGER = "Configuration Manager"


class Purpose(StrEnum):
    """What a release is made for."""

    CONTAINER_HOST = "container hosts"
    GENERAL = "general server roles"


class Nature(StrEnum):
    """What a release of a channel is to the one before it."""

    NEXT_RELEASE = "the next release"
    UPDATE = "an update of the installed release"


class Property(StrEnum):
    """What an installed system says of itself."""

    PRODUCT_NAME = "WindowsProductName"
    DISPLAY_VERSION = "OSDisplayVersion"


class Command(StrEnum):
    """A way to read a version."""

    VER = "ver"
    REGISTRY = "the registry value BuildLabEx"
    INSPECT = "docker inspect"
    COMPUTER_INFO = "Get-ComputerInfo"


class Shown(StrEnum):
    """What such a way shows."""

    HOST_VERSION = "the version of the host"
    IMAGE_VERSION = "the version of an image (OsVersion)"
    CHANNEL = "product name and display version, which tell the channel"


@dataclass(frozen=True, slots=True, kw_only=True)
class InstallsAs(Telling):
    """The release or channel can be installed on a host with that option."""

    subject: str
    option: Option


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsCleanInstallation(Telling):
    """The release or channel comes onto a host by a clean installation only; `upgrade` has the ways in detail."""

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HardwareLike(Telling):
    """The hardware minimum is that of the most recent release of the channel `source`."""

    subject: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UpdatedThrough(Telling):
    """Hosts with the release or channel get updates through that tool."""

    subject: str
    tool: Tool


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFor(Telling):
    """The release or channel is made for that."""

    subject: str
    purpose: Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasesAre(Telling):
    """A release of the channel is that to an installed one."""

    subject: str
    nature: Nature


@dataclass(frozen=True, slots=True, kw_only=True)
class Reports(Telling):
    """An installed system says that of itself."""

    subject: str
    what: Property
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NamesYear(Telling):
    """The product name of the release or channel has a year in it."""

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownBy(Telling):
    """The command shows that."""

    command: Command
    what: Shown


ASPECTS: tuple[Aspect, ...] = (
    Aspect(
        proposition=InstallsAs,
        rule="R80",
        title="Installation options of the channels",
        statement="The Annual Channel installs as Server Core only, as the Semi-Annual Channel did; the Long-Term "
        "Servicing Channel installs as Server Core or with Desktop Experience.",
        sentence="{subject} [can|cannot] be installed as {option}.",
        table="option",
        value=("option",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=HardwareLike,
        rule="R81",
        title="Hardware minimum of the Annual Channel",
        statement="The hardware minimum of the Annual Channel is that of the most recent LTSC release.",
        sentence="The hardware minimum of {subject} [is|is not] that of the most recent release of {source}.",
        table="hardware",
    ),
    Aspect(
        proposition=UpdatedThrough,
        rule="R82",
        title="Where updates come from",
        statement="Annual Channel hosts are updated through Windows Update, WSUS or Configuration Manager.",
        sentence="{subject} [gets|does not get] its updates through {tool}.",
        table="updates",
    ),
    Aspect(
        proposition=MadeFor,
        rule="R83",
        title="The Annual Channel is for container hosts",
        statement="The Annual Channel is made for container hosts only; the Long-Term Servicing Channel is for all "
        "roles.",
        sentence="{subject} [is|is not] made for {purpose}.",
        table="purpose",
        value=("purpose",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=ReleasesAre,
        rule="R84",
        title="A release of the Annual Channel is no update",
        statement="A release of the Annual Channel is the next release, not an update of the installed one.",
        sentence="A release of {subject} [is|is not] {nature}.",
        table="nature",
        value=("nature",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=Reports,
        rule="R85",
        title="What a system calls itself",
        statement="Version 23H2 calls itself Windows Server 2022 Datacenter; the display version tells it from "
        "Windows Server 2022, which has 21H2.",
        sentence="The {what} of {subject} [is|is not] {text}.",
        table="reports",
        value=("text",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=NamesYear,
        rule="R86",
        title="Product names with and without a year",
        statement="The product name of Semi-Annual Channel releases has no year; that of the Annual Channel has one.",
        sentence="The product name of {subject} [has|does not have] a year in it.",
        table="year",
    ),
    Aspect(
        proposition=ShownBy,
        rule="R87",
        title="How to read versions",
        statement="The version of a host is shown by `ver` and in the registry, that of an image by `docker inspect`, "
        "the channel by `Get-ComputerInfo`.",
        sentence="The version reader {command} [shows|does not show] {what}.",
        table="shown",
    ),
    Aspect(
        proposition=NeedsCleanInstallation,
        rule="R88",
        title="The Annual Channel needs a clean installation",
        statement="A release of the Annual Channel comes onto a host by a clean installation only.",
        sentence="{subject} [requires|does not require] a clean installation.",
        table="clean",
    ),
)
KIND = kind("installation", ASPECTS)
TABLES = tables("installation", ASPECTS)
