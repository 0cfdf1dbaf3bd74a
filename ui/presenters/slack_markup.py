"""Slack's two markups and the text that people send: nothing of ours or of a document may become a mention or a link.

Slack reads `<...>` as a mention, a channel, a command or a link, in its own markup (mrkdwn) and in Markdown alike, and
shows `&lt;`, `&gt;` and `&amp;` as the characters they stand for without reading them again.
"""

import re

from ui.presenters.view import https_only

_CODE = re.compile(
    r"(^ {0,3}(`{3,}|~{3,})[^\n]*\n.*?(?:^ {0,3}\2[`~]*[ \t]*$|\Z)|(`+)(?!`).*?(?<!`)\3(?!`))", re.S | re.M
)
_AUTOLINK = re.compile(r"<(https://[^\s<>|]+)>")
_LINK = re.compile(
    r"(!?)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(\s*<?([^\s()<>]*(?:\([^\s()<>]*\)[^\s()<>]*)*)>?(?:\s+\"[^\"]*\")?\s*\)"
)
_ENTITY = re.compile(r"&(?=#?\w{1,31};)")
_INNER_ANGLE = re.compile(r"(?m)^([ \t]*(?:>[ \t]?)*)|>")
_TOKEN = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def escaped(text: str) -> str:
    """Plain text for mrkdwn."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escaped_markdown(text: str) -> str:
    """Our Markdown for Slack's: tokens are disarmed, links that are not absolute https are left as their words.

    Code is kept but for its angle brackets, quotes keep the `>` before their lines.
    """
    parts: list[str] = []
    done = 0
    for code in _CODE.finditer(text):
        parts += [_prose(text[done : code.start()]), _angles(code.group())]
        done = code.end()
    return "".join((*parts, _prose(text[done:])))


def link(url: str, words: str) -> str:
    """A link in mrkdwn, to an address that may be linked to."""
    for character, code in (("|", "%7C"), (">", "%3E"), ("<", "%3C"), ("&", "&amp;")):
        url = url.replace(character, code)
    return f"<{url}|{escaped(words).replace('|', '¦')}>"


def said(text: str, bot: str = "") -> str:
    """What a person wrote, as they saw it: Slack's tokens as their words, the mention of `bot` (a user id) left out."""

    def words(token: re.Match[str]) -> str:
        kind, what, label = token.group(1), token.group(2), token.group(3)
        if kind == "@" and what == bot:
            return ""
        if kind == "!":
            return label or "@" + what.partition("^")[0]
        return kind + label.lstrip(kind) if label and kind else label or kind + what

    plain = _TOKEN.sub(words, text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def _prose(text: str) -> str:
    return _angles(_LINK.sub(_safe_link, _AUTOLINK.sub(r"\1", text)))


def _safe_link(found: re.Match[str]) -> str:
    image, words, url = found.groups()
    return words if image or https_only(url) is None else found.group()


def _angles(text: str) -> str:
    text = _ENTITY.sub("&amp;", text).replace("<", "&lt;")
    return _INNER_ANGLE.sub(
        lambda found: "&gt;" if found.group() == ">" and found.group(1) is None else found.group(), text
    )
