"""A second, independent implementation: what the Windows runtimes let start in process isolation, by build alone.

Written from the published behaviour of two matchers, and from nothing else:

- hcsshim: builds below 20348 must be equal. From there on the floor is the newest long-term build strictly below the
  host's, the ceiling the host's own, so hosts from 26200 refuse everything below 26100.
- containerd/platforms from rc.5 on: a host between two long-term builds runs images from the long-term build before the
  lower of the two up to its own build, so 26200 accepts 20348 again.
"""

STABLE = 20348
LONG_TERM = (20348, 26100)


def hcsshim_accepts(host: int, image: int) -> bool:
    """Whether hcsshim lets an image of that build start on a host of that build."""
    if host < STABLE:
        return host == image
    below = [build for build in LONG_TERM if build < host]
    floor = max(below, default=STABLE)
    return floor <= image <= host


def platforms_accepts(host: int, image: int) -> bool:
    """Whether the containerd matcher (rc.5 and later) takes an image of that build for a host of that build."""
    if host < STABLE:
        return host == image
    at_or_below = [build for build in LONG_TERM if build <= host]
    newest = at_or_below.index(max(at_or_below))
    floor = at_or_below[newest - 1] if newest > 0 else at_or_below[newest]
    return floor <= image <= host
