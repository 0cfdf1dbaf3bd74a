"""Who can get a release, and where do its media and keys come from? Facts in acquisition.toml."""

from dataclasses import dataclass
from enum import StrEnum

from assistant.rules.aspect import Aspect, Reading, kind, tables
from assistant.rules.moment import Moment
from assistant.rules.told import Telling


class Programme(StrEnum):
    """A way in which customers are entitled to a release."""

    SOFTWARE_ASSURANCE = "volume licensing with Software Assurance"
    SOFTWARE_SUBSCRIPTION = "a Software Subscription"
    VOLUME_ALONE = "volume licensing without Software Assurance"
    VISUAL_STUDIO = "a Visual Studio Subscription"
    RETAIL = "retail"
    OEM = "an OEM licence"


class Condition(StrEnum):
    """What a customer must have beside the licence."""

    SOFTWARE_ASSURANCE = "Software Assurance"
    EITHER = "Software Assurance or a Software Subscription"
    VISUAL_STUDIO = "a Visual Studio Subscription"


class Place(StrEnum):
    """Where media or keys are offered."""

    VLSC = "the Volume Licensing Service Center (VLSC)"
    ADMIN_CENTER = "the Microsoft 365 admin center"
    VISUAL_STUDIO = "Visual Studio Subscriptions"
    BUSINESS_CENTER = "the Business Center"
    MARKETPLACE = "Azure Marketplace"
    EVALUATION_CENTER = "the Evaluation Center"
    OEM = "OEM media"
    RETAIL = "retail media"
    HOSTERS = "hosting providers"


class Thing(StrEnum):
    """What volume-licensing customers look for."""

    MEDIA = "volume licensing downloads"
    KEYS = "volume licensing keys"


class Customer(StrEnum):
    """The agreement that a customer has."""

    VOLUME = "volume-licensing customers"
    MPSA = "customers with a Products and Services Agreement (MPSA)"


class AdminRole(StrEnum):
    """A role of an account in the Microsoft 365 admin center."""

    ADMINISTRATOR = "Administrator"
    DOWNLOADS = "Product download manager"
    KEYS = "Product key view"


class Listed(StrEnum):
    """Which versions a download list holds."""

    RECENT = "the most recent versions, with some exceptions two versions back"
    ALL = "all versions"


class Happening(StrEnum):
    """An event of the channel's history on the market."""

    ANNOUNCED = "announcement"
    TERMS = "start of the licence terms"


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailableThrough(Telling):
    """Customers with that programme can get the release or channel."""

    subject: str
    programme: Programme


@dataclass(frozen=True, slots=True, kw_only=True)
class Requires(Telling):
    """A production licence of the release or channel requires that."""

    subject: str
    condition: Condition


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFrom(Telling):
    """Media of the release or channel come from that place."""

    subject: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class StillOffered(Telling):
    """The place has the media in its list on the as-of date."""

    subject: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundAt(Telling):
    """Those customers find that thing at that place."""

    customer: Customer
    thing: Thing
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PathAt(Telling):
    """The way to the downloads at a place: menus joined by ' > ', or an address."""

    place: Place
    path: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedsRole(Telling):
    """An account with that role has access to that thing."""

    thing: Thing
    role: AdminRole


@dataclass(frozen=True, slots=True, kw_only=True)
class ListHolds(Telling):
    """The download list at a place holds those versions."""

    place: Place
    versions: Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRetired(Telling):
    """The place was retired on that date."""

    place: Place
    when: Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceInUse(Telling):
    """The place is in use on the as-of date."""

    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class GoesOn(Telling):
    """The channel goes on as a product on the as-of date; whether one of its releases is supported is `lifecycle`."""

    subject: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HappenedOn(Telling):
    """The event of the channel fell on that date."""

    subject: str
    happening: Happening
    when: Moment


ASPECTS: tuple[Aspect, ...] = (
    Aspect(
        proposition=AvailableThrough,
        rule="R40",
        title="Who can get a release",
        statement="The Annual Channel is for volume-licensing customers with Software Assurance or a Software "
        "Subscription and for Visual Studio subscribers; the Long-Term Servicing Channel is in all licensing "
        "programmes.",
        sentence="{subject} [is|is not] available through {programme}.",
        table="programme",
        value=("programme",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=Requires,
        rule="R41",
        title="What the Annual Channel requires",
        statement="Volume licences of the Annual Channel require Software Assurance or a Software Subscription; the "
        "Long-Term Servicing Channel requires neither.",
        sentence="{subject} [requires|does not require] {condition}.",
        table="condition",
    ),
    Aspect(
        proposition=MediaFrom,
        rule="R42",
        title="Where media come from",
        statement="Annual Channel media come from volume licensing and from Visual Studio Subscriptions only; media "
        "of the Long-Term Servicing Channel come from all places.",
        sentence="{subject} media [are|are not] offered through {place}.",
        table="media",
        value=("place",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=StillOffered,
        rule="R43",
        title="Whether version 23H2 is still offered is not stated",
        statement="No source says whether the media of version 23H2 stayed in the download lists after its last "
        "update.",
        sentence="{subject} [is|is not] still in the download list of {place}.",
        table="offered",
    ),
    Aspect(
        proposition=FoundAt,
        rule="R44",
        title="Where volume-licensing customers go",
        statement="Volume licensing downloads and keys are in the Microsoft 365 admin center since the Volume "
        "Licensing Service Center was retired in April 2024; customers with an MPSA use the Business Center.",
        sentence="{customer} [find|do not find] {thing} in {place}.",
        table="found",
        value=("place",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=PathAt,
        rule="R45",
        title="The way to the downloads",
        statement="In the Microsoft 365 admin center the downloads are under Billing, Your products, Volume licensing.",
        sentence="The downloads of {place} [are|are not] under {path}.",
        table="path",
        value=("path",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=NeedsRole,
        rule="R46",
        title="Which role sees downloads and keys",
        statement="Downloads need the role Administrator or Product download manager, keys Administrator or Product "
        "key view.",
        sentence="The role {role} [gives|does not give] access to {thing}.",
        table="role",
        value=("role",),
        reading=Reading.LISTED,
    ),
    Aspect(
        proposition=ListHolds,
        rule="R47",
        title="Which versions the download list holds",
        statement="The list usually holds the most recent versions only, with exceptions two versions back.",
        sentence="The download list of {place} [holds|does not hold] {versions}.",
        table="list",
        value=("versions",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=PlaceRetired,
        rule="R48",
        title="The Volume Licensing Service Center was retired in April 2024",
        statement="The Volume Licensing Service Center was retired in April 2024.",
        sentence="{place} [was|was not] retired {when}.",
        table="retired",
        value=("when",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=PlaceInUse,
        rule="R49",
        title="Which places are in use",
        statement="The Volume Licensing Service Center is not in use since May 2024; the Microsoft 365 admin center "
        "is.",
        sentence="{place} [is|is no longer] in use.",
        table="in_use",
    ),
    Aspect(
        proposition=HappenedOn,
        rule="R50",
        title="When the Annual Channel was announced and licensed",
        statement="The Annual Channel was announced on 5 July 2023 with licence terms effective on 1 October 2023.",
        sentence="The {happening} of {subject} [fell|did not fall] {when}.",
        table="happening",
        value=("when",),
        reading=Reading.ONE,
    ),
    Aspect(
        proposition=GoesOn,
        rule="R51",
        title="Whether a channel goes on",
        statement="The Long-Term Servicing Channel goes on, the Semi-Annual Channel was retired on 9 August 2022, and "
        "of the Annual Channel no source says.",
        sentence="{subject} [goes on|is discontinued].",
        table="goes_on",
    ),
)
KIND = kind("acquisition", ASPECTS)
TABLES = tables("acquisition", ASPECTS)
