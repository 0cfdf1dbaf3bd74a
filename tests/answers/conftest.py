"""One assistant over the packaged guidance for all tests of answers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.service import Assistant
from assistant.settings import load_settings


@pytest.fixture(scope="session")
def assistant(data_dir: Path) -> Iterator[Assistant]:
    opened = Assistant.open(load_settings(data_dir=data_dir))
    yield opened
    opened.close()
