"""The bot between FastAPI, the SDK and Microsoft's services: what comes in is checked and acknowledged at once."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
from fastapi import FastAPI
from microsoft_teams.api import ApiClient, InvokeResponse
from microsoft_teams.api.models.conversation import ConversationReference
from microsoft_teams.common import Client, ClientOptions

from assistant.errors import SettingsError
from assistant.settings import Settings, variable
from ui.background import Background
from ui.desk import GRACE_SECONDS
from ui.protection import RATE_ELSEWHERE
from ui.rate import Rate
from ui.surface import Current, On
from ui.teams.addresses import may_call
from ui.teams.bot import Bot
from ui.teams.chat import Chat
from ui.teams.credentials import AppTokens
from ui.teams.endpoint import Door, add_endpoint
from ui.teams.routes import dispatch, sdk_app
from ui.teams.token import Signers, TokenCheck
from ui.workers import workers_of

TIMEOUT = 20.0

LOCAL = "local"
"""Name of the bot where requests need no token, as nothing is signed then."""


def wire(app: FastAPI, current: Current, settings: Settings) -> On:
    """The bot as a surface that is on.

    Raises:
        SettingsError: one of the bot's addresses cannot be used.
    """
    # The SDK's debug log holds activities as they are; what people write is never logged.
    logging.getLogger("microsoft_teams").setLevel(logging.WARNING)
    for name in ("teams_openid_url", "teams_login_url"):
        if not may_call(getattr(settings, name)):
            raise SettingsError(
                f"{variable(name)} is not an address that can be used.", "Give an https address, or http on loopback."
            )
    http = httpx.AsyncClient(timeout=TIMEOUT)
    signers = Signers(settings.teams_openid_url, http)
    client = Client(ClientOptions(timeout=TIMEOUT, token=_tokens(settings, signers, http)))
    a_minute = RATE_ELSEWHERE if settings.rate_limit is None else settings.rate_limit
    bot = Bot(current, workers_of(app), rate=Rate(a_minute))
    background = Background()

    def chat_of(reference: ConversationReference) -> Chat:
        return Chat(ApiClient(reference.service_url, client), reference)

    sdk = sdk_app(bot, chat_of, client=settings.client_id.strip() or LOCAL, tenant=settings.tenant_id.strip() or LOCAL)

    async def handle(payload: dict[str, Any], service: str) -> InvokeResponse[Any]:
        return await dispatch(sdk, payload, service)

    add_endpoint(app, _door(settings, signers), background, handle)

    @asynccontextmanager
    async def running() -> AsyncIterator[None]:
        yield
        await background.drain(GRACE_SECONDS)
        await client.http.aclose()
        await http.aclose()

    return On(running=running)


def _door(settings: Settings, signers: Signers) -> Door:
    if settings.teams_unauthenticated:
        return Door(check=None, tenants=frozenset())
    named = settings.teams_tenants.replace(",", " ").split()
    return Door(
        check=TokenCheck(signers, settings.client_id.strip()),
        tenants=frozenset(named or [settings.tenant_id.strip()]),
    )


def _tokens(settings: Settings, signers: Signers, http: httpx.AsyncClient) -> Any:
    """Gives the token of each message; none where nothing is signed."""
    if settings.teams_unauthenticated or settings.client_secret is None:
        return None
    tokens = AppTokens(
        signers,
        http,
        login_url=settings.teams_login_url,
        tenant=settings.tenant_id.strip(),
        client=settings.client_id.strip(),
        secret=settings.client_secret.get_secret_value().strip(),
    )
    return tokens.current
