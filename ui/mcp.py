"""The Model Context Protocol: the assistant as tools for other programs' models, and its guidance pages as resources.

Each tool gives the contract's object as structured content, and beside it the text that a model reads: for `ask` that
is the answer, byte for byte as everywhere. Requests stand alone (no sessions), so that any of several processes on one
index may answer any of them.
"""

from collections.abc import Callable
from typing import Annotated, Any, TypeVar

import anyio
from fastapi import FastAPI
from mcp.server import MCPServer
from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.mcpserver.resources import FunctionResource
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import CallToolResult, ContentBlock, TextContent, ToolAnnotations
from pydantic import BaseModel, Field

from assistant.contract.answer import AnswerObject
from assistant.contract.check import CheckObject
from assistant.contract.day import Day
from assistant.contract.lifecycle import LifecycleObject
from assistant.contract.search import SearchObject
from assistant.contract.verify import VerifyObject
from assistant.errors import AssistantError
from assistant.rules import Isolation, Platform
from assistant.settings import Settings
from corpus.guidance_pages import GuidancePage, guidance_pages
from ui import objects
from ui.completions import sources
from ui.identity import principal_of
from ui.limits import VERIFY_BYTES
from ui.surface import Current, On
from ui.workers import Workers, workers_of

PATH = "/mcp"
INSTRUCTIONS = (
    "Verified answers about Windows Server channels and Windows container compatibility. Nothing is given that the "
    "rules have not confirmed. Use check_compatibility for one host and image, ask for anything else in words, and "
    "verify_text before you show a text of your own."
)

T = TypeVar("T")

AsOf = Annotated[
    Day | None, Field(description="The day that support dates are judged at, YYYY-MM-DD; today if left out.")
]


def mount(app: FastAPI, current: Current, _: Settings) -> On:
    """Add /mcp, streamable HTTP."""
    server = MCPServer("channel-assistant", instructions=INSTRUCTIONS, log_level="WARNING")
    workers = workers_of(app)
    _add_conversation(server, current, workers)
    _add_rules(server, current, workers)
    for page in guidance_pages():
        server.add_resource(_resource(page))
    protocol = server.streamable_http_app(
        streamable_http_path=PATH,
        json_response=True,
        stateless_http=True,
        max_request_body_size=VERIFY_BYTES,
        # Host and Origin are compared for every address of the application, before this one is reached (protection.py).
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    app.router.routes.extend(protocol.routes)
    return On(running=server.session_manager.run)


def _add_conversation(server: MCPServer[Any], current: Current, workers: Workers) -> None:
    @server.tool(title="Ask", annotations=READ_ONLY)
    async def ask(
        question: Annotated[str, Field(description="A question in plain words, at most 20,000 characters.")],
        context: Context[Any, Any],
        as_of: AsOf = None,
    ) -> Annotated[CallToolResult, AnswerObject]:
        """One verified answer with numbered citations; it says so where the guidance has no answer."""
        request = context.request_context.request
        principal = principal_of(request) if request is not None else ""
        assistant = _open(current)
        reply, answer = await _run(workers, lambda: objects.ask(assistant, question, as_of, principal=principal))
        return _result(answer, reply.markdown(), sources(reply.answer.citations).strip())

    @server.tool(title="Search the guidance", annotations=READ_ONLY)
    async def search_guidance(
        query: Annotated[str, Field(description="What is looked for, in plain words.")],
        k: Annotated[int, Field(ge=1, le=50, description="How many passages.")] = 10,
    ) -> SearchObject:
        """The passages of the indexed guidance that are nearest to a query, with their sources."""
        assistant = _open(current)
        return await _run(workers, lambda: objects.search(assistant, query, k))


def _add_rules(server: MCPServer[Any], current: Current, workers: Workers) -> None:
    @server.tool(title="Check compatibility", annotations=READ_ONLY)
    async def check_compatibility(
        host: Annotated[str, Field(description="The container host in any spelling: `ws2022`, `10.0.20348.2227`.")],
        image: Annotated[str, Field(description="The image: `servercore:ltsc2019`, or a release.")],
        isolation: Annotated[Isolation | None, Field(description="Both are judged if left out.")] = None,
        platform: Platform = Platform.WINDOWS,
        as_of: AsOf = None,
    ) -> CheckObject:
        """Whether an image runs on a host: the verdict by isolation, with reasons, conditions and what would help."""
        engine = _open(current).engine
        return await _run(
            workers, lambda: objects.check(engine, host, image, isolation=isolation, platform=platform, as_of=as_of)
        )

    @server.tool(title="Lifecycle of a release", annotations=READ_ONLY)
    async def lifecycle(
        release: Annotated[str, Field(description="A release in any spelling: `ws2022`, `version 23H2`.")],
        as_of: AsOf = None,
    ) -> LifecycleObject:
        """Dates and support phase of a release, with what its sources disagree on."""
        engine = _open(current).engine
        return await _run(workers, lambda: objects.lifecycle(engine, release, as_of))

    @server.tool(title="Verify a text", annotations=READ_ONLY)
    async def verify_text(
        text: Annotated[str, Field(description="Prose, Markdown or commands, at most 1,000,000 characters.")],
        as_of: AsOf = None,
    ) -> VerifyObject:
        """Every claim in a text, judged by the rules, and the text as it may be shown."""
        engine = _open(current).engine
        return await _run(workers, lambda: objects.verify(engine, text, as_of))


def _resource(page: GuidancePage) -> FunctionResource:
    async def text() -> str:
        return await anyio.to_thread.run_sync(page.read)

    return FunctionResource(
        uri=f"guidance://{page.name}",
        name=page.name,
        title=page.title,
        description=f"Guidance page: {page.title}",
        mime_type="text/markdown",
        fn=text,
    )


def _open(current: Current) -> Any:
    try:
        return current()
    except AssistantError as error:
        raise ToolError(str(error)) from error


async def _run(workers: Workers, work: Callable[[], T]) -> T:
    """What `work` returns; an error of ours as one that the calling model is shown. Others the SDK keeps to the log."""
    try:
        return await workers.run(work)
    except AssistantError as error:
        raise ToolError(str(error)) from error


def _result(content: BaseModel, *texts: str) -> CallToolResult:
    """The object, and the texts that a model reads, each a block of its own."""
    blocks: list[ContentBlock] = [TextContent(type="text", text=text) for text in texts if text]
    return CallToolResult(content=blocks, structured_content=content.model_dump(mode="json"))


READ_ONLY = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
