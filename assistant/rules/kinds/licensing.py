"""What may be run under which licence? Facts in licensing.toml; Software Assurance is a matter of `acquisition`."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.rules.aspect import Aspect, Reading, kind, tables
from assistant.rules.release import Isolation
from assistant.rules.told import Telling


class Licence(StrEnum):
    """The licence of a container host."""

    STANDARD = "Windows Server Standard"
    DATACENTER = "Windows Server Datacenter"
    CLIENT = "Windows Pro or Enterprise"
    IOT = "Windows 10 IoT Core or IoT Enterprise"


class Client(StrEnum):
    """A client product, as licence terms name it."""

    WINDOWS_10 = "Windows 10"
    WINDOWS_11 = "Windows 11"


class Use(StrEnum):
    """What containers are run for."""

    PRODUCTION = "production"
    DEVELOPMENT = "development and testing"
    AGREED_PRODUCTION = "production under a commercial agreement"


class Origin(StrEnum):
    """Where a copy comes from, as far as it limits the use."""

    VISUAL_STUDIO = "a Visual Studio Subscription"
    VOLUME_LICENSING = "volume licensing"


class Spread(StrEnum):
    """What somebody would redistribute."""

    BASE_IMAGE = "a Windows base image on its own"


class LayerFact(StrEnum):
    """What is said of the base layers of Windows images."""

    FOREIGN = "New Windows base images have foreign layers"
    NEVER_PUSHED = "The base layer of a Windows image is never pushed with it"


@dataclass(frozen=True, slots=True, kw_only=True)
class Covers(Telling):
    """The licence covers that many containers under an isolation at a time; None is any number."""

    licence: Licence
    isolation: Isolation
    containers: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MayBeUsedFor(Telling):
    """Containers may be run for that on a host with that licence."""

    licence: Licence
    use: Use


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyMayBeUsedFor(Telling):
    """A release or channel obtained from there may be used for that."""

    subject: str
    origin: Origin
    use: Use


@dataclass(frozen=True, slots=True, kw_only=True)
class CountsAs(Telling):
    """Each container under that isolation counts as so many virtual operating system environments."""

    isolation: Isolation
    environments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LicensesHost(Telling):
    """The licence is a valid one for a container host."""

    licence: Licence


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientCovered(Telling):
    """The image licence may be used on that client product."""

    client: Client


@dataclass(frozen=True, slots=True, kw_only=True)
class LicensedBy(Telling):
    """The release or channel can be run under a licence of that edition."""

    subject: str
    licence: Licence


@dataclass(frozen=True, slots=True, kw_only=True)
class MaySpread(Telling):
    """The licence allows to redistribute that."""

    what: Spread


@dataclass(frozen=True, slots=True, kw_only=True)
class LayersAre(Telling):
    """A statement about base layers holds on the as-of date."""

    what: LayerFact


ASPECTS: tuple[Aspect, ...] = (
    Aspect(
        proposition=Covers,
        rule="R60",
        title="How many containers a host licence covers",
        statement="Windows Server Standard covers any number of containers in process isolation and two with Hyper-V "
        "isolation; Datacenter, client and IoT licences cover any number of both.",
        sentence="{licence} [covers|does not cover exactly] {containers} containers {isolation}.",
        table="covers",
        value=("containers",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=MayBeUsedFor,
        rule="R61",
        title="Clients are licensed for development and testing",
        statement="Windows Server licences cover production; a client licence covers containers for development and "
        "testing only; an IoT licence covers production with a commercial agreement.",
        sentence="Under {licence} containers [may|may not] be run for {use}.",
        table="use",
        value=("use",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=CopyMayBeUsedFor,
        rule="R62",
        title="Visual Studio copies are for development and testing",
        statement="What comes from a Visual Studio Subscription is for development and testing only.",
        sentence="{subject} from {origin} [may|may not] be used for {use}.",
        table="copy",
        value=("use",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=CountsAs,
        rule="R63",
        title="A container with Hyper-V isolation counts as a virtual machine does",
        statement="Each container with Hyper-V isolation counts as one virtual operating system environment.",
        sentence="A container {isolation} [counts|does not count] as {environments} virtual operating system "
        "environments.",
        table="counts",
        value=("environments",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=LicensesHost,
        rule="R64",
        title="A container host needs a valid licence",
        statement="The host must be licensed as Windows Server Standard or Datacenter, as a client, or as IoT.",
        sentence="{licence} [is|is not] a valid licence for a container host.",
        table="host_licence",
    ),
    Aspect(
        proposition=ClientCovered,
        rule="R65",
        title="Which clients the image licence covers",
        statement="The image licence covers Windows 10 and, by the container FAQ, Windows 11.",
        sentence="The licence of Windows container images [covers|does not cover] {client} hosts.",
        table="client",
    ),
    Aspect(
        proposition=LicensedBy,
        rule="R66",
        title="The Annual Channel is licensed with Datacenter",
        statement="The Annual Channel is licensed with Windows Server Datacenter; the Long-Term Servicing Channel "
        "with either edition.",
        sentence="{subject} [can|cannot] be licensed with {licence}.",
        table="edition",
        value=("licence",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=MaySpread,
        rule="R67",
        title="Base images may not be redistributed",
        statement="The licence of the images does not allow to redistribute a base image.",
        sentence="The licence of Windows container images [allows|does not allow] redistribution of {what}.",
        table="spread",
    ),
    Aspect(
        proposition=LayersAre,
        rule="R68",
        title="Base images have no foreign layers since 2023",
        statement="Foreign layers were dropped in June 2023, so the base layer is pushed like any other.",
        sentence="[|It is not true that: ]{what}.",
        table="layers",
    ),
)
KIND = kind("licensing", ASPECTS)
TABLES = tables("licensing", ASPECTS)
