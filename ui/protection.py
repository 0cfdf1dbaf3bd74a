"""What stands between the network and the surfaces: body limits, closed paths, security headers.

Plain ASGI, so that streams pass through untouched, and in front of everything, so that nothing is parsed first.
"""

import json
from ipaddress import ip_address

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import SettingsError

# A text of 1,000,000 characters to verify takes up to 6,000,000 bytes as escaped JSON; the rest is room for other keys.
MAX_BODY_BYTES = 6 * 1024 * 1024

# Parts of Gradio that serve or take files, or reach other hosts: nothing here needs them.
CLOSED_PATHS = (
    "/gradio_api/upload",
    "/gradio_api/file",
    "/gradio_api/proxy",
    "/gradio_api/deep_link",
    "/gradio_api/component_server",
    "/gradio_api/custom_component",
    "/gradio_api/mcp",
)

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Gradio's page starts from inline scripts and styles; everything still comes from this host alone.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
}


class Protection:
    """Refuses what is too large or closed, and puts the security headers on every response."""

    def __init__(self, app: ASGIApp, max_body_bytes: int = MAX_BODY_BYTES) -> None:
        self._app = app
        self._max_body_bytes = max_body_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        exchange = _Exchange(receive, send, self._max_body_bytes)
        declared = dict(scope["headers"]).get(b"content-length", b"")
        if scope["path"].startswith(CLOSED_PATHS):
            await exchange.refuse(404, "There is nothing at this address.", "")
        elif declared.isdigit() and (len(declared) > 15 or int(declared) > self._max_body_bytes):
            await exchange.refuse_body()
        else:
            await self._app(scope, exchange.receive, exchange.send)


class _BodyTooLargeError(Exception):
    """Ends the reading of a body that grows past the limit; what the application makes of it is replaced."""


class _Exchange:
    """One request and its response: counts the body, adds the headers, replaces the response to a body too large."""

    def __init__(self, receive: Receive, send: Send, limit: int) -> None:
        self._receive = receive
        self._send = send
        self._limit = limit
        self._seen = 0
        self._refused = False

    async def receive(self) -> Message:
        message = await self._receive()
        self._seen += len(message.get("body", b""))
        if self._seen > self._limit:
            await self.refuse_body()
            raise _BodyTooLargeError
        return message

    async def send(self, message: Message) -> None:
        if not self._refused:
            await self._deliver(message)

    async def refuse_body(self) -> None:
        if not self._refused:
            remedy = "A question may have 20,000 characters; shorten it."
            await self.refuse(413, f"The request is larger than {self._limit:,} bytes.", remedy)

    async def refuse(self, status: int, error: str, remedy: str) -> None:
        """Answer with the error object, in place of whatever the application would say."""
        self._refused = True
        content = json.dumps({"error": error, "remedy": remedy} if remedy else {"error": error}).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", str(len(content)).encode())]
        await self._deliver({"type": "http.response.start", "status": status, "headers": headers})
        await self._deliver({"type": "http.response.body", "body": content})

    async def _deliver(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def require_loopback(host: str, *, allow_remote: bool) -> None:
    """Refuse to listen where other machines can reach it, unless the settings say so.

    Raises:
        SettingsError: `host` is not a loopback address and `allow_remote` is off.
    """
    if allow_remote or is_loopback(host):
        return
    raise SettingsError(
        f"{host} can be reached from other machines, and this server has no password.",
        "Listen on 127.0.0.1, or set CHANNEL_ASSISTANT_ALLOW_REMOTE=on if the network in front of it is trusted.",
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address; a name other than localhost counts as remote."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False
