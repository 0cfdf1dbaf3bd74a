"""Events are claimed once: by threads, by processes, after a restart; until they expire."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.memory.conversations import DAY_MS
from assistant.memory.database import Database
from assistant.memory.events import KEPT_DAYS, Events
from tests.memory.conftest import Clock

ROOT = Path(__file__).parents[2]

# Claims the events 0 to 39 and prints which it got.
CLAIMER = """
import sys; from pathlib import Path
from assistant.memory.database import Database
from assistant.memory.events import Events
events = Events(Database.open(Path(sys.argv[1]), sys.argv[2]))
print(*(n for n in range(40) if events.claim("slack", "T1", f"Ev{n}")))
"""


@pytest.fixture
def events(database: Database, clock: Clock) -> Events:
    return Events(database, clock=clock)


def test_an_event_is_claimed_once_by_many_threads_and_after_a_restart(events: Events, url: str, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(lambda _: events.claim("slack", "T1", "Ev1"), range(16)))[-2:] == [False, True]
    restarted = Database.open(tmp_path, url)
    assert not Events(restarted, clock=events._clock).claim("slack", "T1", "Ev1")
    restarted.close()


def test_processes_share_out_events_without_answering_one_twice(url: str, tmp_path: Path) -> None:
    Database.open(tmp_path, url).close()
    command = (sys.executable, "-c", CLAIMER, str(tmp_path), url)
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) for _ in range(3)]
    claimed = [int(number) for process in running for number in process.communicate(timeout=120)[0].split()]
    assert sorted(claimed) == list(range(40))


@pytest.mark.parametrize(
    "other",
    [
        ("teams", "T1", "Ev1"),
        ("slack", "T2", "Ev1"),
        ("slack", "T1Ev1"),
        ("slack", "T1", "", "Ev1"),
        ("slack", "T", "1Ev1"),
    ],
)
def test_another_platform_workspace_or_id_is_another_event(events: Events, other: tuple[str, ...]) -> None:
    assert events.claim("slack", "T1", "Ev1")
    assert events.claim(*other)


@pytest.mark.parametrize("event", ["", "\0", "\ud800", "x" * 100_000, "עברית 🏳️‍🌈"])
def test_any_text_is_an_id(events: Events, event: str) -> None:
    assert events.claim("teams", event)
    assert not events.claim("teams", event)


def test_a_claim_expires(events: Events, clock: Clock) -> None:
    assert events.claim("slack", "Ev1")
    clock.now += KEPT_DAYS * DAY_MS - 1
    assert not events.claim("slack", "Ev1")
    clock.now += 1
    assert events.claim("slack", "Ev1")
