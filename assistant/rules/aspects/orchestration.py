"""Windows nodes in any Kubernetes cluster and in other orchestrators: a part of the kind `aks`. Facts in aks.toml."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from assistant.rules.aspect import Aspect, Reading, settled, undecided
from assistant.rules.factbase import FactBase
from assistant.rules.moment import Moment
from assistant.rules.release import Isolation
from assistant.rules.told import Telling
from assistant.rules.verdict import Ruling, Step


class Cluster(StrEnum):
    """Where Windows nodes are managed."""

    AKS = "AKS"
    KUBERNETES = "Kubernetes"
    OPENSHIFT = "OpenShift on vSphere"


class NodeImageKind(StrEnum):
    """An image that runs on a node."""

    CONTAINER = "a container image"
    PAUSE = "the pause image"


class Selector(StrEnum):
    """A way to choose nodes by their Windows version."""

    NODE_SELECTOR = "a nodeSelector"
    RUNTIME_CLASS = "a RuntimeClass"


@dataclass(frozen=True, slots=True, kw_only=True)
class OffersIsolation(Telling):
    """Windows containers can run under that isolation there."""

    cluster: Cluster
    isolation: Isolation


@dataclass(frozen=True, slots=True, kw_only=True)
class MustMatch(Telling):
    """The version of that image must match the node there."""

    cluster: Cluster
    image: NodeImageKind


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSystem(Telling):
    """The release is documented as a node operating system there on the as-of date."""

    cluster: Cluster
    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelIs(Telling):
    """The label that holds the Windows build of a node."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelValue(Telling):
    """The value of that label on nodes with a release."""

    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectedBy(Telling):
    """Nodes of a Windows version can be selected in that way."""

    selector: Selector


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped(Telling):
    """The date on which an orchestrator dropped a release."""

    cluster: Cluster
    subject: str
    when: Moment


def _label_value(facts: FactBase, proposition: LabelValue, as_of: date) -> Ruling[Any]:  # noqa: ARG001
    """The version without the revision, which follows from the build of the release."""
    entry = facts.told_of(LabelIs)[0]
    release = facts.releases.get(proposition.subject)
    if release is None:
        return undecided(Step(rule="R184", text="The label has one value a release, not a group.", facts=(entry.id,)))
    value = f"10.0.{release.build}"
    step = Step(rule="R184", text=f"The label of {release.name} nodes is {value}.", facts=(entry.id, release.id))
    return settled(proposition, true=proposition.text == value, step=step, instead=replace(proposition, text=value))


ORCHESTRATION: tuple[Aspect, ...] = (
    Aspect(
        proposition=OffersIsolation,
        rule="R181",
        title="Isolation in clusters",
        statement="AKS and Kubernetes run Windows containers in process isolation only.",
        sentence="{cluster} [runs|does not run] Windows containers {isolation}.",
        table="isolation",
    ),
    Aspect(
        proposition=MustMatch,
        rule="R182",
        title="Image and node must match",
        statement="In AKS and Kubernetes container images and the pause image must match the Windows version of the "
        "node.",
        sentence="In {cluster} {image} [must|need not] match the Windows version of the node.",
        table="must_match",
    ),
    Aspect(
        proposition=LabelIs,
        rule="R183",
        title="The label of the Windows build",
        statement="Nodes carry their Windows build in the label node.kubernetes.io/windows-build.",
        sentence="The node label of the Windows build [is|is not] {label}.",
        table="label",
        value=("label",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=LabelValue,
        rule="R184",
        title="The value of the label",
        statement="The value is 10.0 and the build of the release, without the revision.",
        sentence="The value of the label windows-build on {subject} nodes [is|is not] {text}.",
        procedure=_label_value,
        draws_on=(LabelIs,),
    ),
    Aspect(
        proposition=NodeSystem,
        rule="R185",
        title="Node operating systems of Kubernetes",
        statement="Kubernetes documents Windows Server 2022 and 2025 as node systems; 2019 was removed in March 2026.",
        sentence="{cluster} [documents|does not document] {subject} as a node operating system.",
        table="node_system",
        value=("subject",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=SelectedBy,
        rule="R186",
        title="How nodes are selected",
        statement="By a nodeSelector, or by a RuntimeClass that carries it.",
        sentence="Nodes of a Windows version [can|cannot] be selected by {selector}.",
        table="selector",
    ),
    Aspect(
        proposition=Dropped,
        rule="R187",
        title="Other orchestrators follow the end of servicing",
        statement="OpenShift dropped version 20H2 on vSphere when its servicing ended.",
        sentence="{cluster} [dropped|did not drop] {subject} {when}.",
        table="dropped",
        value=("when",),
        reading=Reading.ONE,
    ),
)
