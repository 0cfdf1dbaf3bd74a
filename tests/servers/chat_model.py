"""A scripted OpenAI-compatible server on loopback: it streams given pieces, honestly or as servers misbehave."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass
class Script:
    """What the server does with a request: the pieces it streams, and where it stops being honest.

    `status` other than 200 is an error answer; `stall_after` pieces it holds the line open until it is shut down;
    `cut_after` pieces it drops the connection; `garbage` replaces the event stream.
    """

    pieces: tuple[str, ...] = ()
    status: int = 200
    stall_after: int | None = None
    cut_after: int | None = None
    finish: bool = True
    garbage: bytes | None = None
    requests: list[dict[str, Any]] = field(default_factory=list)


@contextmanager
def chat_server(script: Script) -> Iterator[str]:
    """The base address of a server that follows `script`, such as http://127.0.0.1:1234/v1."""
    released = threading.Event()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(script, released))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        released.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _handler(script: Script, released: threading.Event) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            script.requests.append(json.loads(body))
            self.close_connection = True
            if script.status != 200:
                self._error()
            else:
                self._stream()

        def _error(self) -> None:
            content = json.dumps({"error": {"message": "no", "type": "error", "code": script.status}}).encode()
            self.send_response(script.status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Connection", "close")
            self.end_headers()
            self.wfile.write(content)

        def _stream(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Connection", "close")
            self.end_headers()
            if script.garbage is not None:
                self.wfile.write(script.garbage)
                return
            for number, piece in enumerate(script.pieces):
                if number == script.stall_after:
                    released.wait()
                    return
                if number == script.cut_after:
                    return
                self._event({"content": piece}, None)
            if script.stall_after is not None:
                released.wait()
                return
            if script.finish:
                self._event({}, "stop")
                self.wfile.write(b"data: [DONE]\n\n")

        def _event(self, delta: dict[str, str], finish: str | None) -> None:
            choice = {"index": 0, "delta": {"role": "assistant", **delta}, "finish_reason": finish}
            event = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
            self.wfile.write(f"data: {json.dumps(event)}\n\n".encode())
            self.wfile.flush()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler
