"""What a release is and until when it is supported."""

from collections.abc import Iterator
from datetime import date

from assistant.rules.engine import Engine
from assistant.rules.lifespan import Phase
from assistant.rules.release import Channel, ImageRef, Release, Role, System
from assistant.rules.statements.subjects import Asserted, Identity, Part, Statement, SupportDates
from assistant.rules.wording import in_words, listed_releases


def identity(asked: Identity) -> Iterator[Statement]:
    """Build and channel of a release."""
    release = asked.release
    named = f"{release.name} is build {release.build}"
    channel = {
        Channel.LTSC: "belongs to the Long-Term Servicing Channel (LTSC)",
        Channel.SAC: "belongs to the Semi-Annual Channel (SAC), which was retired on 9 August 2022",
        Channel.ANNUAL: "belongs to the Annual Channel",
        Channel.CLIENT: "is a client release of the General Availability Channel",
    }[release.channel]
    yield Statement(
        text=f"{named} and {channel}.",
        part=Part.ANSWER,
        claims=(
            Asserted(kind="build", rules=(), fields=(("release", release.id), ("build", str(release.build)))),
            Asserted(kind="channel", rules=(), fields=(("release", release.id), ("channel", release.channel.value))),
        ),
    )


def support_dates(engine: Engine, subject: SupportDates, as_of: date) -> Iterator[Statement]:
    """Phase and dates of a release or of one family of its images."""
    release = subject.release
    named = ImageRef(system=System(release=release), family=subject.family) if subject.family else release
    life = engine.lifecycle(named, as_of)
    began = f"{release.name} became available on {in_words(life.span.available)}." if life.span.available else None
    if began and subject.begins:
        yield Statement(text=began, part=Part.ANSWER, claims=(_dated(release, "available", life.span.available),))
    summary, *notes = life.notes
    yield Statement(text=summary, part=Part.ANSWER, claims=(phase_claim(release, life.phase, as_of),))
    if began and not subject.begins:
        yield Statement(text=began, part=Part.SUPPORT, claims=(_dated(release, "available", life.span.available),))
    # The conflicts come last. An answer does without them: the notes before name both days and the one that governs.
    for note in notes[: len(notes) - len(life.conflicts)]:
        yield Statement(text=note, part=Part.SUPPORT)


def support_overview(engine: Engine, as_of: date) -> Iterator[Statement]:
    """The server releases by phase, newest first; those that are over are not listed one by one."""
    servers = [r for r in engine.facts.releases.values() if r.role is Role.SERVER][::-1]
    phases = {release.id: engine.lifecycle(release, as_of).phase for release in servers}
    day = in_words(as_of)
    for phase, how in ((Phase.MAINSTREAM, "in mainstream support"), (Phase.EXTENDED, "in extended support")):
        found = [r for r in servers if phases[r.id] is phase]
        if found:
            verb = "is" if len(found) == 1 else "are"
            text = f"On {day} {listed_releases(found)} {verb} {how}."
            claims = tuple(phase_claim(r, phase, as_of) for r in found)
            yield Statement(text=text, part=Part.ANSWER, claims=claims)
    over = [r for r in servers if phases[r.id] is Phase.OUT_OF_SUPPORT]
    if over:
        text = f"Out of support on {day}: {listed_releases(over)}."
        yield Statement(
            text=text, part=Part.SUPPORT, claims=tuple(phase_claim(r, Phase.OUT_OF_SUPPORT, as_of) for r in over)
        )


def phase_claim(release: Release, phase: Phase, as_of: date) -> Asserted:
    """The claim that a release is in a phase of its support on a day."""
    fields = (("release", release.id), ("date", as_of.isoformat()), ("phase", phase.value))
    return Asserted(kind="lifecycle", rules=(), fields=fields)


def _dated(release: Release, event: str, day: date | None) -> Asserted:
    fields = (("release", release.id), ("event", event), ("day", day.isoformat() if day else ""))
    return Asserted(kind="lifecycle", rules=(), fields=fields)
