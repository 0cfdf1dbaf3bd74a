"""What do containers need of their host: role, virtual machine, edition, drive; and which isolation is the default?

Facts in requirement.toml.
"""

from dataclasses import dataclass
from enum import StrEnum

from assistant.rules.aspect import Aspect, Reading, kind, tables
from assistant.rules.release import Isolation
from assistant.rules.told import Telling


class Thing(StrEnum):
    """What an isolation may need of its host."""

    HYPERV_ROLE = "the Hyper-V role"
    NESTED = "nested virtualization where the host is a virtual machine"
    DRIVE_C = "Windows installed on drive C:"


class Resource(StrEnum):
    """What a virtual machine with nested virtualization is measured in."""

    MEMORY = "GB of memory"
    PROCESSORS = "virtual processors"


class Processor(StrEnum):
    """A maker of processors."""

    INTEL = "Intel processors"
    AMD = "AMD processors"


class ClientEdition(StrEnum):
    """An edition of Windows 10 or 11."""

    HOME = "Home"
    PRO = "Pro"
    ENTERPRISE = "Enterprise"
    EDUCATION = "Education"


class Product(StrEnum):
    """A line of releases."""

    WINDOWS_10 = "Windows 10"
    WINDOWS_SERVER = "Windows Server"


class Setup(StrEnum):
    """An arrangement that somebody might run containers in."""

    ESX = "Nesting containers with Hyper-V isolation on VMware ESX"
    ON_WINDOWS_10 = "Running containers in a virtual machine that is hosted on Windows 10"


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs(Telling):
    """Containers under that isolation need that of their host."""

    isolation: Isolation
    thing: Thing


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedNeeds(Telling):
    """Hyper-V isolation in a virtual machine needs at least that much."""

    resource: Resource
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NestedOn(Telling):
    """Nested virtualization for containers works with processors of that maker."""

    processor: Processor


@dataclass(frozen=True, slots=True, kw_only=True)
class HostsContainers(Telling):
    """A client release of that edition can host containers."""

    subject: str
    edition: ClientEdition


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstHost(Telling):
    """The first release of a product line that hosts containers."""

    product: Product
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultIsolation(Telling):
    """The isolation that a container gets on that host where none is asked for."""

    subject: str
    isolation: Isolation


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupSupported(Telling):
    """The arrangement is supported."""

    setup: Setup


@dataclass(frozen=True, slots=True, kw_only=True)
class HasHyperVRole(Telling):
    """The Hyper-V role can be installed on that release."""

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessFromBuild(Telling):
    """The first build of a client product that starts containers in process isolation."""

    product: Product
    build: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessFromEngine(Telling):
    """The first version of Docker Engine that starts containers in process isolation on a client product."""

    product: Product
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessAskedWith(Telling):
    """The option that asks for process isolation on a client."""

    subject: str
    option: str


ASPECTS: tuple[Aspect, ...] = (
    Aspect(
        proposition=Needs,
        rule="R100",
        title="What each isolation needs",
        statement="Hyper-V isolation needs the Hyper-V role, and nested virtualization in a virtual machine; process "
        "isolation needs neither, but Windows on drive C:.",
        sentence="Containers {isolation} [need|do not need] {thing}.",
        table="needs",
    ),
    Aspect(
        proposition=NestedNeeds,
        rule="R101",
        title="What nested virtualization needs",
        statement="At least 4 GB of memory and two virtual processors.",
        sentence="Hyper-V isolation in a virtual machine [needs|does not need exactly] {least} {resource} at least.",
        table="nested",
        value=("least",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=NestedOn,
        rule="R102",
        title="Processors with virtualization extensions",
        statement="Nested virtualization needs a processor with virtualization extensions, of Intel or of AMD.",
        sentence="Nested virtualization for containers [works|does not work] with {processor}.",
        table="processor",
    ),
    Aspect(
        proposition=HostsContainers,
        rule="R103",
        title="Client editions that host containers",
        statement="Windows 10 and 11 Pro and Enterprise host containers; Home is not among them.",
        sentence="The {edition} edition of {subject} [can|cannot] host containers.",
        table="client_edition",
    ),
    Aspect(
        proposition=FirstHost,
        rule="R104",
        title="The first releases that host containers",
        statement="Containers begin with Windows Server 2016 and with Windows 10, version 1607.",
        sentence="The first release of {product} that hosts containers [is|is not] {subject}.",
        table="first",
        value=("subject",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=DefaultIsolation,
        rule="R105",
        title="Default isolation",
        statement="Servers run containers in process isolation unless asked otherwise, clients with Hyper-V isolation.",
        sentence="On {subject} containers [run|do not run] {isolation} by default.",
        table="default_isolation",
        value=("isolation",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=SetupSupported,
        rule="R106",
        title="Arrangements that are not supported",
        statement="Containers with Hyper-V isolation nested on VMware ESX, and containers in a virtual machine on "
        "Windows 10, are not supported.",
        sentence="{setup} [is|is not] supported.",
        table="setup",
    ),
    Aspect(
        proposition=HasHyperVRole,
        rule="R107",
        title="Version 23H2 has the Hyper-V role",
        statement="The Hyper-V role is part of version 23H2.",
        sentence="{subject} [has|does not have] the Hyper-V role to install.",
        table="role_in",
    ),
    Aspect(
        proposition=ProcessFromBuild,
        rule="R108",
        title="Process isolation on Windows 10: build",
        statement="Windows 10 starts containers in process isolation from build 17763 on.",
        sentence="On {product} process isolation [needs|does not begin with] build {build} or later.",
        table="process_build",
        value=("build",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=ProcessFromEngine,
        rule="R109",
        title="Process isolation on Windows 10: engine",
        statement="Process isolation on Windows 10 needs Docker Engine 18.09 or later.",
        sentence="On {product} process isolation [needs|does not begin with] Docker Engine {version} or later.",
        table="process_engine",
        value=("version",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=ProcessAskedWith,
        rule="R110",
        title="Process isolation on clients has to be asked for",
        statement="On clients process isolation has to be asked for with --isolation=process.",
        sentence="On {subject} process isolation [is|is not] asked for with {option}.",
        table="process_option",
        value=("option",),
        reading=Reading.ONE,
    ),
)
KIND = kind("requirement", ASPECTS)
TABLES = tables("requirement", ASPECTS)
