"""How the words of a document are printed in an answer, and which documents may speak about what.

Printing changes markup only: links to anything but absolute https become their text, images go, white space is folded.
"""

import re

from assistant.rules import Engine

_IMAGE = re.compile(r"!\[[^\]\n]{0,300}\]\([^)\s]{0,500}(?:\s+\"[^\"\n]{0,300}\")?\)|:::\w[^\n]{0,1000}?:::")
_LINK = re.compile(r"\[([^\]\n]{1,300})\]\(([^)\s]{0,1000})(?:\s+\"[^\"\n]{0,300}\")?\)")
_TAG = re.compile(r"</?[A-Za-z][^<>\n]{0,1000}>|<!--.{0,1000}?-->", re.S)
_MARKER = re.compile(r"\[(\d{1,3})\](?!\()")
_KEEPS_LINES = re.compile(r"\s*(?:```|~~~|\|)")
_TOUCHY = re.compile(
    r"\b(?:support\w*|compat\w*|end of (?:life|servic\w+)|eol|lifecycle|retire\w*|deprecat\w*|run|runs|running|"
    r"available|licen[cs]\w*|activat\w*|upgrad\w*|only|must|require\w*|20\d\d)\b|\d{4,}|0x[0-9a-f]{4,}|\bhyper-?v\b|\bisolation\b",
    re.I,
)


def printed(quote: str) -> str:
    """The quote as shown: same words, without markup that could load, link elsewhere or imitate a citation."""
    text = _IMAGE.sub("", quote)
    text = _LINK.sub(lambda m: m[0] if m[2].startswith("https://") else m[1], text)
    if not _KEEPS_LINES.match(text):
        text = " ".join(_TAG.sub("", text).split())
    return _MARKER.sub(r"(\1)", text)


def speaks_of_facts(engine: Engine, text: str) -> bool:
    """Whether the words name a release, a date, a build or support: then only packaged guidance may say them unread."""
    return bool(_TOUCHY.search(text)) or bool(engine.find(text))
