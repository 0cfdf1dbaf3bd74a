"""What a heading, an introduction or an item says of the sentences that stand under it."""

from assistant.claims.clause_reader import DENYING
from assistant.claims.clauses import clauses
from assistant.claims.context import Level
from assistant.claims.kinds import compatibility
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.claims.openings import is_bare
from assistant.claims.scope import View
from assistant.rules import Engine, Platform

SHORT = 3  # words of a sentence that is no more than a label

# Words that begin an introduction such as 'For gamers, the following holds:'.
_OPENINGS = frozenset(
    "in at for under during within through via per after before without outside inside by over across".split()
)


def level_of(engine: Engine, view: View, level: int) -> Level:
    """The host, image, isolation, platform and releases that the words of one clause name."""
    host = image = None
    releases = []
    for group in view.groups:
        if group.side is None and len(view.groups) == 1 and is_bare(view):
            group.side = "host"  # a heading or item that only names a release: what stands under it runs there
        side = compatibility.side_of(engine, group) if group.side else None
        releases += [r for m in group.mentions for r in m.releases[:1]]
        if side is not None and group.side == "host":
            host = side
        elif side is not None:
            image = side
    isolations, _ = compatibility.isolations_of(view)
    platform = next((t.value for t in view.all(W.PLATFORM)), None)
    return Level(
        level=level,
        host=host,
        image=image,
        isolations=isolations if len(isolations) == 1 else (),
        platform=Platform(platform) if platform else None,
        releases=tuple(releases),
        unread=view.limits,
    )


def introduction(engine: Engine, words: list[Token], level: int) -> Level:
    """What a sentence with a colon at its end says of the list after it: its last clause, and all that limits it."""
    pieces = [clause for clause in clauses(words) if clause.tokens]
    found = Level(level=level)
    if pieces:
        view = View(pieces[-1])
        found = level_of(engine, view, level)
        if view.predicates and (found.host or found.image or found.isolations or view.has(W.HOST, W.IMAGE)):
            found.sign = view.sign
    found.opens = bool(words) and (words[0].kind in (W.ON, W.WITH, W.FROM, W.UNDER) or words[0].text in _OPENINGS)
    found.unread = tuple(word for clause in pieces for word in View(clause).limits)
    denying = [t.text for t in words if t.kind in DENYING and (t.kind is not W.UNREAD or len(words) <= SHORT)]
    if denying and not found.sign:
        found.opens, found.unread = True, (*found.unread, *denying)
    return found
