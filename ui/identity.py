"""Who asks: the password, API keys, or the name that a reverse proxy has verified.

A principal is a short string that differs between people and programs (`key:ci`, `user:ann@example.org`); stored
conversations belong to it. Where nothing is set up, everybody is the principal "".
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.requests import HTTPConnection

from assistant.errors import SettingsError
from assistant.settings import Settings, variable

HASHED = "sha256:"
"""Before the hexadecimal SHA-256 of a key, where the settings hold that and not the key."""

LONGEST_NAME = 200
"""Characters of a name that a proxy hands on."""

Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """What the settings say about who may ask. `keys` and `password` are SHA-256 digests."""

    password: bytes | None
    keys: Mapping[str, bytes]
    proxy_header: str
    proxies: tuple[Network, ...]

    @property
    def required(self) -> bool:
        """Whether anybody has to say who they are."""
        return self.password is not None or bool(self.keys) or bool(self.proxy_header)

    def principal(self, headers: Mapping[str, str], peer: str) -> str | None:
        """Who asks; None where they have to say so and have not, or said it wrongly. `headers` by lower-case name."""
        if not self.required:
            return ""
        named = headers.get(self.proxy_header, "") if self.proxy_header and self.is_proxy(peer) else ""
        if named and len(named) <= LONGEST_NAME:
            return f"user:{named}"
        return self._by_secret(_secrets_in(headers))

    def is_proxy(self, peer: str) -> bool:
        """Whether a connection from this address is the reverse proxy's, so that its headers are believed."""
        try:
            address = ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self.proxies)

    def client(self, headers: Mapping[str, str], peer: str) -> str:
        """The address that asks: the last that a trusted proxy forwards, which nobody else can forge; else the peer."""
        forwarded = headers.get("x-forwarded-for", "")
        if forwarded and self.is_proxy(peer):
            return forwarded.rsplit(",", 1)[-1].strip()[:LONGEST_NAME]
        return peer

    def _by_secret(self, given: str | None) -> str | None:
        """Every secret is compared, each in constant time, so that the time tells nothing of which came near."""
        if given is None:
            return None
        digest = hashlib.sha256(given.encode("utf-8", "surrogatepass")).digest()
        found = [f"key:{name}" for name, key in self.keys.items() if hmac.compare_digest(digest, key)]
        if self.password is not None and hmac.compare_digest(digest, self.password):
            found.append("password")
        return found[0] if found else None


def identity(settings: Settings) -> Identity:
    """What the settings say.

    Raises:
        SettingsError: keys or addresses are not written as they should be, or a header is named and no proxy.
    """
    proxies = tuple(_network(word) for word in settings.proxy_addresses.replace(",", " ").split())
    if settings.proxy_header and not proxies:
        raise SettingsError(
            f"{variable('proxy_header')} is set, and no proxy is named whose header would be believed.",
            f"Set {variable('proxy_addresses')} to the address of the reverse proxy, such as 127.0.0.1.",
        )
    password = settings.password.get_secret_value() if settings.password else ""
    return Identity(
        password=hashlib.sha256(password.encode()).digest() if password else None,
        keys=dict(_key(word) for word in _words(settings)),
        proxy_header=settings.proxy_header.lower(),
        proxies=proxies,
    )


def principal_of(connection: HTTPConnection) -> str:
    """The principal of a request that was let in."""
    return str(getattr(connection.state, "principal", ""))


def _words(settings: Settings) -> list[str]:
    return settings.api_keys.get_secret_value().replace(",", " ").split() if settings.api_keys else []


def _key(word: str) -> tuple[str, bytes]:
    name, _, secret = word.partition("=")
    if not name or not secret:
        raise SettingsError(
            f"{variable('api_keys')} holds something that is not NAME=KEY.",
            "Write ci=SECRET, or ci=sha256:HEX with the SHA-256 of the key; separate keys by commas.",
        )
    if not secret.startswith(HASHED):
        return name, hashlib.sha256(secret.encode()).digest()
    try:
        digest = bytes.fromhex(secret.removeprefix(HASHED))
    except ValueError:
        digest = b""
    if len(digest) != hashlib.sha256().digest_size:
        raise SettingsError(
            f"{variable('api_keys')} holds no SHA-256 after `{name}={HASHED}`.", "Write its 64 hexadecimal digits."
        )
    return name, digest


def _network(word: str) -> Network:
    try:
        return ip_network(word, strict=False)
    except ValueError as error:
        raise SettingsError(
            f"{variable('proxy_addresses')} holds {word!r}, which is no address.",
            "Write addresses or networks, such as 127.0.0.1 or 10.0.0.0/8, separated by commas.",
        ) from error


def _secrets_in(headers: Mapping[str, str]) -> str | None:
    """The key or password of a request: a bearer token, the password of basic authentication, or `X-API-Key`."""
    scheme, _, value = headers.get("authorization", "").partition(" ")
    if scheme.lower() == "bearer" and value.strip():
        return value.strip()
    if scheme.lower() == "basic":
        try:
            return base64.b64decode(value.strip(), validate=True).decode("utf-8").partition(":")[2]
        except (binascii.Error, UnicodeDecodeError, ValueError):
            return None
    return headers.get("x-api-key") or None
