"""What a command says: where the words before it said that it works on a host that they named, that its image runs."""

from assistant.claims.claim import Claim
from assistant.claims.clauses import Clause
from assistant.claims.context import Context, Frame
from assistant.claims.kinds import compatibility
from assistant.claims.lexicon import W
from assistant.claims.mentions import Token
from assistant.claims.scope import View
from assistant.rules import Engine


def command_claims(engine: Engine, words: tuple[Token, ...], context: Context) -> list[Claim] | None:
    """The claims of a line of code; None where it runs no image, or nothing says that it works."""
    view = View(Clause(tokens=[t for t in words if t.kind is not W.YES]))
    images = [group for group in view.groups if group.side == "image"]
    around = context.around()
    if not images or around.host is None or not around.sign:
        return None
    image = compatibility.side_of(engine, images[0])
    if image is None:
        return None
    isolations, _ = compatibility.isolations_of(view)
    frame = Frame(
        start=words[0].start,
        end=words[-1].end,
        host=around.host,
        image=image,
        isolations=isolations or around.isolations,
        sign=around.sign,
    )
    return compatibility.claims_of(engine, frame)
