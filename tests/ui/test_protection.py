"""What a running server lets in: names, origins, keys, rates; and that nothing sent is a fault of the server."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

StartServer = Callable[..., AbstractContextManager[tuple[Any, Any, str]]]

PATHS = (
    "/api/ask",
    "/api/ask/stream",
    "/api/check",
    "/api/verify",
    "/api/search",
    "/api/feedback",
    "/v1/chat/completions",
)
DAY = "2026-11-24"
QUESTION = {"question": "Can a 23H2 host run ltsc2019?", "as_of": DAY}


@pytest.fixture(scope="module")
def guarded(start_server: StartServer) -> Iterator[str]:
    """A server with keys, a proxy on loopback and a name, which lets 40 requests a minute through."""
    with start_server(
        CHANNEL_ASSISTANT_API_KEYS="ann=annskey,bob=bobskey",
        CHANNEL_ASSISTANT_PASSWORD="the password",
        CHANNEL_ASSISTANT_ALLOWED_HOSTS="assistant.example.org",
        CHANNEL_ASSISTANT_RATE_LIMIT="40",
    ) as (_, _, address):
        yield address


def as_key(address: str, key: str) -> httpx.Client:
    return httpx.Client(base_url=address, headers={"authorization": f"Bearer {key}"}, timeout=60)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 401),
        ("POST", "/api/ask", 401),
        ("POST", "/mcp", 401),
        ("GET", "/v1/models", 401),
        ("GET", "/metrics", 401),
        ("GET", "/openapi.json", 401),
        ("POST", "/gradio_api/queue/join", 401),
        ("GET", "/healthz", 200),
        ("GET", "/readyz", 200),
        ("POST", "/slack/events", 404),
        ("POST", "/api/messages", 404),
    ],
)
def test_without_a_key_only_probes_and_signed_events_are_let_in(
    guarded: str, method: str, path: str, status: int
) -> None:
    response = httpx.request(method, f"{guarded}{path}")
    assert response.status_code == status
    if status == 401:
        assert set(response.json()) == {"error", "remedy"}
        assert response.headers["www-authenticate"].startswith("Basic")
        assert response.headers["x-content-type-options"] == "nosniff"


def test_a_conversation_belongs_to_its_principal(guarded: str) -> None:
    with as_key(guarded, "annskey") as ann, as_key(guarded, "bobskey") as bob:
        first = ann.post("/api/ask", json=QUESTION | {"conversation": "new"}).json()
        issued = first["conversation"]
        follow_up = {"question": "and with Hyper-V?", "as_of": DAY, "conversation": issued}
        assert bob.post("/api/ask", json=follow_up).json()["conversation"] != issued
        assert bob.delete(f"/api/conversations/{issued}").status_code == 404
        assert bob.post("/api/feedback", json={"answer_id": first["answer_id"], "rating": "up"}).status_code == 404
        assert ann.post("/api/feedback", json={"answer_id": first["answer_id"], "rating": "up"}).status_code == 204
        assert ann.post("/api/ask", json=follow_up).json()["conversation"] == issued
        assert ann.delete(f"/api/conversations/{issued}").status_code == 204


def test_a_browser_logs_in_with_the_password(guarded: str) -> None:
    assert httpx.get(guarded, auth=("anybody", "the password"), timeout=60).status_code == 200
    assert httpx.get(guarded, auth=("anybody", "a password"), timeout=60).status_code == 401


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"host": "assistant.example.org"}, 200),
        ({"host": "ASSISTANT.example.org:8443"}, 200),
        ({"host": "evil.example"}, 421),
        ({"host": "[::"}, 421),
        ({"host": "127.0.0.1.evil.example"}, 421),
        ({"origin": "https://evil.example"}, 403),
        ({"origin": "null"}, 403),
        ({"origin": "http://127.0.0.1:1"}, 403),
        ({"origin": "https://assistant.example.org"}, 200),
    ],
)
def test_foreign_names_and_pages_are_refused(guarded: str, headers: dict[str, str], status: int) -> None:
    response = httpx.get(f"{guarded}/v1/models", headers={"x-api-key": "annskey", **headers})
    assert response.status_code == status
    assert status == 200 or "error" in response.json()


def test_a_proxy_names_whom_it_has_signed_in(start_server: StartServer) -> None:
    more = {"CHANNEL_ASSISTANT_PROXY_HEADER": "X-Forwarded-User", "CHANNEL_ASSISTANT_PROXY_ADDRESSES": "127.0.0.1"}
    with start_server(ready=False, **more, CHANNEL_ASSISTANT_RATE_LIMIT="2") as (_, _, at), httpx.Client() as client:
        assert client.get(f"{at}/v1/models").status_code == 401
        forwarded = {"x-forwarded-for": "198.51.100.7", "x-forwarded-proto": "https"}
        for user in ("ann", "bob"):
            headers = {"x-forwarded-user": user, **forwarded}
            assert [client.get(f"{at}/v1/models", headers=headers).status_code for _ in range(3)] == [200, 200, 429]


def test_wrong_keys_are_tried_so_often_and_no_more(start_server: StartServer) -> None:
    with start_server(ready=False, CHANNEL_ASSISTANT_API_KEYS="ann=annskey") as (_, _, address):
        seen = [httpx.get(f"{address}/v1/models", headers={"x-api-key": f"{n}"}).status_code for n in range(25)]
        assert seen[:20] == [401] * 20
        late = httpx.get(f"{address}/v1/models", headers={"x-api-key": "annskey"})
        assert late.status_code == 429
        assert int(late.headers["retry-after"]) >= 1


def test_a_client_asks_so_often_a_minute_and_others_are_not_held_up(start_server: StartServer) -> None:
    keys = {"CHANNEL_ASSISTANT_API_KEYS": "ann=annskey,bob=bobskey", "CHANNEL_ASSISTANT_RATE_LIMIT": "3"}
    with start_server(ready=False, **keys) as (_, _, at), as_key(at, "annskey") as ann, as_key(at, "bobskey") as bob:
        assert [ann.get("/v1/models").status_code for _ in range(4)] == [200, 200, 200, 429]
        assert bob.get("/v1/models").status_code == 200
        refused = ann.get("/v1/models")
        assert set(refused.json()) == {"error", "remedy"}
        assert int(refused.headers["retry-after"]) >= 1
        assert [ann.get("/healthz").status_code for _ in range(5)] == [200] * 5


ODD = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(min_value=10**400, max_value=10**401)
    | st.floats()
    | st.text(max_size=30)
    | st.sampled_from(
        ["\x00", "ws2022\x00", "\ud800", "９" * 30, "ltsc2022", "10.0.99999999999999999999", "a" * 3_000]
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
NAMES = (
    "question", "as_of", "conversation", "host", "image", "isolation", "platform", "text", "query", "k", "answer_id",
    "rating", "reason", "messages", "model", "stream", "stream_options", "role", "content",
)  # fmt: skip
BODIES = st.dictionaries(st.sampled_from(NAMES), ODD, max_size=6)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(PATHS), body=BODIES)
def test_any_json_is_answered_or_refused_with_the_error_object(server: str, path: str, body: dict[str, Any]) -> None:
    assert_no_fault(httpx.post(f"{server}{path}", content=json.dumps(body), headers=JSON, timeout=60))


RAW = (
    b"", b"{", b"\x00",
    b'{"question": "a\x00b"}', b"\xff\xfe{\x00", b"NaN", b"1e999",
    b"[" * 200_000, b'{"k": ' * 50_000,
    b'{"query": "a", "k": ' + b"9" * 10_000 + b"}", b'{"k": 1e999, "query": "a"}', b'{"question": "a", "question": 2}',
    b'{"question": "\\ud800"}', b'{"messages": [{"role": "user", "content": "' + b"a" * 30_000 + b'"}]}',
    b'{"messages": [' + b'{"role": "user", "content": "a"},' * 300 + b'{"role": "user", "content": "a"}]}',
)  # fmt: skip
TYPES = ("application/json", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "x", "")
JSON = {"content-type": "application/json"}


@pytest.mark.parametrize("path", [*PATHS, "/mcp"])
def test_any_bytes_are_answered_or_refused(server: str, path: str) -> None:
    with httpx.Client(base_url=server, timeout=60) as client:
        for body in RAW:
            assert_refused(client.post(path, content=body, headers=JSON), path)
        for kind in TYPES[1:]:
            assert_refused(client.post(path, content=b'{"nothing": 1}', headers={"content-type": kind}), path)


@given(words=st.text(st.characters(codec="utf-8"), max_size=40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_words_in_an_address_are_answered_or_refused(server: str, words: str) -> None:
    assert_no_fault(httpx.get(f"{server}/api/lifecycle/{quote(words)}?as_of={quote(words)}", timeout=60))


def assert_refused(response: httpx.Response, path: str) -> None:
    assert 400 <= response.status_code < 500, (path, response.status_code, response.text[:300])
    if path != "/mcp":  # its errors are JSON-RPC's
        assert set(response.json()) <= {"error", "remedy"}
    assert "Traceback" not in response.text


def assert_no_fault(response: httpx.Response) -> None:
    assert response.status_code < 500, response.text
    if response.status_code >= 400:
        assert set(response.json()) <= {"error", "remedy"}
