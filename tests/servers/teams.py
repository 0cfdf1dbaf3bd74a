"""Microsoft's services on loopback, as far as the Teams bot uses them: it signs, checks, records, and misbehaves.

One server stands in for the issuer of tokens (OpenID metadata and keys), the login service, and the connector that
messages are sent to. Limits are those of Microsoft's documentation of bot messages, citations and streaming.
"""

import asyncio
import json
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import jwt
from aiohttp import web
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm
from microsoft_teams.cards import AdaptiveCard

from tests.servers.loopback import PATIENCE, serving

CLIENT, SECRET, TENANT = "11111111-2222-3333-4444-555555555555", "a~secret", "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee"
OTHER_TENANT = "99999999-bbbb-cccc-dddd-eeeeeeeeeeee"
ISSUER = "https://api.botframework.test"
BOT, USER = f"28:{CLIENT}", "29:1user"
PERSONAL, GROUP, CHANNEL = "a:1personal", "19:group@thread.v2", "19:channel@thread.tacv2;messageid=1700000000000"
"""A chat with one person, one of several, and a thread of a channel; other ids of these forms are others."""

Json = dict[str, Any]

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
STRANGER = rsa.generate_private_key(public_exponent=65537, key_size=2048)


@dataclass
class FakeTeams:
    """What the server was asked, and how it is to answer.

    `failing` holds the answers (status, body, headers) of the next messages instead of 201; None lets one pass.
    `stalled` has every message wait until `released` is set.
    """

    url: str = ""
    calls: list[tuple[str, Json]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    failing: list[tuple[int, Json, dict[str, str]] | None] = field(default_factory=list)
    messages: dict[str, Json] = field(default_factory=dict)
    streams: dict[str, Json] = field(default_factory=dict)
    stalled: bool = False
    released: threading.Event = field(default_factory=threading.Event)
    changed: threading.Condition = field(default_factory=threading.Condition)
    tokens: int = 0

    @property
    def openid_url(self) -> str:
        return f"{self.url}/v1/.well-known/openidconfiguration"

    def wait(self, met: Callable[["FakeTeams"], Any]) -> None:
        """Wait until the calls meet a condition; a minute without it is a failure."""
        with self.changed:
            assert self.changed.wait_for(lambda: met(self), PATIENCE), [name for name, _ in self.calls]

    def made(self, kind: str) -> list[Json]:
        """The activities of a kind (`message`, `typing`, `update`), in order."""
        with self.changed:
            return [body for name, body in self.calls if name == kind]

    def shown(self, conversation: str | None = None) -> list[Json]:
        """Every message as it stands now, oldest first."""
        with self.changed:
            return [m for m in self.messages.values() if conversation in (None, m["conversation"]["id"])]

    def replies(self, conversation: str) -> list[Json]:
        """The ends of answers."""
        return [m for m in self.shown(conversation) if "feedbackLoop" in m.get("channelData", {})]

    def record(self, kind: str, body: Json) -> None:
        with self.changed:
            self.calls.append((kind, body))
            self.changed.notify_all()

    def environment(self) -> dict[str, str]:
        """The settings of a bot that uses this server."""
        return {
            "CHANNEL_ASSISTANT_TEAMS": "on",
            "CHANNEL_ASSISTANT_TEAMS_OPENID_URL": self.openid_url,
            "CHANNEL_ASSISTANT_TEAMS_LOGIN_URL": self.url,
            "CLIENT_ID": CLIENT,
            "CLIENT_SECRET": SECRET,
            "TENANT_ID": TENANT,
        }

    def claims(self, **changed: Any) -> Json:
        """The claims of a token that is good; None takes one away."""
        now = int(time.time())
        claims = {"iss": ISSUER, "aud": CLIENT, "nbf": now - 10, "exp": now + 3600, "serviceurl": self.url} | changed
        return {name: value for name, value in claims.items() if value is not None}

    def token(self, *, key: Any = KEY, algorithm: str = "RS256", kid: str = "one", **changed: Any) -> str:
        return jwt.encode(self.claims(**changed), key, algorithm=algorithm, headers={"kid": kid})

    def activity(self, kind: str, number: str, conversation: str = PERSONAL, **more: Any) -> Json:
        """An activity as Teams sends it."""
        return {
            "type": kind,
            "id": number,
            "serviceUrl": self.url,
            "channelId": "msteams",
            "timestamp": "2026-11-24T10:00:00.000Z",
            "from": {"id": USER, "name": "Ann", "aadObjectId": "0f"},
            "recipient": {"id": BOT, "name": "Channel Assistant"},
            "conversation": {
                "id": conversation,
                "conversationType": kind_of(conversation),
                "tenantId": TENANT,
            },
            "channelData": {"tenant": {"id": TENANT}},
        } | more

    def message(self, number: str, text: str, conversation: str = PERSONAL, **more: Any) -> Json:
        """A person's message; in a group or a channel the bot is mentioned."""
        if kind_of(conversation) != "personal" and "value" not in more:
            at = "<at>Channel Assistant</at>"
            text = f"{at}&nbsp;{text}"
            more = {"entities": [{"type": "mention", "text": at, "mentioned": {"id": BOT, "name": "x"}}]} | more
        return self.activity("message", number, conversation, text=text, textFormat="plain", **more)


@contextmanager
def teams_server() -> Iterator[FakeTeams]:
    """A running server."""
    teams = FakeTeams()
    with serving([(method, path, partial(handler, teams)) for method, path, handler in ROUTES]) as (address, _):
        teams.url = address
        try:
            yield teams
        finally:
            teams.released.set()


async def _metadata(teams: FakeTeams, _: web.Request) -> web.Response:
    return web.json_response({"issuer": ISSUER, "jwks_uri": f"{teams.url}/v1/keys"})


async def _keys(_: FakeTeams, __: web.Request) -> web.Response:
    def entry(key: rsa.RSAPrivateKey, kid: str, channels: list[str]) -> Json:
        public: Json = json.loads(RSAAlgorithm.to_jwk(key.public_key()))
        return public | {"kid": kid, "use": "sig", "endorsements": channels}

    return web.json_response({"keys": [entry(KEY, "one", ["msteams"]), entry(KEY, "elsewhere", ["telegram"])]})


async def _login(teams: FakeTeams, request: web.Request) -> web.Response:
    form = dict(await request.post())
    wanted = {
        "grant_type": "client_credentials",
        "client_id": CLIENT,
        "client_secret": SECRET,
        "scope": f"{ISSUER}/.default",
    }
    if form != wanted or request.match_info["tenant"] != TENANT:
        return web.json_response({"error": "invalid_client", "error_description": "AADSTS7000215"}, status=401)
    teams.tokens += 1
    return web.json_response({"access_token": outgoing(), "token_type": "Bearer", "expires_in": 3600})


def outgoing() -> str:
    return jwt.encode({"aud": ISSUER, "appid": CLIENT}, KEY, algorithm="RS256", headers={"kid": "login"})


async def _taken(teams: FakeTeams, request: web.Request) -> Json | web.Response:
    """The activity of a request, or the answer to one that is not taken."""
    body: Json = await request.json()
    body["conversation"] = {**body.get("conversation", {}), "id": request.match_info["id"]}
    if request.headers.get("Authorization") != f"Bearer {outgoing()}":
        teams.violations.append("a message without the bot's token")
        teams.record("401", body)
        return web.json_response({"error": {"code": "Unauthorized", "message": "no"}}, status=401)
    if teams.stalled:
        teams.record("stalled", body)
        await asyncio.get_running_loop().run_in_executor(None, teams.released.wait)
    if teams.failing and (failure := teams.failing.pop(0)) is not None:
        status, content, headers = failure
        teams.record(f"{status}", body)
        return web.json_response(content, status=status, headers=headers)
    teams.violations += problems(body)
    return body


async def _create(teams: FakeTeams, request: web.Request) -> web.Response:
    body = await _taken(teams, request)
    if isinstance(body, web.Response):
        return body
    info = next((entity for entity in body.get("entities", []) if entity["type"] == "streaminfo"), None)
    with teams.changed:
        if info is not None:
            answer = _streamed(teams, body, info)
        elif body["type"] == "message":
            answer = web.json_response({"id": f"m{len(teams.messages)}"}, status=201)
            teams.messages[f"m{len(teams.messages)}"] = body
        else:
            answer = web.json_response({}, status=201)
    teams.record(body["type"], body)
    return answer


async def _update(teams: FakeTeams, request: web.Request) -> web.Response:
    body = await _taken(teams, request)
    if isinstance(body, web.Response):
        return body
    with teams.changed:
        teams.messages[request.match_info["sent"]] = body
    teams.record("update", body)
    return web.json_response({"id": request.match_info["sent"]})


def _streamed(teams: FakeTeams, body: Json, info: Json) -> web.Response:
    """A step of a stream, with the rules of Teams for it."""
    now, text = time.monotonic(), body.get("text", "")
    number = info.get("streamId") or f"m{len(teams.messages)}"
    stream = teams.streams.setdefault(number, {"text": "", "sequence": 0, "at": 0.0, "closed": False})
    wrong = {
        "a stream in a chat of several": kind_of(body["conversation"]["id"]) != "personal",
        "faster than one a second": now - stream["at"] < 1.0,
        "text that does not go on": not text.startswith(stream["text"]),
        "a stream that has ended": stream["closed"],
        "a step out of order": info["streamType"] != "final" and info.get("streamSequence") != stream["sequence"] + 1,
        "news of what is done, of more than 1,000": info["streamType"] == "informative" and len(text) > 1_000,
        "the two places that tell of a stream differ": body["channelData"].get("streamType") != info["streamType"],
        "an end that is no message": (info["streamType"] == "final") != (body["type"] == "message"),
    }
    teams.violations += [name for name, found in wrong.items() if found]
    stream["at"], stream["closed"] = now, info["streamType"] == "final"
    stream["sequence"] += 1
    stream["text"] = text if info["streamType"] == "streaming" else stream["text"]
    teams.messages[number] = body
    return web.json_response({"id": number} if not info.get("streamId") else {}, status=201)


ROUTES: tuple[tuple[str, str, Callable[[FakeTeams, web.Request], Awaitable[web.Response]]], ...] = (
    ("GET", "/v1/.well-known/openidconfiguration", _metadata),
    ("GET", "/v1/keys", _keys),
    ("POST", "/{tenant}/oauth2/v2.0/token", _login),
    ("POST", "/v3/conversations/{id}/activities", _create),
    ("PUT", "/v3/conversations/{id}/activities/{sent}", _update),
)


def kind_of(conversation: str) -> str:
    return (
        "personal" if conversation.startswith("a:") else "channel" if "@thread.tacv2" in conversation else "groupChat"
    )


def units(value: Any) -> int:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return len(text.encode("utf-16-le")) // 2


def problems(body: Json) -> list[str]:
    """What Teams would refuse in a message, or would not show."""
    found = [f"{units(body) * 2} bytes in UTF-16"] if units(body) * 2 > 80_000 else []
    if body["type"] == "message" and not (body.get("text") or body.get("attachments")):
        found.append("an empty message")
    for attachment in body.get("attachments", []):
        card = attachment["content"]
        size = len(json.dumps(card, ensure_ascii=False).encode())
        found += [f"a card of {size} bytes"] if size > 28 * 1024 else []
        found += [] if card["version"] == "1.5" and attachment["contentType"].endswith(".adaptive") else ["no card"]
        AdaptiveCard.model_validate(card)
    for entity in body.get("entities", []):
        for claim in entity.get("citation", []):
            shown = claim["appearance"]
            long = units(shown["name"]) > 80 or units(shown["abstract"]) > 160
            found += ["a citation that is too long"] if long else []
            found += [] if f"[{claim['position']}]" in body.get("text", "") else ["a citation without a marker"]
    return found
