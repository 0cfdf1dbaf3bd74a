"""Which addresses the bot may call: https anywhere, or plain http on this machine."""

from urllib.parse import urlsplit

from ui.protection import is_loopback


def may_call(url: str, *, near: bool = False) -> bool:
    """Whether the bot may send something to this address; `near` leaves those on this machine alone."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        port = parts.port
    except ValueError:
        return False
    if not host or parts.username is not None or "\\" in url or parts.query or parts.fragment or port == 0:
        return False
    return is_loopback(host) if near or parts.scheme == "http" else parts.scheme == "https"
