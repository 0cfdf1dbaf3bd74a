"""What Windows node pools of AKS need, have and allow: a part of the kind `aks`. Facts in aks.toml."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.rules.aspect import Aspect, Reading
from assistant.rules.aspects.os_sku_versions import OsSku
from assistant.rules.told import Telling


class Need(StrEnum):
    """What a node pool needs beside versions."""

    FIPS = "the option --enable-fips-image"
    EXTENSION = "the aks-preview extension"


class Feature(StrEnum):
    """What else is used on a cluster."""

    NETWORK_POLICY_MANAGER = "Azure Network Policy Manager"
    CONTAINER_INSIGHTS = "Container insights"


class NodeProperty(StrEnum):
    """How nodes are made by default."""

    GENERATION_2 = "Generation 2 virtual machines"
    CONTAINERD_2 = "containerd 2.0"


class PoolRule(StrEnum):
    """A statement about all Windows node pools of AKS."""

    ONE_VERSION = "A node pool has one Windows version"
    CHANGE_IN_PLACE = "The os-sku of a Windows node pool can be changed in place"
    NEW_POOL = "The Windows version is changed by a new node pool, redeployment and removal of the old pool"
    HYPERV_PLANNED = "Hyper-V isolation is planned for AKS"
    RETEST = "HostProcess containers should be tested again after leaving WindowsAnnual"


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolNeeds(Telling):
    """A node pool of the os-sku needs that."""

    sku: OsSku
    need: Need


@dataclass(frozen=True, slots=True, kw_only=True)
class CliFrom(Telling):
    """The first version of the Azure CLI that can create the pool."""

    sku: OsSku
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagOf(Telling):
    """The feature flag that the preview needs."""

    sku: OsSku
    flag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WorksWith(Telling):
    """The os-sku works with that feature."""

    sku: OsSku
    feature: Feature


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeImage(Telling):
    """A node image of the os-sku."""

    sku: OsSku
    image: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LatestNodeImage(Telling):
    """The version of the latest node image."""

    sku: OsSku
    image: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodesHave(Telling):
    """Nodes of the os-sku have that by default."""

    sku: OsSku
    what: NodeProperty


@dataclass(frozen=True, slots=True, kw_only=True)
class Caches(Telling):
    """Nodes of the os-sku hold the Server Core and Nano Server images of that release already."""

    sku: OsSku
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolsAre(Telling):
    """A statement about all Windows node pools holds."""

    rule: PoolRule


NODE_POOLS: tuple[Aspect, ...] = (
    Aspect(
        proposition=PoolNeeds,
        rule="R169",
        title="What a node pool needs",
        statement="Windows2025 needs --enable-fips-image, WindowsAnnual needed the aks-preview extension.",
        sentence="A node pool of the AKS os-sku {sku} [needs|does not need] {need}.",
        table="needs",
    ),
    Aspect(
        proposition=CliFrom,
        rule="R170",
        title="The Azure CLI that a node pool needs",
        statement="2.87.0 for Windows2025 and 2.56.0 for WindowsAnnual.",
        sentence="The AKS os-sku {sku} [needs|does not begin with] Azure CLI {version} or later.",
        table="cli",
        value=("version",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=FlagOf,
        rule="R171",
        title="The feature flag of the preview",
        statement="The preview of WindowsAnnual needs the flag AKSWindowsAnnualPreview.",
        sentence="The AKS os-sku {sku} [needs|does not need] the feature flag {flag}.",
        table="flag",
        value=("flag",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=WorksWith,
        rule="R172",
        title="What WindowsAnnual does not work with",
        statement="WindowsAnnual works neither with Azure Network Policy Manager nor with Container insights.",
        sentence="The AKS os-sku {sku} [works|does not work] with {feature}.",
        table="feature",
    ),
    Aspect(
        proposition=NodeImage,
        rule="R173",
        title="Node images of WindowsAnnual",
        statement="WindowsAnnual has the node images AKSWindows-23H2 and AKSWindows-23H2-gen2.",
        sentence="{image} [is|is not] a node image of the AKS os-sku {sku}.",
        table="node_image",
        value=("image",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=LatestNodeImage,
        rule="R174",
        title="Latest node images",
        statement="The latest node images are those of the newest release notes at hand.",
        sentence="The latest node image of the AKS os-sku {sku} [is|is not] {image}.",
        table="latest_image",
        value=("image",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=NodesHave,
        rule="R175",
        title="How Windows2025 nodes are made",
        statement="Windows2025 nodes are Generation 2 virtual machines with containerd 2.0 by default.",
        sentence="Nodes of the AKS os-sku {sku} [have|do not have] {what} by default.",
        table="nodes_have",
    ),
    Aspect(
        proposition=Caches,
        rule="R176",
        title="Images that nodes hold already",
        statement="Windows2025 nodes hold the images of Windows Server 2022 and 2025.",
        sentence="Nodes of the AKS os-sku {sku} [cache|do not cache] the {subject} images.",
        table="caches",
        value=("subject",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=PoolsAre,
        rule="R177",
        title="Rules of Windows node pools",
        statement="A pool has one Windows version, and another version means a new pool; Hyper-V isolation is not "
        "planned.",
        sentence="[|It is not so that: ]{rule}.",
        table="pools",
    ),
)
