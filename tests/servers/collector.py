"""An OpenTelemetry collector on loopback: it takes spans over OTLP/HTTP and keeps them."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


@dataclass
class Collected:
    """What came: the address of the collector, and every span."""

    address: str = ""
    spans: list[Any] = field(default_factory=list)

    def named(self, name: str) -> list[Any]:
        """The spans with that name."""
        return [span for span in self.spans if span.name == name]


@contextmanager
def trace_collector() -> Iterator[Collected]:
    """A collector that runs until the block ends."""
    collected = Collected()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = ExportTraceServiceRequest()
            sent.ParseFromString(self.rfile.read(int(self.headers["Content-Length"])))
            for of_resource in sent.resource_spans:
                for of_scope in of_resource.scope_spans:
                    collected.spans.extend(of_scope.spans)
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    collected.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield collected
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
