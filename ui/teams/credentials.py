"""The tokens that the bot puts on what it sends, by the OAuth client credentials of its app registration.

The SDK's own way asks a library that takes no address but Microsoft's public ones; this asks whatever the settings say.
"""

import asyncio
import time
from collections.abc import Callable
from urllib.parse import quote

import httpx

from assistant.errors import DeliveryError
from ui.teams.token import Signers

EARLY_SECONDS = 300
"""A token is fetched again so long before it ends."""


class AppTokens:
    """Tokens of one app, fetched when they are needed and kept until they end."""

    def __init__(
        self,
        signers: Signers,
        http: httpx.AsyncClient,
        *,
        login_url: str,
        tenant: str,
        client: str,
        secret: str,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._signers = signers
        self._http = http
        self._url = f"{login_url.rstrip('/')}/{quote(tenant, safe='')}/oauth2/v2.0/token"
        self._client = client
        self._secret = secret
        self._clock = clock
        self._token = ""
        self._until = 0.0
        self._fetching = asyncio.Lock()

    async def current(self) -> str:
        """A token that is good for some minutes. Raises DeliveryError where there is none to be had."""
        async with self._fetching:
            if not self._token or self._clock() >= self._until:
                # The scope of every cloud is the name of whoever signs there.
                scope = f"{(await self._signers.issuer()).rstrip('/')}/.default"
                self._token, seconds = await self._fetch(scope)
                self._until = self._clock() + max(seconds - EARLY_SECONDS, 0)
            return self._token

    async def _fetch(self, scope: str) -> tuple[str, float]:
        form = {
            "grant_type": "client_credentials",
            "client_id": self._client,
            "client_secret": self._secret,
            "scope": scope,
        }
        try:
            answer = await self._http.post(self._url, data=form)
            given = answer.json()
            return str(given["access_token"]), float(given["expires_in"])
        except (httpx.HTTPError, ValueError, KeyError, TypeError):  # the cause may hold the form, and so the secret
            raise DeliveryError(
                "The Teams bot got no token for its messages.",
                "Check CLIENT_ID, CLIENT_SECRET (has it expired?) and TENANT_ID, and the network of the server.",
                code="login",
            ) from None
