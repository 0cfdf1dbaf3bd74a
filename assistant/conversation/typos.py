"""Slips of the keyboard in the words that decide what is asked: two letters swapped, one left out or one doubled.

Only words that are no words of the field themselves are mended, and only into words of the field, so that a name, a
command or an unknown word stays as it was typed.
"""

import re

_WORDS = frozenset(
    """
    activate activation annual available between channel channels compatibility compatible container containers
    desktop difference discontinued docker download duration experience extended hosts image images insider
    install installation installed instead isolation kubernetes licence license licensing lifecycle mainstream
    meaning nested nodes portability process release released releases required requirement requirements retired
    revision security server servicing support supported supporting unsupported until updates upgrade upgraded
    upgrading version versions virtual where which windows
    """.split()
)
_WORD = re.compile(r"(?<![\w./:@\\-])[A-Za-z]{5,20}(?![\w./:@\\-])")
_LONGEST = 400  # a longer text is a paste, and slips in it decide nothing


def mended(text: str) -> str:
    """The text with such slips mended; other characters, and so the places of names before them, stay."""
    if len(text) > _LONGEST:
        return text
    return _WORD.sub(lambda match: _mend(match.group()), text)


def _mend(word: str) -> str:
    lower = word.lower()
    if lower in _WORDS:
        return word
    found = sorted(known for known in _WORDS if _slipped(lower, known))
    return found[0] if len(found) == 1 else word


def _slipped(typed: str, known: str) -> bool:
    """Whether `typed` is `known` with neighbours swapped, or one letter missing, or one letter doubled."""
    if len(known) < 5 or abs(len(typed) - len(known)) > 1 or typed[0] != known[0]:
        return False
    if len(typed) == len(known):
        places = [i for i in range(len(typed)) if typed[i] != known[i]]
        return (
            len(places) == 2
            and places[1] == places[0] + 1
            and typed[places[0]] == known[places[1]]
            and (typed[places[1]] == known[places[0]])
        )
    longer, shorter = (typed, known) if len(typed) > len(known) else (known, typed)
    at = next((i for i in range(len(shorter)) if longer[i] != shorter[i]), len(shorter))
    if longer[at + 1 :] != shorter[at:]:
        return False
    # A letter too many counts only where it doubles its neighbour: "supports" is not a slip of "support".
    return len(typed) < len(known) or (at > 0 and longer[at] == longer[at - 1])
