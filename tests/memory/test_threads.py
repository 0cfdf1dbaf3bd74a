"""A thread keeps its conversation: after a restart, for callers at once, until it is deleted or has expired."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.memory.conversations import DAY_MS, Conversations
from assistant.memory.database import Database
from assistant.memory.records import StoredTurn
from assistant.memory.threads import Threads
from tests.memory.conftest import Clock


@pytest.fixture
def threads(database: Database, conversations: Conversations, clock: Clock) -> Threads:
    return Threads(database, conversations, clock=clock)


def turn(question: str) -> StoredTurn:
    return StoredTurn(answer_id=question, body={"question": question})


def test_a_thread_has_one_conversation_for_callers_at_once(threads: Threads, conversations: Conversations) -> None:
    with ThreadPoolExecutor(8) as pool:
        [issued] = set(pool.map(lambda _: threads.conversation("slack", "T", "C", "1.2", principal="p"), range(16)))
    assert conversations.append(issued, turn("one"), principal="p") == issued
    assert threads.conversation("slack", "T", "C", "1.2", principal="p") == issued
    assert [listed.id for listed in conversations.listed()] == [issued]


def test_it_goes_on_after_a_restart(
    threads: Threads, conversations: Conversations, clock: Clock, url: str, tmp_path: Path
) -> None:
    issued = threads.conversation("slack", "T", "C", "1.2", principal="p")
    conversations.append(issued, turn("one"), principal="p")
    restarted = Database.open(tmp_path, url)
    again = Conversations(restarted, keep_days=30, clock=clock)
    found = Threads(restarted, again, clock=clock).conversation("slack", "T", "C", "1.2", principal="p")
    assert again.questions(found, principal="p") == ("one",)
    restarted.close()


def test_finding_a_thread_issues_nothing(threads: Threads) -> None:
    assert threads.find("slack", "T", "C", "1", principal="p") is None
    issued = threads.conversation("slack", "T", "C", "1", principal="p")
    assert threads.find("slack", "T", "C", "1", principal="p") == issued
    assert threads.find("slack", "T", "C", "1", principal="q") is None
    assert threads.find("slack", "T", "C", "2", principal="p") is None


def test_other_threads_platforms_and_principals_have_others(threads: Threads) -> None:
    keys = [("slack", "T", "C", "1"), ("teams", "T", "C", "1"), ("slack", "T", "C", "2"), ("slack", "T", "C1")]
    issued = [threads.conversation(*key, principal="p") for key in keys]
    assert len(set(issued)) == len(keys)
    assert threads.conversation(*keys[0], principal="q") not in issued


def test_deleted_and_expired_conversations_are_not_gone_on_with(
    threads: Threads, conversations: Conversations, clock: Clock
) -> None:
    first = threads.conversation("slack", "T", principal="p")
    conversations.append(first, turn("one"), principal="p")
    conversations.delete(first, principal="p")
    second = threads.conversation("slack", "T", principal="p")
    assert second != first
    conversations.append(second, turn("two"), principal="p")
    clock.now += 30 * DAY_MS + 1
    third = threads.conversation("slack", "T", principal="p")
    assert third != second
    assert conversations.questions(third, principal="p") == ()
