"""The tokens that Teams puts on what it sends: who signed them, for whom, until when, and for which service.

The rules are those of the Bot Framework's connector authentication: RS256 with a key of the published set that is
endorsed for the channel, the issuer of the metadata, this bot as audience, a time that has not passed, and the address
of the service as a claim. The SDK's own check lets a request pass that names no service, and blocks the event loop.
"""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import jwt

from assistant.errors import DeliveryError
from ui.teams.addresses import may_call

CHANNEL = "msteams"
ALGORITHM = "RS256"
SKEW_SECONDS = 300

# Keys are fetched again after a day, and when a token names one that is not known: then at most once a minute.
KEPT_SECONDS = 86_400
AGAIN_SECONDS = 60

LONGEST_TOKEN = 16_384


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A signing key. `channels` are those that it is endorsed for; empty where the set does not say."""

    key: jwt.PyJWK
    channels: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What the OpenID metadata leads to."""

    issuer: str
    keys: Mapping[str, Key]
    fetched: float


class Signers:
    """The issuer and its keys, fetched from `metadata_url` when they are first needed."""

    def __init__(self, metadata_url: str, http: httpx.AsyncClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._metadata_url = metadata_url
        self._http = http
        self._clock = clock
        self._published: Published | None = None
        self._fetching = asyncio.Lock()

    async def issuer(self) -> str:
        """Who signs. Raises DeliveryError where that cannot be learned."""
        return (await self._current(KEPT_SECONDS)).issuer

    async def key(self, name: str) -> Key | None:
        """The key of that name, if it is published. Raises DeliveryError where the keys cannot be fetched."""
        found = (await self._current(KEPT_SECONDS)).keys.get(name)
        return found or (await self._current(AGAIN_SECONDS)).keys.get(name)

    async def _current(self, seconds: float) -> Published:
        """What is published, fetched again if what is known is older than that."""
        async with self._fetching:
            known = self._published
            if known is not None and self._clock() - known.fetched < seconds:
                return known
            try:
                self._published = await self._fetch()
            except (httpx.HTTPError, ValueError, KeyError, TypeError, AttributeError, jwt.PyJWTError) as error:
                if known is not None:
                    return known
                raise DeliveryError(
                    "The keys that Teams signs with cannot be fetched.",
                    "Check the network of the server and CHANNEL_ASSISTANT_TEAMS_OPENID_URL.",
                    code="unreachable",
                ) from error
            return self._published

    async def _fetch(self) -> Published:
        metadata = await self._json(self._metadata_url)
        address = str(metadata["jwks_uri"])
        if not may_call(address):
            raise ValueError(address)
        keys = {}
        for entry in (await self._json(address))["keys"]:
            if entry.get("kty") == "RSA" and entry.get("kid") and entry.get("use", "sig") == "sig":
                channels = frozenset(map(str, entry.get("endorsements") or ()))
                keys[str(entry["kid"])] = Key(key=jwt.PyJWK(entry, algorithm=ALGORITHM), channels=channels)
        return Published(issuer=str(metadata["issuer"]), keys=keys, fetched=self._clock())

    async def _json(self, url: str) -> Any:
        answer = await self._http.get(url)
        answer.raise_for_status()
        return answer.json()


class TokenCheck:
    """Tokens for one bot, whose id is `audience`."""

    def __init__(self, signers: Signers, audience: str) -> None:
        self._signers = signers
        self._audience = audience

    async def fault(self, token: str, *, service_url: str, tenant: str) -> str:
        """What is wrong with the token for a message from that service and tenant; empty where nothing is.

        Raises:
            DeliveryError: the keys cannot be fetched.
        """
        try:
            header = jwt.get_unverified_header(token) if len(token) <= LONGEST_TOKEN else {}
        except (jwt.PyJWTError, ValueError, RecursionError):
            return "it is no token"
        if header.get("alg") != ALGORITHM or not isinstance(header.get("kid"), str):
            return "its algorithm"
        key = await self._signers.key(header["kid"])
        if key is None:
            return "its key"
        if key.channels and CHANNEL not in key.channels:
            return "its key is not endorsed for Teams"
        try:
            claims = jwt.decode(
                token,
                key.key,
                algorithms=[ALGORITHM],
                audience=self._audience,
                issuer=await self._signers.issuer(),
                leeway=SKEW_SECONDS,
                options={"require": ["exp", "iss", "aud"], "strict_aud": True},
            )
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as error:
            return type(error).__name__
        return _claims_fault(claims, service_url=service_url, tenant=tenant)


def _claims_fault(claims: Mapping[str, Any], *, service_url: str, tenant: str) -> str:
    named = claims.get("serviceurl") or claims.get("serviceUrl")
    if not isinstance(named, str) or not named or named.rstrip("/") != service_url.rstrip("/"):
        return "its service"
    if claims.get("tid", tenant) != tenant:
        return "its tenant"
    return ""
