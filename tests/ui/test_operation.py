"""A server in operation: its log, figures and traces; load, a second process, a Chroma server, and its end."""

import asyncio
import json
import re
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from prometheus_client.parser import text_string_to_metric_families

from assistant.errors import AssistantError, NotReadyError, OverloadedError
from assistant.gate.frames import MODEL_FAILED
from tests.loops import in_a_loop_of_its_own
from tests.servers.chat_model import Script, chat_server
from tests.servers.chroma import chroma_server
from tests.servers.collector import trace_collector
from ui.failures import handle_failures
from ui.workers import Workers

StartServer = Callable[..., AbstractContextManager[tuple[Any, Path, str]]]

DAY = "2026-11-24"
NO = "Can a 23H2 host run a Windows Server 2019 image?"
HOSTS = ("ws2016", "ws2019", "ws2022", "ws23h2", "ws2025")
VOLATILE = ("answer_id", "timings_ms", "conversation")


def ask(address: str, question: str) -> dict[str, Any]:
    response = httpx.post(f"{address}/api/ask", json={"question": question, "as_of": DAY}, timeout=60)
    assert response.status_code == 200, response.text
    return {key: value for key, value in response.json().items() if key not in VOLATILE}


def test_log_figures_and_traces_tell_of_requests_and_nothing_of_users(start_server: StartServer) -> None:
    secret = "Zyzzyva4711"
    more = {"CHANNEL_ASSISTANT_LOG_FORMAT": "json", "CHANNEL_ASSISTANT_LOG_LEVEL": "debug"}
    with trace_collector() as collector:
        more["CHANNEL_ASSISTANT_OTLP_ENDPOINT"] = collector.address
        with start_server(**more) as (_, log, address), httpx.Client(base_url=address, timeout=60) as client:
            trace = "0af7651916cd43dd8448eb211c80319c"
            ids = {"x-request-id": "mine-1", "traceparent": f"00-{trace}-b7ad6b7169203331-01"}
            body = {"question": f"{NO} My server is {secret}.", "as_of": DAY}
            answered = client.post("/api/ask", json=body, headers=ids)
            assert answered.headers["x-request-id"] == "mine-1"
            issued = client.get(f"/api/lifecycle/{secret}", headers={"x-request-id": f"{secret} x"})
            assert re.fullmatch("[0-9a-f]{32}", issued.headers["x-request-id"])
            client.post("/api/verify", json={"text": f"{secret} runs Windows Server 2019.", secret: 1})
            client.post("/api/ask", content=b'{"question": "' + secret.encode())
            client.get(f"/{secret}")
            client.get(f"/api/{secret}", params={secret: secret})
            client.post("/v1/chat/completions", json={"messages": [{"role": "user", "content": secret}]})
            figures = client.get("/metrics").text
        written = log.read_text()
        told = [json.loads(line) for line in written.splitlines() if line.startswith("{")]
        requests = [line for line in told if line.get("event") == "request"]
        [asked] = [line for line in requests if line["request_id"] == "mine-1"]
        assert (asked["method"], asked["route"], asked["status"]) == ("POST", "/api/ask", 200)
        assert {"/api/lifecycle/{release}", "/api/verify", "/v1/chat/completions"} <= {r["route"] for r in requests}
        [span] = collector.named("POST /api/ask")[:1]
        assert span.trace_id.hex() == trace
        [answer] = [s for s in collector.named("answer") if s.trace_id == span.trace_id]
        assert answer.parent_span_id == span.span_id
        steps = [s.name for s in collector.spans if s.parent_span_id == answer.span_id]
        assert steps == ["interpret", "retrieve", "draft", "verify"]
        spans = "".join(str(span) for span in collector.spans)
    for place in (written, figures, spans):
        assert secret not in place
    values = {
        (s.name, *sorted(s.labels.items())): s.value for f in text_string_to_metric_families(figures) for s in f.samples
    }
    posted = (("method", "POST"), ("route", "/api/ask"))
    assert values["channel_assistant_requests_total", *posted, ("status", "200")] == 1
    assert values["channel_assistant_requests_total", *posted, ("status", "400")] == 1
    assert sum(v for k, v in values.items() if k[0] == "channel_assistant_answers_total") == 2
    assert values["channel_assistant_step_seconds_count", ("step", "retrieve")] == 2
    assert values[("channel_assistant_ready",)] == 1
    assert values[("process_resident_memory_bytes",)] > 0


def test_under_load_every_answer_is_the_one_given_alone(server: str) -> None:
    questions = [f"Can {host} run ltsc2022?" for host in HOSTS] + ["Until when is Windows Server 2022 supported?"]
    alone = {question: ask(server, question) for question in questions}
    with ThreadPoolExecutor(16) as pool:
        for question, answer in zip(questions * 6, pool.map(lambda q: ask(server, q), questions * 6), strict=True):
            assert answer == alone[question]


def test_what_waits_for_a_thread_is_bounded_and_the_loop_goes_on() -> None:
    """One thread, held until the test lets go of it: two pieces of work may wait, a third is refused at once."""
    held = threading.Event()

    async def run() -> None:
        workers = Workers(1, waiting=2)
        under_way = [asyncio.create_task(workers.run(held.wait)) for _ in range(3)]
        while workers.pending < 3:
            await asyncio.sleep(0)  # the loop turns although the thread is held
        with pytest.raises(OverloadedError):
            await workers.run(held.wait)
        begun_before = asyncio.create_task(workers.go_on(held.wait))
        held.set()
        assert await asyncio.gather(*under_way, begun_before) == [True] * 4
        assert await workers.run(lambda: "again") == "again"

    in_a_loop_of_its_own(run())


@pytest.mark.parametrize("error", [OverloadedError("Too much.", "Later."), NotReadyError("Not yet.", "Later.")])
def test_what_will_pass_is_503_and_says_when_to_come_back(error: AssistantError) -> None:
    app = FastAPI()
    handle_failures(app)

    @app.get("/")
    async def fail() -> None:
        raise error

    async def run() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://here") as client:
            return await client.get("/")

    response = in_a_loop_of_its_own(run())
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) >= 1
    assert response.json() == {"error": error.what, "remedy": error.remedy}


class Requests(list[Any]):
    """The requests that a scripted chat model got; `reached` is set by the first."""

    def __init__(self) -> None:
        super().__init__()
        self.reached = threading.Event()

    def append(self, request: Any) -> None:
        super().append(request)
        self.reached.set()


def stalled_model(address: str) -> dict[str, str]:
    """The settings of a server with that chat model, which may take an hour."""
    return {
        "CHANNEL_ASSISTANT_CHAT_MODEL": "openai:scripted",
        "CHANNEL_ASSISTANT_CHAT_BASE_URL": address,
        "CHANNEL_ASSISTANT_CHAT_TIMEOUT": "3600",
        "OPENAI_API_KEY": "none",
    }


OPEN = {"question": "What does portability mean for containers?", "as_of": DAY}


def test_an_answer_that_has_begun_is_finished_when_the_server_is_told_to_end(start_server: StartServer) -> None:
    """The chat model holds the answer until after the signal; then it fails, and the answer is given without it."""
    requests = Requests()
    with ExitStack() as stack, ThreadPoolExecutor(1) as pool:
        model = stack.enter_context(chat_server(Script(pieces=("Well",), stall_after=1, requests=requests)))
        with start_server(**stalled_model(model)) as (process, log, address):
            answer = pool.submit(httpx.post, f"{address}/api/ask", json=OPEN, timeout=60)
            assert requests.reached.wait(60)
            process.send_signal(signal.SIGTERM)
            stack.close()  # the model drops the connection
            assert answer.result().status_code == 200
            assert answer.result().json()["answer"]
            process.wait(timeout=60)
            assert "Traceback" not in log.read_text()


@pytest.mark.slow
@pytest.mark.parametrize("gone", [False, True])
def test_no_chat_model_holds_back_the_end_of_a_server(start_server: StartServer, gone: bool) -> None:
    """It says nothing more for as long as the test lasts: whoever still reads gets the answer without it."""
    requests = Requests()
    with (
        chat_server(Script(pieces=("Well",), stall_after=1, requests=requests)) as model,
        start_server(**stalled_model(model)) as (process, log, address),
        httpx.stream("POST", f"{address}/api/ask/stream", json=OPEN, timeout=60) as answer,
    ):
        assert requests.reached.wait(60)
        if gone:
            answer.close()
        process.send_signal(signal.SIGTERM)
        assert gone or MODEL_FAILED in answer.read().decode()
        assert process.wait(timeout=60) == -signal.SIGTERM  # in good order, and then as the signal says
        assert "Traceback" not in log.read_text()


@pytest.mark.slow
def test_several_processes_answer_from_one_index_and_keep_one_store(start_server: StartServer) -> None:
    with start_server() as (_, _, one), start_server() as (_, _, other):
        questions = [f"Can {host} run ltsc2019?" for host in HOSTS]
        with ThreadPoolExecutor(8) as pool:
            first = list(pool.map(lambda q: ask(one, q), questions))
            assert first == list(pool.map(lambda q: ask(other, q), questions))
        body = {"question": NO, "as_of": DAY, "conversation": "new"}
        begun = httpx.post(f"{one}/api/ask", json=body, timeout=60).json()
        follow_up = {"question": "and a 2022 image?", "as_of": DAY, "conversation": begun["conversation"]}
        went_on = httpx.post(f"{other}/api/ask", json=follow_up, timeout=60).json()
        assert went_on["conversation"] == begun["conversation"]
        assert [v["image"]["id"] for v in went_on["verdicts"]] == ["ws2022"]


@pytest.mark.slow
def test_with_a_chroma_server_the_answers_are_the_same(start_server: StartServer, server: str, tmp_path: Path) -> None:
    questions = (NO, "What is the Annual Channel for Containers?", "How do I get Windows Server, version 23H2?")
    with chroma_server(tmp_path) as url, start_server(CHANNEL_ASSISTANT_CHROMA_URL=url) as (_, _, address):
        assert [ask(address, q) for q in questions] == [ask(server, q) for q in questions]
        search = {"query": "annual channel lifecycle", "k": 20}
        found = [httpx.post(f"{a}/api/search", json=search, timeout=60).json() for a in (address, server)]
        assert found[0] == found[1]


def test_a_chroma_server_that_is_not_there_is_one_line_and_2(run_command: Callable[..., Any]) -> None:
    done = run_command("serve", "--port", "0", CHANNEL_ASSISTANT_CHROMA_URL="http://127.0.0.1:9")
    assert done.returncode == 2
    assert "CHANNEL_ASSISTANT_CHROMA_URL" in done.stderr
    assert "Traceback" not in done.stderr
