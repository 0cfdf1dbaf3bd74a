"""Text cut and split to the lengths that chat platforms take.

Lengths are counted in UTF-16 units, as the platforms' clients do; counted in characters a text is never longer.
"""

import re
import unicodedata
from collections.abc import Iterator

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_JOINER, _VARIATIONS, _SKIN_TONES = "\u200d", range(0xFE00, 0xFE10), range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)


def width(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def shortened(text: str, limit: int) -> str:
    """The text, or its beginning with an ellipsis: at most `limit` (> 0) long, cut between words where it can be."""
    if width(text) <= limit:
        return text
    end = _longest(text, limit - 1)
    blank = max(text.rfind(" ", 0, end + 1), text.rfind("\n", 0, end + 1))
    return text[: blank if blank * 3 > end else end].rstrip() + "…"


def pieces(markdown: str, limit: int) -> tuple[str, ...]:
    """Markdown in pieces of at most `limit` (>= 40): between blocks, else between lines, else between words.

    Put together, they are the text again; only a block of code that is longer than `limit` gets its fence closed at
    the end of a piece and opened again in the next.
    """
    done: list[str] = []
    current = ""
    for block in _blocks(markdown):
        if width(current) + width(block) <= limit:
            current += block
            continue
        if current:
            done.append(current)
        *full, current = _split(block, limit)
        done += full
    return (*done, current) if current or not done else tuple(done)


def _blocks(markdown: str) -> Iterator[str]:
    """Runs of lines, each with the blank lines after it; a fenced block of code is one run."""
    block, fence, ended = "", "", False
    for line in markdown.splitlines(keepends=True):
        blank = not line.strip()
        if ended and not blank:
            yield block
            block, ended = "", False
        block += line
        opening = _FENCE.match(line)
        if fence:
            fence = "" if line.strip().startswith(fence) and not line.strip().strip(fence[0]) else fence
        elif opening:
            fence = opening.group(1)
        ended = blank and not fence
    if block:
        yield block


def _split(block: str, limit: int) -> list[str]:
    """One block that is longer than a piece may be."""
    opening = _FENCE.match(block)
    if width(block) <= limit:
        return [block]
    if opening is None:
        return _packed(block, limit)
    head, _, body = block.partition("\n")
    head, close = head[:30], opening.group(1)[:10]
    tail = body.rstrip()
    if tail.endswith(close):
        body = tail[: -len(close)].rstrip("`~")
    room = limit - width(head) - width(close) - 4
    return [f"{head}\n{part.rstrip()}\n{close}\n\n" for part in _packed(body, room)]


def _packed(text: str, limit: int) -> list[str]:
    """Lines together as far as they go; a line that is too long is cut between words."""
    done: list[str] = []
    current = ""
    for line in text.splitlines(keepends=True):
        while width(current) + width(line) > limit:
            if current:
                done.append(current)
                current = ""
                continue
            end = _longest(line, limit)
            blank = line.rfind(" ", 0, end)
            end = blank + 1 if blank > end // 2 else end
            done.append(line[:end])
            line = line[end:]  # noqa: PLW2901 - what is left of it
        current += line
    return [*done, current] if current else done


def _longest(text: str, limit: int) -> int:
    """Where the longest beginning ends that is no longer than `limit` and splits no character as people see it."""
    end = used = 0
    for character in text:
        used += width(character)
        if used > limit:
            break
        end += 1
    whole = end
    while 0 < whole < len(text) and _continues(text, whole):
        whole -= 1
    return whole or end


def _continues(text: str, place: int) -> bool:
    """Whether the character at `place` belongs to the one before it: an accent, or a further part of an emoji."""
    character, before = text[place], text[place - 1]
    code = ord(character)
    if code in _FLAG_LETTERS:
        letters = 0
        while letters < place and ord(text[place - 1 - letters]) in _FLAG_LETTERS:
            letters += 1
        return letters % 2 == 1
    joined = _JOINER in (character, before)
    return joined or unicodedata.category(character) in ("Mn", "Me", "Mc") or code in _VARIATIONS or code in _SKIN_TONES
