"""Which builds a container runtime accepts on a host: the ways that their platform matchers work."""

from enum import StrEnum

from assistant.rules.factbase import FactBase
from assistant.rules.records import Statement
from assistant.rules.release import Channel


class Way(StrEnum):
    """How a matcher chooses the lowest build of an image; the highest is always the host's own."""

    EXACT = "the exact build"
    STABLE = "any build from Windows Server 2022 to the host's"
    BELOW = "builds from the newest LTSC build strictly below the host to the host's"
    PREVIOUS = "builds from the previous LTSC release to the host's"
    NOT_NEWER = "every build up to the host's"


def accepted(facts: FactBase, way: Way, host: int) -> tuple[int, int]:
    """The lowest and the highest build of images that the matcher accepts on a host with that build.

    Hosts below the first stable build take their own build only, unless every build up to the host's will do.
    """
    if way is Way.NOT_NEWER:
        return 0, host
    first = facts.get(Statement, "stable-abi").first_build
    if way is Way.EXACT or host < first:
        return host, host
    if way is Way.STABLE:
        return first, host
    ltsc = sorted(r.build for r in facts.releases.values() if r.channel is Channel.LTSC and r.build >= first)
    if way is Way.BELOW:
        below = [build for build in ltsc if build < host]
        return (below[-1] if below else host), host
    # A host from LTSC N up to LTSC N+1 takes images from LTSC N-1 on.
    reached = [build for build in ltsc if build <= host]
    return reached[max(len(reached) - 2, 0)], host
