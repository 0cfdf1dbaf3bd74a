"""A web application on loopback in a thread of its own, which ends after what it was doing has been told to end."""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from aiohttp import web

PATIENCE = 30
"""Seconds that a test waits for something that happens in another thread."""

Route = tuple[str, str, Any]


@contextmanager
def serving(routes: Sequence[Route]) -> Iterator[tuple[str, asyncio.AbstractEventLoop]]:
    """The address and the loop of a running server with these routes: method, path, handler."""
    loop = asyncio.new_event_loop()
    started, ended = threading.Event(), asyncio.Event()
    addresses: list[str] = []

    async def serve() -> None:
        app = web.Application()
        for method, path, handler in routes:
            app.router.add_route(method, path, handler)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        addresses.append(f"http://127.0.0.1:{runner.addresses[0][1]}")
        started.set()
        await ended.wait()
        await runner.cleanup()

    def run() -> None:
        loop.run_until_complete(serve())
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert started.wait(PATIENCE)
    try:
        yield addresses[0], loop
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()
