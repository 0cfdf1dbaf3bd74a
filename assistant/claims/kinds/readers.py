"""The readers of claim kinds beside compatibility, in the order in which they look at a clause."""

from collections.abc import Callable

from assistant.claims.claim import Claim
from assistant.claims.clauses import Clause
from assistant.claims.context import Context
from assistant.claims.kinds import build, channel, image, lifecycle
from assistant.claims.scope import View
from assistant.rules import Engine

Reader = Callable[[Engine, Clause, View, Context], list[Claim]]

# The first that makes a claim of a clause is followed by the others: one clause may speak of several kinds.
READERS: tuple[Reader, ...] = (lifecycle.read, build.read, channel.read, image.read)
