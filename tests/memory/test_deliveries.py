"""Which answer a message holds: kept across restarts, apart by platform and message, gone with time."""

from pathlib import Path

from assistant.memory.conversations import DAY_MS
from assistant.memory.database import Database
from assistant.memory.deliveries import Deliveries
from tests.memory.conftest import Clock


def test_a_message_keeps_its_answer_after_a_restart(database: Database, url: str, tmp_path: Path, clock: Clock) -> None:
    deliveries = Deliveries(database, keep_days=90, clock=clock)
    deliveries.add("a" * 32, "teams", "tenant", "chat", "1")
    deliveries.add("b" * 32, "teams", "tenant", "chat", "1")
    restarted = Database.open(tmp_path, url)
    found = Deliveries(restarted, keep_days=90, clock=clock)
    assert found.answer("teams", "tenant", "chat", "1") == "a" * 32
    assert found.answer("teams", "tenant", "chat", "2") is None
    assert found.answer("teams", "tenantchat", "", "1") is None
    assert found.answer("slack", "tenant", "chat", "1") is None
    restarted.close()


def test_what_is_old_goes_with_the_next_message(database: Database, clock: Clock) -> None:
    deliveries = Deliveries(database, keep_days=1, clock=clock)
    deliveries.add("a", "teams", "1")
    clock.now += DAY_MS
    deliveries.add("b", "teams", "2")
    assert deliveries.answer("teams", "1") is None
    assert deliveries.answer("teams", "2") == "b"


def test_nothing_goes_where_everything_is_kept(database: Database, clock: Clock) -> None:
    deliveries = Deliveries(database, keep_days=0, clock=clock)
    deliveries.add("a", "teams", "1")
    clock.now += DAY_MS * 1000
    deliveries.add("b", "teams", "2")
    assert deliveries.answer("teams", "1") == "a"
