"""To which servicing channel does a release belong, and which release is a channel's last or only one?"""

from dataclasses import dataclass, replace
from datetime import date

from assistant.rules.factbase import FactBase
from assistant.rules.records import ReleaseRecord
from assistant.rules.release import Channel, Release
from assistant.rules.rule import Kind, Rule
from assistant.rules.verdict import Ruling, Step, Truth

NAMES = {
    Channel.LTSC: "Long-Term Servicing Channel",
    Channel.SAC: "Semi-Annual Channel",
    Channel.ANNUAL: "Annual Channel",
    Channel.CLIENT: "General Availability Channel",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelOf:
    """The proposition that a release belongs to a channel (or does not)."""

    release: Release
    channel: Channel
    asserted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LastOf:
    """The proposition that a release is the newest one of its channel so far, or the only one that there ever was."""

    release: Release
    channel: Channel
    only: bool = False


Proposition = ChannelOf | LastOf


def decide(facts: FactBase, proposition: Proposition, as_of: date) -> Ruling[Proposition]:
    """Whether the proposition is true; the newest release is the newest one that is available on that day.

    Where no source gives the day on which the next releases became available, it is undecided in the meantime.
    """
    if isinstance(proposition, ChannelOf):
        return _decide_channel(facts, proposition)
    return _decide_last(facts, proposition, as_of)


def _decide_channel(facts: FactBase, proposition: ChannelOf) -> Ruling[Proposition]:
    record = facts.get(ReleaseRecord, proposition.release.id)
    text = f"{record.name} is a release of the {NAMES[record.channel]}."
    step = Step(rule="R27", text=text, facts=(record.id,), conflict=record.conflict)
    if (record.channel is proposition.channel) is proposition.asserted:
        return Ruling(truth=Truth.ENTAILED, derivation=(step,))
    if proposition.channel is record.also_channel:
        # Build 17763 was also version 1809 of the Semi-Annual Channel: the statement may be about that one.
        return Ruling(truth=Truth.UNDECIDED, derivation=(step,))
    correction = ChannelOf(release=proposition.release, channel=record.channel)
    return Ruling(truth=Truth.CONTRADICTED, derivation=(step,), correction=correction)


def _decide_last(facts: FactBase, proposition: LastOf, as_of: date) -> Ruling[Proposition]:
    released: list[Release] = []
    undated: list[Release] = []
    for release in (r for r in facts.releases.values() if r.channel is proposition.channel):
        if release.available.day is None:
            undated.append(release)
        elif release.available.day <= as_of:
            released += [*undated, release]
            undated = []
        else:
            break
    if not released:
        step = Step(rule="R28", text=f"The {NAMES[proposition.channel]} has no release on this day.")
        return Ruling(truth=Truth.CONTRADICTED, derivation=(step,))
    if undated:
        text = f"The sources at hand do not give the day on which {undated[0].name} became available."
        return Ruling(truth=Truth.UNDECIDED, derivation=(Step(rule="R28", text=text, facts=(undated[0].id,)),))
    last = released[-1]
    word = "only" if len(released) == 1 else "newest"
    step = Step(rule="R28", text=f"{last.name} is the {word} release of the {NAMES[last.channel]}.", facts=(last.id,))
    if proposition.release.id == last.id and (len(released) == 1 or not proposition.only):
        return Ruling(truth=Truth.ENTAILED, derivation=(step,))
    correction = replace(proposition, release=last, only=len(released) == 1)
    return Ruling(truth=Truth.CONTRADICTED, derivation=(step,), correction=correction)


def state(facts: FactBase, proposition: Proposition) -> str:  # noqa: ARG001
    """The proposition as a sentence that asserts it."""
    channel = NAMES[proposition.channel]
    if isinstance(proposition, LastOf):
        word = "only" if proposition.only else "newest"
        return f"{proposition.release.name} is the {word} release of the {channel}."
    return f"{proposition.release.name} is {'' if proposition.asserted else 'not '}a release of the {channel}."


RULES: tuple[Rule, ...] = (
    Rule(
        id="R27",
        title="A release belongs to one channel",
        statement="Servers with a year in their name are of the Long-Term Servicing Channel, versions 1709 to 20H2 "
        "of the Semi-Annual Channel, version 23H2 of the Annual Channel. Build 17763 was Windows Server 2019 and "
        "version 1809 at once.",
        facts=("ws2019", "ws20h2", "ws23h2", "ws2025"),
        applies=_decide_channel,
    ),
    Rule(
        id="R28",
        title="The Annual Channel has had one release",
        statement="Version 23H2 is the only release of the Annual Channel, and version 20H2 was the last of the "
        "Semi-Annual Channel.",
        facts=("ws23h2", "ws20h2"),
        applies=_decide_last,
    ),
)

KIND = Kind(name="channel", propositions=(ChannelOf, LastOf), decide=decide, state=state, rules=RULES)
