"""Which pairs a form names: fields for host and image, and a box for whatever can be pasted."""

from dataclasses import dataclass
from datetime import date

from assistant.conversation.interpret import interpret
from assistant.conversation.state import Turn
from assistant.errors import InputError, InputSizeError
from assistant.rules import Engine, ImageRef, Isolation, Platform, System
from assistant.rules.statements import Misnamed

LONGEST_PASTE = 20_000
MOST_PAIRS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Hosts and images, and what a pasted text says beside them: the platform and isolation, None if it names none."""

    hosts: tuple[System, ...]
    images: tuple[ImageRef, ...]
    platform: Platform | None = None
    isolation: Isolation | None = None


def named(engine: Engine, host: str, image: str, pasted: str, as_of: date) -> Named:
    """What the form names: a filled field counts before the pasted text.

    Raises:
        UnresolvedNameError: a name that no fact knows; it names the nearest.
        InputSizeError: a text that is too long.
        InputError: host or image is missing, or there are too many pairs.
    """
    if max(len(host), len(image), len(pasted)) > LONGEST_PASTE:
        raise InputSizeError(f"The text has more than {LONGEST_PASTE:,} characters.", "Paste less of it.")
    said = _pasted(engine, pasted, as_of, free=not (host.strip() and image.strip()))
    found = Named(
        hosts=(engine.resolve_host(host),) if host.strip() else said.hosts,
        images=(engine.resolve_image(image),) if image.strip() else said.images,
        platform=said.platform,
        isolation=said.isolation,
    )
    if not found.hosts:
        raise InputError("No host was named.", "Name one, for example Windows Server 2022 or 10.0.20348.2227.")
    if not found.images:
        raise InputError("No image was named.", "Name one, for example servercore:ltsc2022.")
    if len(found.hosts) * len(found.images) > MOST_PAIRS:
        raise InputError(f"These are more than {MOST_PAIRS} pairs of host and image.", "Name fewer of them.")
    return found


def _pasted(engine: Engine, text: str, as_of: date, *, free: bool) -> Named:
    """What the conversation would read in the text. `free`: a name in it that nothing has is an error."""
    if not text.strip():
        return Named(hosts=(), images=())
    read = interpret(engine, Turn(text=text, as_of=as_of))
    for subject in read.subjects if free else ():
        if isinstance(subject, Misnamed):
            engine.resolve(subject.name)  # raises, and names the nearest
    topic = read.topic
    platform = topic.platform if topic.platform is not Platform.WINDOWS else None
    return Named(hosts=topic.hosts, images=topic.images, platform=platform, isolation=topic.isolation)
