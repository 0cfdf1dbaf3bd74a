"""Who is let in at /api/messages, and in which order it is refused. What is refused leaves no trace."""

import json
import sys
import uuid
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.errors import SettingsError
from assistant.service import Assistant
from tests.servers.teams import CLIENT, OTHER_TENANT, STRANGER, TENANT, FakeTeams
from tests.ui.teams.conftest import post, serving, settings_of
from ui.surface import Off
from ui.teams import app

QUESTION = "Can a 23H2 host run a Windows Server 2019 image?"


def _nobody() -> Assistant:
    raise AssertionError("A bot that is being mounted asks nothing.")


def refused(answer: httpx.Response, status: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.json()["error"]


@pytest.mark.parametrize(
    "changed",
    [
        {"iss": "https://sts.example.org"},
        {"iss": f"https://sts.windows.net/{TENANT}/", "tid": TENANT},
        {"iss": None},
        {"aud": "22222222-2222-3333-4444-555555555555"},
        {"aud": [CLIENT, "another"]},
        {"aud": None},
        {"exp": 1_600_000_000},
        {"exp": None},
        {"exp": "soon"},
        {"nbf": 4_000_000_000},
        {"serviceurl": "https://example.org"},
        {"serviceurl": None},
        {"serviceurl": 5},
        {"tid": OTHER_TENANT},
        {"key": STRANGER},
        {"kid": "another"},
        {"kid": "elsewhere"},
        {"algorithm": "RS512"},
        {"algorithm": "HS256", "key": "a-secret-that-is-long-enough-for-an-hmac"},
        {"algorithm": "none", "key": None},
    ],
    ids=lambda changed: "-".join(f"{name}={str(value)[:12]}" for name, value in changed.items()),
)
def test_a_token_that_is_wrong_in_one_thing_gets_401(
    client: httpx.Client, shared: FakeTeams, changed: dict[str, Any]
) -> None:
    before = len(shared.calls)
    refused(post(client, shared, shared.message(uuid.uuid4().hex, QUESTION), **changed), 401)
    assert len(shared.calls) == before


def test_a_key_published_as_hmac_secret_signs_nothing(client: httpx.Client, shared: FakeTeams) -> None:
    public = httpx.get(f"{shared.url}/v1/keys").json()["keys"][0]["n"]
    token = jwt.encode(shared.claims(), public, algorithm="HS256", headers={"kid": "one"})
    headers = {"Authorization": f"Bearer {token}"}
    refused(client.post("/api/messages", json=shared.message("h", QUESTION), headers=headers), 401)


@pytest.mark.parametrize("header", ["", "Bearer", "Basic YTpi", "Bearer a.b.c", "Bearer é", "Bearer " + "a" * 40_000])
def test_what_is_no_token_gets_401(client: httpx.Client, shared: FakeTeams, header: str) -> None:
    headers = {"Authorization": header.encode()} if header else {}
    answer = client.post("/api/messages", json=shared.message("n", QUESTION), headers=headers)
    assert answer.status_code in (400, 401)


def test_two_tokens_are_none(client: httpx.Client, shared: FakeTeams) -> None:
    headers = [("Authorization", f"Bearer {shared.token()}")] * 2
    refused(client.post("/api/messages", json=shared.message("2", QUESTION), headers=headers), 401)


@pytest.mark.parametrize(
    "changed",
    [
        {"channelData": {"tenant": {"id": OTHER_TENANT}}},
        {"channelData": {"tenant": {"id": OTHER_TENANT}}, "conversation": {"id": "a:1", "tenantId": OTHER_TENANT}},
        {"channelData": {}, "conversation": {"id": "a:1"}},
        {"serviceUrl": "https://example.org"},
        {"serviceUrl": ""},
        {"serviceUrl": None},
    ],
)
def test_an_activity_of_another_tenant_or_service_gets_401(
    client: httpx.Client, shared: FakeTeams, changed: dict[str, Any]
) -> None:
    refused(post(client, shared, shared.message(uuid.uuid4().hex, QUESTION) | changed), 401)


@pytest.mark.parametrize(
    "changed",
    [
        {"id": ""},
        {"id": None},
        {"id": 5},
        {"from": None},
        {"from": "Ann"},
        {"recipient": {}},
        {"text": {"a": 1}},
        {"entities": "many"},
        {"attachments": 5},
        {"conversation": {"id": "../../v3/attachments", "tenantId": TENANT}},
        {"conversation": {"id": "a:1?x=1", "tenantId": TENANT}},
        {"service_url": "https://example.org", "serviceUrl": "", "conversation": {"id": "a:1"}},
        {"type": "invoke", "name": "unknown/thing"},
        {"type": "invoke", "name": "composeExtension/fetchTask", "value": {"commandContext": 5}},
        {"type": "invoke", "name": "message/submitAction", "value": {"actionValue": {"reaction": "meh"}}},
        {"type": "installationUpdate", "action": "other"},
    ],
    ids=str,
)
def test_an_activity_that_teams_would_not_send_gets_4xx(
    client: httpx.Client, shared: FakeTeams, changed: dict[str, Any]
) -> None:
    before = len(shared.calls)
    answer = post(client, shared, shared.message(uuid.uuid4().hex, QUESTION) | changed)
    assert answer.status_code in (400, 401)
    assert answer.json()["error"]
    assert len(shared.calls) == before


@pytest.mark.parametrize("kind", ["typing", "messageReaction", "conversationUpdate", "endOfConversation", "event", "x"])
def test_what_is_not_answered_is_acknowledged(client: httpx.Client, shared: FakeTeams, kind: str) -> None:
    assert post(client, shared, shared.activity(kind, uuid.uuid4().hex)).status_code == 200


BODIES = st.one_of(
    st.binary(max_size=200),
    st.text(max_size=100).map(str.encode)
    if False
    else st.text(max_size=100).map(lambda text: text.encode("utf-8", "replace")),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
        max_leaves=10,
    ).map(lambda value: json.dumps(value).encode()),
)

PARTS = ("id", "from", "recipient", "conversation", "serviceUrl", "channelData")
ODD = (
    st.none() | st.integers() | st.text(max_size=5) | st.lists(st.none(), max_size=2) | st.just({}) | st.just({"id": 5})
)


@given(body=BODIES, token=st.booleans())
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_malformed_bodies_get_4xx_and_nothing_happens(
    client: httpx.Client, shared: FakeTeams, body: bytes, token: bool
) -> None:
    before = len(shared.calls)
    headers = {"Authorization": f"Bearer {shared.token()}"} if token else {}
    answer = client.post("/api/messages", content=body, headers=headers)
    assert 400 <= answer.status_code < 500
    assert answer.json()["error"]
    assert len(shared.calls) == before


@given(part=st.sampled_from(PARTS), odd=ODD)
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_activities_with_an_odd_part_get_4xx_and_nothing_happens(
    client: httpx.Client, shared: FakeTeams, part: str, odd: Any
) -> None:
    before = len(shared.calls)
    activity = shared.message(uuid.uuid4().hex, QUESTION) | {part: odd}
    if part == "channelData" and not isinstance(odd, str | list | int):  # the conversation names the tenant as well
        return
    if part == "id" and isinstance(odd, str) and odd.strip():
        return
    answer = post(client, shared, activity)
    assert 400 <= answer.status_code < 500, (part, odd)
    assert len(shared.calls) == before


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'"a"', b"\xff", b'{"a": NaN}', b'{"a": "\\ud800"}', b"[" * 100_000, b'{"a":' * 50_000],
)
def test_what_is_no_json_object_gets_400_before_the_token_is_looked_at(client: httpx.Client, body: bytes) -> None:
    refused(client.post("/api/messages", content=body), 400)


def test_a_body_that_is_too_large_gets_413(client: httpx.Client) -> None:
    refused(client.post("/api/messages", content=b" " * 2_000_000), 413)


def test_other_methods_get_405(client: httpx.Client) -> None:
    assert client.get("/api/messages").status_code == 405


def test_where_the_keys_cannot_be_fetched_nobody_is_let_in(data_dir: Path, teams: FakeTeams) -> None:
    nowhere = settings_of(data_dir, teams, teams_openid_url="http://127.0.0.1:1/openid")
    with serving(nowhere) as client:
        refused(post(client, teams, teams.message("k", QUESTION)), 503)
    assert not teams.calls


def test_the_tenants_that_are_answered_can_be_named(data_dir: Path, teams: FakeTeams) -> None:
    with serving(settings_of(data_dir, teams, teams_tenants=f"{OTHER_TENANT}, x")) as client:
        refused(post(client, teams, teams.message("t1", QUESTION)), 401)
        other = {"tenant": {"id": OTHER_TENANT}}
        place = {"id": f"a:{uuid.uuid4().hex}", "conversationType": "personal"}
        sent = teams.message(uuid.uuid4().hex, "hello?") | {"channelData": other, "conversation": place}
        assert post(client, teams, sent).status_code == 200
        teams.wait(lambda t: t.shown(place["id"]))


class TestWithoutTokens:
    """The setting for development."""

    def test_this_machine_alone_is_answered(self, data_dir: Path, teams: FakeTeams) -> None:
        unsigned = settings_of(
            data_dir, teams, teams_unauthenticated=True, client_id="", client_secret=None, tenant_id=""
        )
        sent = teams.message(uuid.uuid4().hex, "", f"a:{uuid.uuid4().hex}")
        with serving(unsigned) as client:
            for headers in ({"X-Forwarded-For": "8.8.8.8"}, {"Forwarded": "for=8.8.8.8"}, {"Host": "bot.example.org"}):
                refused(client.post("/api/messages", json=sent, headers=headers), 401)
            for service in (
                "https://example.org",
                "http://10.0.0.1",
                "http://127.0.0.1@example.org",
                "http://127.0.0.1?a",
            ):
                refused(client.post("/api/messages", json=sent | {"serviceUrl": service}), 401)
            assert client.post("/api/messages", json=sent).status_code == 200
            teams.wait(lambda t: t.made("401"))
        assert not teams.tokens

    def test_it_is_refused_where_others_can_reach_the_server(self, data_dir: Path, teams: FakeTeams) -> None:
        both = settings_of(data_dir, teams, teams_unauthenticated=True, allow_remote=True)
        with serving(both) as client:
            refused(client.post("/api/messages", json=teams.message("u", QUESTION)), 404)


@pytest.mark.parametrize("missing", ["client_id", "client_secret", "tenant_id", "teams"])
def test_a_bot_that_lacks_something_is_off_and_says_what(tmp_path: Path, teams: FakeTeams, missing: str) -> None:
    given: dict[str, Any] = {"client_secret": None, "teams": False}
    state = app.mount(FastAPI(), _nobody, settings_of(tmp_path, teams, **{missing: given.get(missing, "")}))
    assert isinstance(state, Off)
    assert ("CHANNEL_ASSISTANT_TEAMS" if missing == "teams" else missing.upper()) in state.reason
    assert state.half == (missing != "teams")
    assert "docs/teams.md" in state.remedy


def test_without_the_sdk_the_bot_is_off(tmp_path: Path, teams: FakeTeams, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "microsoft_teams.apps", None)
    state = app.mount(FastAPI(), _nobody, settings_of(tmp_path, teams))
    assert isinstance(state, Off)
    assert "channel-assistant[teams]" in state.remedy


@pytest.mark.parametrize("name", ["teams_openid_url", "teams_login_url"])
@pytest.mark.parametrize("url", ["", "ftp://x", "http://example.org/keys", "https://", "https://u:p@example.org"])
def test_an_address_that_cannot_be_used_is_an_error_of_the_settings(
    tmp_path: Path, teams: FakeTeams, name: str, url: str
) -> None:
    with pytest.raises(SettingsError, match=name.upper()):
        app.mount(FastAPI(), _nobody, settings_of(tmp_path, teams, **{name: url}))
