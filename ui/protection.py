"""What stands between the network and the surfaces, in this order: closed paths, names, size, who asks, how often.

Plain ASGI, so that streams pass through untouched, and in front of everything, so that nothing is parsed first.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.errors import SettingsError
from assistant.settings import Settings, variable
from ui.identity import Identity, identity
from ui.limits import most_bytes
from ui.rate import Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """What is let in. `names` are the host names under which the server may be called; empty, any.

    `rate` and `tries` count: requests of a client, and wrong passwords or keys from an address.
    """

    identity: Identity
    names: frozenset[str]
    rate: Rate
    tries: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """An answer in place of the application's."""

    status: int
    error: str
    remedy: str = ""
    headers: Mapping[str, str] | None = None


def policy(settings: Settings, host: str) -> Policy:
    """What the settings let in at a server that listens on `host`.

    Raises:
        SettingsError: a setting is not written as it should be, or `host` can be reached from other machines, nobody
            has to say who they are, and the settings do not allow that.
    """
    who = identity(settings)
    if not (who.required or settings.allow_remote):
        require_loopback(host)
    near = is_loopback(host)
    named = frozenset(settings.allowed_hosts.lower().replace(",", " ").split())
    a_minute = settings.rate_limit if settings.rate_limit is not None else 0 if near else RATE_ELSEWHERE
    return Policy(
        identity=who,
        names=named | LOOPBACK_NAMES | {host.strip("[]").lower()} if named or near else frozenset(),
        rate=Rate(a_minute),
        tries=Rate(TRIES_A_MINUTE),
    )


class Protection:
    """Refuses what the policy does not let in, and puts the security headers on every response."""

    def __init__(self, app: ASGIApp, policy: Policy) -> None:
        self._app = app
        self._policy = policy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle one connection."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})  # no surface has one
            return
        limit = most_bytes(scope["path"])
        exchange = _Exchange(receive, send, limit)
        refusal = self._refusal(scope, headers, limit)
        if refusal is None:
            await self._app(scope, exchange.receive, exchange.send)
        else:
            await exchange.refuse(refusal)

    def _refusal(self, scope: Scope, headers: Headers, limit: int) -> Refusal | None:
        """Why the request is not let in, or None. Whoever is let in is noted in the request's state."""
        path, declared = scope["path"], headers.get("content-length", "")
        if path.startswith(CLOSED_PATHS):
            return NOTHING_HERE
        if path.startswith(PROBES):
            return None
        if declared.isdigit() and (len(declared) > 15 or int(declared) > limit):
            return too_large(limit)
        if path.startswith(SIGNED):  # the platforms sign what they send, and call under the name they were given
            return None
        return _wrong_name(headers, self._policy.names) or self._wrong_person(scope, headers)

    def _wrong_person(self, scope: Scope, headers: Headers) -> Refusal | None:
        who = self._policy.identity
        peer = scope["client"][0] if scope.get("client") else ""
        address = who.client(headers, peer)
        if who.required and (seconds := self._policy.tries.wait(address)):
            return too_often(seconds)
        principal = who.principal(headers, peer)
        if principal is None:
            if "authorization" in headers or "x-api-key" in headers:
                self._policy.tries.take(address)
            return WHO_ARE_YOU
        scope["state"] = {**scope.get("state", {}), "principal": principal}
        if scope["path"].startswith(COUNTED) and (seconds := self._policy.rate.take(principal or address)):
            return too_often(seconds)
        return None


def _wrong_name(headers: Headers, names: frozenset[str]) -> Refusal | None:
    """A request under a foreign name is a page that has its own name resolve to this machine; a foreign origin is a
    page that lets its reader's browser ask here. Neither is answered.
    """
    host = headers.get("host", "")
    if names and _name(f"//{host}") not in names:
        return WRONG_HOST
    origin = headers.get("origin")
    if origin and origin.lower() != "null":
        asks = urlsplit(origin)
        if asks.netloc.lower() != host.lower() and _name(origin) not in names - LOOPBACK_NAMES:
            return WRONG_ORIGIN
    return WRONG_ORIGIN if origin and origin.lower() == "null" else None


def _name(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").lower()
    except ValueError:  # brackets that are none of an IPv6 address
        return ""


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
            if not self._refused:
                await self.refuse(too_large(self._limit))
            raise _BodyTooLargeError
        return message

    async def send(self, message: Message) -> None:
        if not self._refused:
            await self._deliver(message)

    async def refuse(self, refusal: Refusal) -> None:
        """Answer with the error object, in place of whatever the application would say."""
        self._refused = True
        said = {"error": refusal.error} | ({"remedy": refusal.remedy} if refusal.remedy else {})
        content = json.dumps(said).encode()
        headers = {"content-type": "application/json", "content-length": str(len(content)), **(refusal.headers or {})}
        raw = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]
        await self._deliver({"type": "http.response.start", "status": refusal.status, "headers": raw})
        await self._deliver({"type": "http.response.body", "body": content})

    async def _deliver(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def require_loopback(host: str) -> None:
    """Refuse to listen where other machines can reach a server that asks nobody who they are.

    Raises:
        SettingsError: `host` is not a loopback address.
    """
    if is_loopback(host):
        return
    raise SettingsError(
        f"{host} can be reached from other machines, and this server has no password.",
        f"Set {variable('password')}, {variable('api_keys')} or {variable('proxy_header')}; or listen on 127.0.0.1; or "
        f"set {variable('allow_remote')}=on if the network in front of it is trusted.",
    )


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach the address; a name other than localhost counts as remote."""
    if host == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def too_large(limit: int) -> Refusal:
    """What is said to a body over the limit."""
    remedy = "A question may have 20,000 characters, a text to verify 1,000,000; shorten it."
    return Refusal(status=413, error=f"The request is larger than {limit:,} bytes.", remedy=remedy)


def too_often(seconds: float) -> Refusal:
    """What is said to a client that has asked too often."""
    wait = str(max(1, math.ceil(seconds)))
    return Refusal(
        status=429, error="Too many requests.", remedy=f"Try again in {wait} seconds.", headers={"Retry-After": wait}
    )


RATE_ELSEWHERE = 60
"""Requests a minute and client beyond loopback, where the settings say nothing."""

TRIES_A_MINUTE = 20
"""Wrong passwords or keys from one address."""

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})

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
PROBES = ("/healthz", "/readyz")
SIGNED = ("/slack/", "/api/messages")
COUNTED = ("/api/", "/v1/", "/mcp", "/gradio_api/queue/join", "/gradio_api/run", "/gradio_api/call")

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Gradio's page starts from inline scripts and styles; everything still comes from this host alone.
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
        "img-src 'self' data:; font-src 'self' data:; connect-src 'self'; object-src 'none'; base-uri 'self'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
}

NOTHING_HERE = Refusal(status=404, error="There is nothing at this address.")
WHO_ARE_YOU = Refusal(
    status=401,
    error="This server answers only those it knows.",
    remedy="Send a password or an API key: basic authentication, a bearer token, or `X-API-Key`.",
    headers={"WWW-Authenticate": 'Basic realm="channel-assistant", charset="UTF-8"'},
)
WRONG_HOST = Refusal(
    status=421,
    error="This server does not answer under this name.",
    remedy=f"Call it by its address, or add the name to {variable('allowed_hosts')}.",
)
WRONG_ORIGIN = Refusal(
    status=403,
    error="Pages of other sites may not ask here.",
    remedy=f"If the page is yours, add its host to {variable('allowed_hosts')}.",
)
