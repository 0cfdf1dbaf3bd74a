"""The HTTP API over a real socket: the contract's objects, its errors, its streams."""

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

RunCommand = Callable[..., subprocess.CompletedProcess[str]]

NO = "Can a 23H2 host run a Windows Server 2019 image with process isolation?"
DAY = "2026-11-24"

ASK_KEYS = [
    "question",
    "standalone_question",
    "as_of",
    "status",
    "answer",
    "claims",
    "withheld",
    "citations",
    "verdicts",
    "follow_ups",
    "engine",
    "answer_id",
    "timings_ms",
    "facts_as_of",
]


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=60) as client:
        yield client


def test_health_and_readiness(client: httpx.Client) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 200


def test_ask_gives_the_contracts_object(client: httpx.Client) -> None:
    response = client.post("/api/ask", json={"question": NO, "as_of": DAY})
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    answer = response.json()
    assert list(answer) == ASK_KEYS
    assert answer["question"] == NO
    assert answer["as_of"] == DAY
    assert answer["status"] == "answered"
    assert answer["answer"].startswith("No")
    [verdict] = answer["verdicts"]
    assert (verdict["host"]["id"], verdict["image"]["id"]) == ("ws23h2", "ws2019")
    assert verdict["by_isolation"]["process"]["verdict"] == "unsupported"
    assert set(verdict["by_isolation"]) == {"process", "hyperv"}
    assert answer["citations"]
    assert [list(c) for c in answer["citations"]] == [
        ["number", "title", "url", "section", "quote", "document", "dated"] for _ in answer["citations"]
    ]


def test_the_command_line_and_the_server_say_the_same(client: httpx.Client, run_command: RunCommand) -> None:
    def stable(answer: dict[str, Any]) -> str:
        return json.dumps({k: v for k, v in answer.items() if k not in ("answer_id", "timings_ms")})

    over_http = client.post("/api/ask", json={"question": NO, "as_of": DAY}).json()
    printed = json.loads(run_command("ask", NO, "--as-of", DAY, "--json").stdout)
    assert stable(over_http) == stable(printed)


def test_the_stream_sends_steps_then_verified_sentences_then_the_answer(client: httpx.Client) -> None:
    with client.stream("POST", "/api/ask/stream", json={"question": NO, "as_of": DAY}) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        events = parsed(response.iter_lines())
    names = [name for name, _ in events]
    assert names[0] == "status"
    assert names[-1] == "answer"
    assert names.index("sentence") > names.index("status")
    assert names == sorted(names, key=["status", "sentence", "answer"].index)
    answer = events[-1][1]
    assert list(answer) == ASK_KEYS
    sentences = "".join(data["text"] for name, data in events if name == "sentence")
    assert sentences
    assert answer["answer"].startswith(sentences)


def parsed(lines: Iterator[str]) -> list[tuple[str, dict[str, Any]]]:
    events, name = [], ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            events.append((name, json.loads(line.removeprefix("data: "))))
    return events


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"", 400),
        (b"[]", 400),
        (b"null", 400),
        (b'"text"', 400),
        (b"\xff\xfe", 400),
        (b"{}", 400),
        (b'{"question": 1}', 400),
        (b'{"question": null}', 400),
        (b'{"question": ""}', 400),
        (b'{"question": " \\n "}', 400),
        (b'{"question": "\\ud800"}', 400),
        (b'{"question": "a", "as_of": "yesterday"}', 400),
        (b'{"question": "a", "as_of": 0}', 400),
        (b'{"question": "a", "as_off": "2026-01-01"}', 400),
        (b'{"question": "a", "conversation": 1}', 400),
        (json.dumps({"question": "a" * 20_001}).encode(), 413),
        (json.dumps({"question": "a" * 600_000}).encode(), 413),
        (b"[" * 100_000, 400),
    ],
)
def test_bad_input_is_refused_with_the_error_object(client: httpx.Client, path: str, body: bytes, status: int) -> None:
    response = client.post(path, content=body, headers={"content-type": "application/json"})
    assert response.status_code == status, response.text
    assert_error(response)


def test_a_body_that_does_not_say_its_length_is_cut_off(client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        yield b'{"question": "'
        for _ in range(200):
            yield b"a" * 10_000
        yield b'"}'

    response = client.post("/api/ask", content=endless(), headers={"content-type": "application/json"})
    assert response.status_code == 413
    assert_error(response)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api", 404),
        ("GET", "/api/", 404),
        ("GET", "/api/nothing", 404),
        ("POST", "/api/nothing/here", 404),
        ("GET", "/api/ask", 405),
        ("DELETE", "/api/check", 405),
        ("POST", "/api/messages", 404),
        ("POST", "/slack/events", 404),
        ("GET", "/v1/chat/completions", 405),
        ("POST", "/v1/embeddings", 404),
        ("POST", "/metrics", 405),
        ("POST", "/gradio_api/upload", 404),
        ("GET", "/gradio_api/file=/etc/passwd", 404),
        ("GET", "/gradio_api/proxy=https://example.org", 404),
    ],
)
def test_addresses_that_are_not_there(client: httpx.Client, method: str, path: str, status: int) -> None:
    response = client.request(method, path)
    assert response.status_code == status
    assert_error(response)


def assert_error(response: httpx.Response) -> None:
    body = response.json()
    assert body["error"]
    assert set(body) <= {"error", "remedy"}
    assert "Traceback" not in response.text


CHECKS = [
    {"host": "ws2022", "image": "ltsc2019"},
    {"host": "20348", "image": "servercore:ltsc2022", "isolation": "process"},
    {"host": "ws2025", "image": "ltsc2022", "platform": "aks"},
]


@pytest.mark.parametrize("body", CHECKS)
def test_check_gives_what_the_command_gives(
    client: httpx.Client, run_command: RunCommand, body: dict[str, str]
) -> None:
    response = client.post("/api/check", json=body | {"as_of": DAY})
    assert response.status_code == 200, response.text
    options = [word for key, value in body.items() for word in (f"--{key}", value)]
    printed = run_command("check", *options, "--as-of", DAY, "--json")
    assert response.json() == json.loads(printed.stdout)


@pytest.mark.parametrize(
    "body",
    [
        {"host": "ws2022"},
        {"host": "ws2022", "image": "nothing:at-all"},
        {"host": "", "image": "ltsc2022"},
        {"host": "ws2022", "image": "ltsc2022", "isolation": "magic"},
        {"host": "ws2022", "image": "ltsc2022", "platform": "moon"},
    ],
)
def test_check_refuses_what_it_cannot_resolve(client: httpx.Client, body: dict[str, str]) -> None:
    response = client.post("/api/check", json=body)
    assert response.status_code == 400
    assert_error(response)


def test_lifecycle_gives_what_the_command_gives(client: httpx.Client, run_command: RunCommand) -> None:
    response = client.get("/api/lifecycle/ws23h2", params={"as_of": DAY})
    assert response.status_code == 200
    assert response.json()["phase"] == "out of support"
    assert response.json() == json.loads(run_command("lifecycle", "ws23h2", "--as-of", DAY, "--json").stdout)
    assert client.get("/api/lifecycle/ws1802").status_code == 400
    assert client.get("/api/lifecycle/ws2022", params={"as_of": "soon"}).status_code == 400


def test_verify_gives_what_the_command_gives(client: httpx.Client, run_command: RunCommand) -> None:
    text = "A Windows Server 2022 host runs the Windows Server 2019 image in process isolation."
    response = client.post("/api/verify", json={"text": text, "as_of": DAY})
    assert response.status_code == 200
    assert response.json()["status"] == "contradicted"
    assert response.json() == json.loads(run_command("verify", "-", "--as-of", DAY, "--json", stdin=text).stdout)
    assert client.post("/api/verify", json={"text": " "}).status_code == 400
    assert client.post("/api/verify", json={"text": "a" * 1_000_001}).status_code == 413


def test_search_gives_as_many_ranked_passages_as_asked_for(client: httpx.Client) -> None:
    found = client.post("/api/search", json={"query": "annual channel lifecycle", "k": 3}).json()
    assert found["query"] == "annual channel lifecycle"
    assert [p["rank"] for p in found["passages"]] == [1, 2, 3]
    scores = [p["score"] for p in found["passages"]]
    assert scores == sorted(scores, reverse=True)
    assert list(found["passages"][0]) == ["rank", "score", "document", "title", "url", "section", "text"]
    for body in ({"query": ""}, {"query": "a", "k": 0}, {"query": "a", "k": 1.5}, {"query": "a", "k": 10**9}):
        assert client.post("/api/search", json=body).status_code == 400


@pytest.mark.parametrize("path", ["/api/ask", "/api/ask/stream"])
def test_a_conversation_is_issued_gone_on_with_and_deleted(client: httpx.Client, path: str) -> None:
    def ask(question: str, conversation: str) -> dict[str, Any]:
        response = client.post(path, json={"question": question, "as_of": DAY, "conversation": conversation})
        assert response.status_code == 200, response.text
        return response.json() if path == "/api/ask" else parsed(iter(response.text.splitlines()))[-1][1]

    first = ask(NO, "chosen-by-a-client")
    issued = first["conversation"]
    assert re.fullmatch("[0-9a-f]{32}", issued)
    assert list(first) == [*ASK_KEYS[:2], "conversation", *ASK_KEYS[2:]]
    second = ask("and a 2022 image?", issued)
    assert second["conversation"] == issued
    assert [(v["host"]["id"], v["image"]["id"]) for v in second["verdicts"]] == [("ws23h2", "ws2022")]
    assert client.delete(f"/api/conversations/{issued}").status_code == 204
    gone = client.delete(f"/api/conversations/{issued}")
    assert gone.status_code == 404
    assert_error(gone)
    assert ask("and a 2022 image?", issued)["conversation"] != issued


def test_feedback_is_kept_for_answers_of_this_server_alone(client: httpx.Client) -> None:
    answer = client.post("/api/ask", json={"question": NO, "as_of": DAY}).json()
    for rating in ({"rating": "up"}, {"rating": "down", "reason": "wrong citation"}):
        response = client.post("/api/feedback", json={"answer_id": answer["answer_id"], **rating})
        assert (response.status_code, response.content) == (204, b"")
    unknown = client.post("/api/feedback", json={"answer_id": "f" * 32, "rating": "up"})
    assert unknown.status_code == 404
    assert_error(unknown)
    for body in (
        {"answer_id": answer["answer_id"]},
        {"answer_id": answer["answer_id"], "rating": "perhaps"},
        {"answer_id": answer["answer_id"], "rating": "up", "reason": "x" * 1001},
        {"rating": "up"},
        {"answer_id": "", "rating": "up"},
    ):
        refused = client.post("/api/feedback", json=body)
        assert refused.status_code == 400
        assert_error(refused)


def test_conversations_do_not_mix_under_load(server: str) -> None:
    def talk(host: str) -> str:
        conversation, last = "new", {}
        for question in (f"Can a {host} host run ltsc2022?", "and with Hyper-V?", "and ltsc2019?"):
            body = {"question": question, "as_of": DAY, "conversation": conversation}
            last = httpx.post(f"{server}/api/ask", json=body, timeout=60).json()
            conversation = last["conversation"]
        [verdict] = last["verdicts"]
        return f"{verdict['host']['id']} {verdict['image']['id']}"

    hosts = ["ws2022", "ws2025", "ws2019", "ws23h2"] * 2
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(talk, hosts)) == [f"{host} ws2019" for host in hosts]


def test_openapi_describes_every_address(client: httpx.Client) -> None:
    described = client.get("/openapi.json").json()
    assert set(described["paths"]) == {
        "/healthz",
        "/readyz",
        "/metrics",
        "/api/ask",
        "/api/ask/stream",
        "/api/check",
        "/api/verify",
        "/api/search",
        "/api/lifecycle/{release}",
        "/api/feedback",
        "/api/conversations/{conversation}",
        "/v1/models",
        "/v1/chat/completions",
    }
    answer = described["paths"]["/api/ask"]["post"]["responses"]["200"]["content"]["application/json"]["schema"]
    assert answer == {"$ref": "#/components/schemas/AnswerObject"}


@pytest.mark.parametrize("path", ["/", "/healthz", "/api/nothing", "/gradio_api/upload"])
def test_every_response_has_the_security_headers(client: httpx.Client, path: str) -> None:
    headers = client.get(path).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "default-src 'self'" in headers["content-security-policy"]
    assert "server" not in headers


def test_the_chats_own_functions_are_not_an_api(client: httpx.Client) -> None:
    assert client.get("/gradio_api/info").json() == {"named_endpoints": {}, "unnamed_endpoints": {}}


def test_answers_are_the_same_under_load_as_alone(client: httpx.Client, server: str) -> None:
    questions = [NO, "Until when is Windows Server 2022 supported?", "What is the Annual Channel?"] * 4

    def ask(question: str) -> dict[str, Any]:
        answer = httpx.post(f"{server}/api/ask", json={"question": question, "as_of": DAY}, timeout=60).json()
        return {key: value for key, value in answer.items() if key not in ("answer_id", "timings_ms")}

    alone = [ask(question) for question in questions[:3]] * 4
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, questions)) == alone
