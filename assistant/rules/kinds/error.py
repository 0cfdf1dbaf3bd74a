"""What does an error code or message mean, what causes it and what helps? Facts in error.toml."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from assistant.rules.aspect import Aspect, Reading, kind, look_up, tables
from assistant.rules.factbase import FactBase
from assistant.rules.told import Telling
from assistant.rules.verdict import Ruling, Truth


class Error(StrEnum):
    """A code or the beginning of a message, as it is written."""

    IMAGE_MISMATCH = "0xc0370101"
    HYPERV_NOT_INSTALLED = "0xc0370102"
    OPERATION_PENDING = "0xc0370103"
    INVALID_STATE = "0xc0370105"
    UNEXPECTED_EXIT = "0xc0370106"
    UNKNOWN_MESSAGE = "0xc037010b"
    INVALID_JSON = "0xc037010d"
    ALREADY_STOPPED = "0xc0370110"
    INVALID_LAYER = "0xc0370112"
    INSIDER_REQUIRED = "0xc0370113"
    NO_HYPERVISOR = "0xc0351000"
    NO_MANIFEST = "no matching manifest for windows/amd64"
    INCOMPATIBLE_IMAGE = "a Windows version-based image is incompatible with a host"
    NO_PLATFORM = "no match for platform in manifest: not found"
    LATEST_NOT_FOUND = "manifest for latest not found"
    UNSUPPORTED_BY_PLATFORM = "UnsupportedWindowsVersion"
    APP_SERVICE_LIMIT = "App Service supports Windows Containers up to"
    OLD_CLIENT = "Windows client operating systems earlier than version 1809 can only run Hyper-V containers"
    OLD_DAEMON_HOST = "this version of Windows does not support the docker daemon"
    BASELINE_FAILURE = "silent failure after the update of February 2020"


class Meaning(StrEnum):
    """What an error says."""

    MISMATCH = "the operating systems of container and host do not match"
    HYPERV_NOT_INSTALLED = "Hyper-V is not installed"
    PENDING = "the operation is pending"
    INVALID_STATE = "the container is in an invalid state"
    EXITED = "the container exited unexpectedly"
    UNKNOWN_MESSAGE = "the message is unknown"
    INVALID_JSON = "the JSON document is invalid"
    STOPPED = "the container has already stopped"
    INVALID_LAYER = "the layer of the image is invalid"
    INSIDER = "the feature needs a Windows Insider build"
    NO_HYPERVISOR = "no hypervisor is present on the system"
    NO_IMAGE = "the tag holds no image for the build of the host"
    BLOCKED = "the pull was blocked because the image is newer than the host"
    REFUSED = "the platform matcher of containerd refuses every image of the tag"
    NO_LATEST = "the tag latest is not published"
    PLATFORM_LIMIT = "the platform does not take that Windows version"
    HYPERV_ONLY = "the client is older than version 1809 and has Hyper-V isolation only"
    BUILD_TOO_LOW = "the build of the host is below the daemon's minimum"
    BASELINE = "host and image are on different sides of the update of February 2020"


class Cause(StrEnum):
    """What brings an error about."""

    OTHER_BUILD = "an image of another build in process isolation"
    HOST_OLDER = "a host that is older than every image of the tag"
    IMAGE_NEWER = "an image that is newer than the host"
    LINUX_ONLY = "a tag that holds Linux images only"
    MATCHER = "a platform matcher that is too old or too strict"
    REVISION_NEWER = "an image whose revision is newer than the host's"
    LAYER_25H2 = "a Windows Server 2025 image on Windows 11, version 25H2"
    NO_HYPERVISOR = "a host without a running hypervisor"
    NO_LATEST = "the tag latest, which is not published"
    PLATFORM = "a limit of the platform, not the rule of host and image"
    OLD_CLIENT = "an old Docker daemon on Windows 10 before version 1809"
    LOW_BUILD = "a host with a build below 17763"
    BASELINE = "a host and an image on different sides of the update of February 2020"


class Fix(StrEnum):
    """What somebody would do about it."""

    MATCHING_IMAGE = "an image that matches the host"
    MATCHING_HOST = "a host that matches the image"
    HYPERV = "Hyper-V isolation"
    PROCESS = "process isolation with a matching image"
    NEWER_HOST = "a newer host"
    OLDER_IMAGE = "an older image"
    NEWER_RUNTIME = "a newer runtime"
    PATCH_HOST = "the missing updates on the host"
    OLDER_PATCH = "an older patch tag of the image"
    HYPERV_ROLE = "the Hyper-V role"
    NESTED = "nested virtualization in the virtual machine"
    NAMED_TAG = "a tag that names a version"
    IMAGE_2022 = "the Windows Server 2022 image"
    LISTED_VERSION = "a Windows version that the platform lists"
    UPDATE_BOTH = "updates on the host and in the image"
    OLD_ENGINE = "an old Docker engine"


class Provided(StrEnum):
    """Which of host and image is the newer one, where the fix depends on it."""

    ANY = ""
    HOST_NEWER = " where the host is newer than the image"
    IMAGE_NEWER = " where the image is newer than the host"


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedAs(Telling):
    """The symbolic name of a code."""

    error: Error
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAs(Telling):
    """A text, or the beginning of one, that is printed with a code."""

    error: Error
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Means(Telling):
    """What the error means."""

    error: Error
    meaning: Meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class CausedBy(Telling):
    """A cause of the error."""

    error: Error
    cause: Cause


@dataclass(frozen=True, slots=True, kw_only=True)
class FixedBy(Telling):
    """The fix helps against the error, in any case or under a condition."""

    error: Error
    fix: Fix
    provided: Provided = Provided.ANY


@dataclass(frozen=True, slots=True, kw_only=True)
class FixKnown(Telling):
    """A fix of the error is known."""

    error: Error


@dataclass(frozen=True, slots=True, kw_only=True)
class CuredBy(Telling):
    """An update that cured the error in a reported case."""

    error: Error
    update: str


def _fixed(facts: FactBase, proposition: FixedBy, as_of: date) -> Ruling[Any]:
    """By the entry for the condition named, else by the one that holds in any case."""
    ruling = look_up(_FIX, facts, proposition, as_of)
    if ruling.truth is not Truth.UNDECIDED or proposition.provided is Provided.ANY:
        return ruling
    general = look_up(_FIX, facts, replace(proposition, provided=Provided.ANY), as_of)
    correction = replace(proposition, asserted=not proposition.asserted) if general.correction else None
    return replace(general, correction=correction)


_FIX = Aspect(
    proposition=FixedBy,
    rule="R124",
    title="What helps against an error",
    statement="A fix helps against an error if a source says so; Hyper-V isolation helps where the host is newer than "
    "the image and never where the image is newer.",
    sentence="{fix} [helps|does not help] against the error '{error}'{provided}.",
    table="fix",
    procedure=_fixed,
)
ASPECTS: tuple[Aspect, ...] = (
    Aspect(
        proposition=NamedAs,
        rule="R120",
        title="Names of error codes",
        statement="Each code of the host compute service has one name.",
        sentence="The error {error} [is|is not] named {name}.",
        table="name",
        value=("name",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=PrintedAs,
        rule="R121",
        title="Texts of error codes",
        statement="Runtimes of different age print different texts with the same code.",
        sentence="The error {error} [is|is not] printed as '{message}'.",
        table="message",
    ),
    Aspect(
        proposition=Means,
        rule="R122",
        title="What errors mean",
        statement="Each error has one meaning.",
        sentence="The error '{error}' [means|does not mean] that {meaning}.",
        table="meaning",
        value=("meaning",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=CausedBy,
        rule="R123",
        title="What causes an error",
        statement="A cause is one that a source names or reports.",
        sentence="The error '{error}' [can|cannot] be caused by {cause}.",
        table="cause",
    ),
    _FIX,
    Aspect(
        proposition=FixKnown,
        rule="R125",
        title="Whether a fix is known",
        statement="For 0xc0370112 no fix is known; for the others with a meaning that concerns versions there is one.",
        sentence="A fix of the error '{error}' [is|is not] known.",
        table="known",
    ),
    Aspect(
        proposition=CuredBy,
        rule="R126",
        title="Updates that cured an error",
        statement="A host update cured 0xc0370106 in a reported case.",
        sentence="The error '{error}' [was|was not] cured by the update {update} in a reported case.",
        table="update",
    ),
)
KIND = kind("error", ASPECTS)
TABLES = tables("error", ASPECTS)
