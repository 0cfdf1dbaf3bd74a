"""The doors for other programs: MCP with the SDK's own client, OpenAI's wire format; one answer behind all of them."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import mcp
import openai
import pytest

from corpus.guidance_pages import guidance_pages
from tests.loops import in_a_loop_of_its_own

DAY = "2026-11-24"
NO = "Can a 23H2 host run a Windows Server 2019 image?"
QUESTIONS = (NO, "What is the Annual Channel for Containers?", "Which images can I run?", "What is the weather?")


@pytest.fixture
def client(server: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server, timeout=60) as client:
        yield client


def with_mcp(server: str, work: Callable[[mcp.Client], Any], mode: str = "auto") -> Any:
    async def run() -> Any:
        async with mcp.Client(f"{server}/mcp", mode=mode) as client:
            return await work(client)

    return in_a_loop_of_its_own(run())


def call(server: str, tool: str, **arguments: Any) -> Any:
    return with_mcp(server, lambda client: client.call_tool(tool, arguments))


@pytest.mark.parametrize("mode", ["auto", "legacy"])
def test_mcp_lists_its_tools_with_what_they_take_and_give(server: str, mode: str) -> None:
    tools = {tool.name: tool for tool in with_mcp(server, lambda client: client.list_tools(), mode).tools}
    assert set(tools) == {"ask", "check_compatibility", "lifecycle", "verify_text", "search_guidance"}
    for tool in tools.values():
        assert tool.description
        assert tool.output_schema["type"] == "object"
        assert tool.annotations.read_only_hint
        assert "context" not in tool.input_schema["properties"]
    assert set(tools["check_compatibility"].input_schema["required"]) == {"host", "image"}


@pytest.mark.parametrize(
    ("tool", "arguments", "method", "path", "body"),
    [
        ("check_compatibility", {"host": "ws2022", "image": "ltsc2019"}, "POST", "/api/check", None),
        (
            "check_compatibility",
            {"host": "ws2025", "image": "ltsc2022", "isolation": "process", "platform": "aks", "as_of": DAY},
            "POST",
            "/api/check",
            None,
        ),
        ("lifecycle", {"release": "ws2022"}, "GET", "/api/lifecycle/ws2022", {}),
        ("verify_text", {"text": "Windows Server 2019 images run on a 23H2 host."}, "POST", "/api/verify", None),
        ("search_guidance", {"query": "hyper-v isolation", "k": 3}, "POST", "/api/search", None),
    ],
)
def test_a_tool_gives_the_object_of_the_api(
    client: httpx.Client, server: str, tool: str, arguments: dict[str, Any], method: str, path: str, body: Any
) -> None:
    told = call(server, tool, **arguments)
    assert not told.is_error, told.content
    expected = client.request(method, path, json=arguments if body is None else None).json()
    assert told.structured_content == expected
    assert json.loads(told.content[0].text) == expected


@pytest.mark.parametrize(
    ("tool", "arguments", "says"),
    [
        ("check_compatibility", {"host": "ws20xx", "image": "ltsc2022"}, "nearest known"),
        ("check_compatibility", {"host": "ws2022"}, "image"),
        ("lifecycle", {"release": "ws2022", "as_of": "soon"}, "YYYY-MM-DD"),
        ("verify_text", {"text": " "}, "empty"),
        ("verify_text", {"text": "a" * 1_000_001}, "1,000,000"),
        ("ask", {"question": "a" * 20_001}, "20,000"),
        ("search_guidance", {"query": "a", "k": 0}, "k"),
        ("no_such_tool", {}, "no_such_tool"),
    ],
)
def test_a_tool_says_what_was_wrong(server: str, tool: str, arguments: dict[str, Any], says: str) -> None:
    told = call(server, tool, **arguments)
    assert told.is_error
    assert says in told.content[0].text
    assert "Traceback" not in told.content[0].text


def test_every_guidance_page_is_a_resource(server: str) -> None:
    async def read(client: mcp.Client) -> dict[str, str]:
        found = (await client.list_resources()).resources
        return {str(r.uri): (await client.read_resource(r.uri)).contents[0].text for r in found[:5]}

    pages = guidance_pages()
    listed = with_mcp(server, lambda client: client.list_resources()).resources
    assert [str(resource.uri) for resource in listed] == [f"guidance://{page.name}" for page in pages]
    assert all(resource.mime_type == "text/markdown" and resource.title for resource in listed)
    texts = with_mcp(server, read)
    assert texts == {f"guidance://{page.name}": page.read() for page in pages[:5]}
    assert all(text.startswith("#") for text in texts.values())


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, {"origin": "https://evil.example"}])
def test_mcp_does_not_answer_under_a_foreign_name_or_to_a_foreign_page(server: str, headers: dict[str, str]) -> None:
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    accept = {"accept": "application/json, text/event-stream"}
    assert httpx.post(f"{server}/mcp", json=body, headers=accept | headers).status_code in (403, 421)


@pytest.fixture
def chat(server: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(base_url=f"{server}/v1", api_key="none", max_retries=0) as chat:
        yield chat


def test_openais_own_client_reads_answers_and_streams(chat: openai.OpenAI, client: httpx.Client) -> None:
    answer = client.post("/api/ask", json={"question": NO}).json()["answer"]
    [model] = chat.models.list().data
    messages: Any = [{"role": "system", "content": "Say yes."}, {"role": "user", "content": NO}]
    whole = chat.chat.completions.create(model=model.id, messages=messages)
    content = whole.choices[0].message.content or ""
    assert whole.choices[0].finish_reason == "stop"
    assert content.startswith(f"{answer}\n\n---\n\n[1] ")
    assert "https://learn.microsoft.com/" in content.removeprefix(answer)
    cited = whole.choices[0].message.annotations or []
    assert cited
    assert all(content[a.url_citation.start_index : a.url_citation.end_index].startswith("[") for a in cited)
    options: Any = {"include_usage": True}
    pieces = list(chat.chat.completions.create(model="x", messages=messages, stream=True, stream_options=options))
    assert "".join(p.choices[0].delta.content or "" for p in pieces if p.choices) == content
    assert len([p for p in pieces if p.choices and p.choices[0].delta.content]) > 2
    assert pieces[-1].usage is not None
    assert [p.choices[0].finish_reason for p in pieces if p.choices][-1] == "stop"


def test_the_users_messages_before_the_last_are_the_conversation(chat: openai.OpenAI) -> None:
    messages: Any = [
        {"role": "user", "content": [{"type": "text", "text": NO}]},
        {"role": "assistant", "content": "Yes, of course."},
        {"role": "user", "content": "and a 2022 image?"},
    ]
    content = chat.chat.completions.create(model="x", messages=messages).choices[0].message.content or ""
    assert "Windows Server 2022 image" in content


@pytest.mark.parametrize(
    ("messages", "status"),
    [
        ([], 400),
        ([{"role": "assistant", "content": "Yes."}], 400),
        ([{"role": "user", "content": " "}], 400),
        ([{"role": "user", "content": None}], 400),
        ([{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "http://a.example"}}]}], 400),
        ([{"role": "user", "content": "a" * 20_001}], 413),
        ([{"role": "user", "content": "a" * 20_001}, {"role": "user", "content": "and now?"}], 413),
    ],
)
@pytest.mark.parametrize("stream", [False, True])
def test_messages_that_cannot_be_answered(client: httpx.Client, messages: Any, status: int, stream: bool) -> None:
    refused = client.post("/v1/chat/completions", json={"messages": messages, "stream": stream})
    assert refused.status_code == status, refused.text
    assert set(refused.json()) == {"error", "remedy"}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_surface_gives_the_same_answer(
    client: httpx.Client, server: str, run_command: Callable[..., Any], question: str
) -> None:
    printed = json.loads(run_command("ask", question, "--json").stdout)
    answer = printed["answer"]
    assert client.post("/api/ask", json={"question": question}).json()["answer"] == answer
    events = client.post("/api/ask/stream", json={"question": question}).text.split("\n\n")
    data = [(e.splitlines()[0], json.loads(e.splitlines()[1].removeprefix("data: "))) for e in events if e]
    assert data[-1][1]["answer"] == answer
    assert answer.startswith("".join(sent["text"] for name, sent in data if name == "event: sentence"))
    told = call(server, "ask", question=question)
    assert told.content[0].text == answer
    volatile = ("answer_id", "timings_ms", "conversation")
    stable = {name: value for name, value in told.structured_content.items() if name not in volatile}
    assert stable == {name: value for name, value in printed.items() if name not in volatile}
    body = {"messages": [{"role": "user", "content": question}]}
    content = client.post("/v1/chat/completions", json=body).json()["choices"][0]["message"]["content"]
    assert content == answer or content.startswith(f"{answer}\n\n---\n\n")
