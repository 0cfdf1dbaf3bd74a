"""The rules' own sentences on what sources state outright: a sentence that is word for word one of them says just that.

The patterns of `told_rows` read the ways in which people say such things. The generated pages, and answers that quote
them, say them in the words of the rules; these are looked up, so that `state` and reading agree for every such fact.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache

from assistant.claims.claim import Claim
from assistant.claims.reading import Plain, units
from assistant.rules import Engine
from assistant.rules.told import Telling


def read(engine: Engine, plain: Plain) -> Claim | None:
    """The claim of a sentence that is one of the rules', None for any other."""
    said = _sentences(engine).get(plain.text.rstrip(_ENDS))
    if said is None:
        return None
    return Claim(kind=engine.kind(said).name, readings=((said,),), start=0, end=len(plain.text))


@lru_cache(maxsize=4)
def _sentences(engine: Engine) -> Mapping[str, Telling]:
    """The rules' sentence of every told fact and of its denial; what two facts would say alike is left out."""
    found: dict[str, set[Telling]] = {}
    for entries in engine.facts.told.values():
        for that in (that for entry in entries for that in entry.those):
            for said in (that, replace(that, asserted=not that.asserted)):
                for unit in units(engine.state(said)):
                    found.setdefault(_key(unit.plain), set()).add(said)
    return {text: next(iter(said)) for text, said in found.items() if len(said) == 1}


def _key(plain: Plain | None) -> str:
    return plain.text.rstrip(_ENDS) if plain is not None else ""


_ENDS = " .!"
