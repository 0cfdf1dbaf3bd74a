"""Which keys activate a release, and what does KMS need? Facts in activation.toml."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from assistant.rules.aspect import Aspect, Reading, kind, settled, tables, undecided
from assistant.rules.factbase import FactBase
from assistant.rules.release import Channel
from assistant.rules.told import Telling
from assistant.rules.verdict import Ruling, Step


class Edition(StrEnum):
    """An edition of Windows Server that has keys."""

    STANDARD = "Standard"
    DATACENTER = "Datacenter"
    AZURE = "Datacenter: Azure Edition"


class Unit(StrEnum):
    """What KMS counts."""

    SERVERS = "servers as its minimum"
    DAYS = "days between renewals"


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivatedWith(Telling):
    """Activation keys of that edition activate the release or channel."""

    subject: str
    edition: Edition


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientKey(Telling):
    """The KMS client setup key (GVLK) of a release and edition."""

    subject: str
    edition: Edition
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientKeyListed(Telling):
    """A KMS client setup key (GVLK) of the release is published."""

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HostKey(Telling):
    """The release or channel is activated by the KMS host key (CSVLK) of `source`."""

    subject: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HostKeyRule(Telling):
    """Releases of the channel use the KMS host key of the last Long-Term Servicing Channel release before them."""

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HostsKey(Telling):
    """The KMS host key (CSVLK) of `source` can be installed on a KMS host with the release `host`."""

    source: str
    host: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KmsNeeds(Telling):
    """A number that KMS works with."""

    unit: Unit
    number: int


def _host_key(facts: FactBase, proposition: HostKey, as_of: date) -> Ruling[Any]:  # noqa: ARG001
    """A release of the Annual Channel uses the key of the last LTSC release before it; of others nothing is known."""
    rule = facts.told_of(HostKeyRule)[0]
    annual = [r for r in facts.releases.values() if r.channel is Channel.ANNUAL]
    asked = [r for r in annual if proposition.subject in {r.id, Channel.ANNUAL}]
    if not asked:
        text = "The facts give the KMS host key of Annual Channel releases only."
        return undecided(Step(rule="R74", text=text, facts=(rule.id,)))
    subject = asked[-1]
    earlier = [r for r in facts.releases.values() if r.channel is Channel.LTSC and r.build < subject.build]
    last = max(earlier, key=lambda r: r.build)
    text = f"{subject.name} uses the KMS host key of {last.name}, the last LTSC release before it."
    step = Step(rule="R74", text=text, facts=(rule.id, subject.id, last.id))
    instead = replace(proposition, source=last.id)
    return settled(proposition, true=proposition.source == last.id, step=step, instead=instead)


ASPECTS: tuple[Aspect, ...] = (
    Aspect(
        proposition=ActivatedWith,
        rule="R70",
        title="The Annual Channel is activated with Datacenter keys",
        statement="The Annual Channel is activated with Windows Server Datacenter keys only, the Long-Term Servicing "
        "Channel with all Windows Server keys.",
        sentence="{subject} [is|is not] activated with Windows Server {edition} keys.",
        table="keys",
        value=("edition",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=ClientKey,
        rule="R71",
        title="KMS client setup keys",
        statement="Each release and edition has one public KMS client setup key (GVLK); none is published for version "
        "23H2.",
        sentence="The KMS client setup key (GVLK) of {subject} {edition} [is|is not] {key}.",
        table="gvlk",
        value=("key",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=ClientKeyListed,
        rule="R72",
        title="For which releases a KMS client setup key is published",
        statement="A KMS client setup key is published for each LTSC release and for versions 1809 to 20H2, none for "
        "version 23H2.",
        sentence="A KMS client setup key (GVLK) of {subject} [is|is not] published.",
        table="gvlk_listed",
    ),
    Aspect(
        proposition=HostKeyRule,
        rule="R73",
        title="The Annual Channel has no KMS host key of its own",
        statement="A release of the Annual Channel uses the KMS host key (CSVLK) of the last LTSC release before it.",
        sentence="{subject} [uses|does not use] the KMS host key (CSVLK) of the last LTSC release before it.",
        table="csvlk_rule",
    ),
    Aspect(
        proposition=HostKey,
        rule="R74",
        title="Which KMS host key activates an Annual Channel release",
        statement="The newest LTSC release that is older than the Annual Channel release: for version 23H2 Windows "
        "Server 2022.",
        sentence="{subject} [is|is not] activated by the KMS host key (CSVLK) of {source}.",
        procedure=_host_key,
        draws_on=(HostKeyRule,),
    ),
    Aspect(
        proposition=HostsKey,
        rule="R75",
        title="Which releases can hold a KMS host key",
        statement="The Windows Server 2022 host key can be held by 2022, 2019 and 2016, the one of 2025 by 2025, 2022 "
        "and 2019.",
        sentence="The KMS host key (CSVLK) of {source} [can|cannot] be held by a KMS host with {host}.",
        table="kms_host",
        value=("host",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=KmsNeeds,
        rule="R76",
        title="The numbers of KMS",
        statement="KMS activates from 5 servers on and renews every 180 days.",
        sentence="KMS [has|does not have] {number} {unit}.",
        table="kms",
        value=("number",),
        reading=Reading.ONE,
    ),
)
KIND = kind("activation", ASPECTS)
TABLES = tables("activation", ASPECTS)
