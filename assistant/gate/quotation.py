"""How the words of a document are printed in an answer.

Printing changes markup only: links to anything but absolute https become their text, images go, white space is folded.
"""

import re

from assistant.passage import Passage

_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\s]{0,500}(?:\s+\"[^\"\n]{0,300}\")?\)|:::\w[^\n]{0,1000}?:::")
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\(([^)\s]{0,1000})(?:\s+\"[^\"\n]{0,300}\")?\)")
_TAG = re.compile(r"(`[^`\n]{1,500}`)|</?[A-Za-z][^<>\n]{0,1000}>|<!--.{0,1000}?-->", re.S)
_MARKER = re.compile(r"\[(\d{1,3})\](?!\()")
_KEEPS_LINES = re.compile(r"\s*(?:```|~~~|\|)")


def printed(quote: str) -> str:
    """The quote as shown: same words, without markup that could load, link elsewhere or imitate a citation."""
    text = _IMAGE.sub("", quote)
    text = _LINK.sub(lambda m: m[0] if m[2].startswith("https://") else m[1], text)
    if not _KEEPS_LINES.match(text):
        text = " ".join(_TAG.sub(lambda m: m[1] or "", text).split())
    return _MARKER.sub(r"(\1)", text)


def in_its_table(passage: Passage, text: str) -> str:
    """A table row below its section's heading and the header of its table, for its cells say nothing alone.

    Any other text is returned as it is.
    """
    if not _ROW.fullmatch(text):
        return text
    above = passage.text[: passage.text.index(text)] if text in passage.text else ""
    heads = _HEAD.findall(above)
    columns = passage.context.split("\n")[1:]
    names = [cell.strip() for cell in (heads[-1] if heads else columns[-1] if columns else "").strip("| ").split("|")]
    header = f"| {' | '.join(names)} |\n|{' --- |' * len(names)}"
    return f"## {passage.source.section}\n\n{header}\n{text}"


_ROW = re.compile(r"\|[^\n]*\|")
_HEAD = re.compile(r"^(\|[^\n]*\|)[ \t]*\n\|(?:[ \t]*:?-+:?[ \t]*\|)+[ \t]*$", re.MULTILINE)
