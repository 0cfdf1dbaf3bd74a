"""A real Chroma server (`chroma run`) on loopback, in a process of its own."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

PROGRAM = Path(sys.executable).with_name("chroma")


@contextmanager
def chroma_server(folder: Path, port: int = 0) -> Iterator[str]:
    """The address of a server that keeps its data in `folder`; it is there when the address is given."""
    if not port:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
    command = (str(PROGRAM), "run", "--path", str(folder), "--host", "127.0.0.1", "--port", str(port))
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            yield _ready(process, f"http://127.0.0.1:{port}")
        finally:
            process.kill()


def _ready(process: "subprocess.Popen[bytes]", address: str) -> str:
    until = time.monotonic() + 60
    while process.poll() is None and time.monotonic() < until:
        try:
            if httpx.get(f"{address}/api/v2/heartbeat").status_code == 200:
                return address
        except httpx.TransportError:
            continue
    raise AssertionError("The Chroma server did not start.")
