"""Conversations in real databases: ids, principals, retention, deletion, concurrent use."""

import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.memory.conversations import CONTEXT_TURNS, DAY_MS, Conversations
from assistant.memory.database import FILE, Database
from assistant.memory.feedback import Feedback
from assistant.memory.records import GivenFeedback, StoredTurn


def turn(question: str, answer_id: str = "a") -> StoredTurn:
    return StoredTurn(answer_id=answer_id, body={"question": question, "answer": {"answer": "Yes."}})


def test_ids_are_issued_here_and_never_taken_over(conversations: Conversations) -> None:
    issued = conversations.append(None, turn("one"))
    assert re.fullmatch(r"[0-9a-f]{32}", issued)  # 128 bits
    assert conversations.append(issued, turn("two")) == issued
    assert conversations.questions(issued) == ("one", "two")
    other = conversations.append("chosen-by-a-client", turn("three"))
    assert other not in ("chosen-by-a-client", issued)
    assert conversations.questions("chosen-by-a-client") == ()
    assert conversations.questions(other) == ("three",)


def test_an_id_belongs_to_its_principal(conversations: Conversations) -> None:
    hers = conversations.append(None, turn("secret", "x"), principal="alice")
    assert conversations.questions(hers, principal="bob") == ()
    assert conversations.append(hers, turn("mine"), principal="bob") != hers
    assert conversations.find("x", principal="bob") is None
    assert not conversations.delete(hers, principal="bob")
    assert conversations.questions(hers, principal="alice") == ("secret",)


def test_a_turn_is_found_by_its_answer_with_those_before_it(conversations: Conversations) -> None:
    issued = conversations.append(None, turn("one", "a1"))
    for number in ("two", "three"):
        conversations.append(issued, turn(number, f"a-{number}"))
    found = conversations.find("a-two")
    assert found is not None
    assert (found.conversation, found.body["question"]) == (issued, "two")
    assert [body["question"] for body in found.earlier] == ["one"]
    assert conversations.find("a-four") is None


def test_only_the_last_turns_are_context(conversations: Conversations) -> None:
    issued = conversations.append(None, turn("0"))
    for number in range(1, CONTEXT_TURNS + 3):
        conversations.append(issued, turn(str(number)))
    asked = conversations.questions(issued)
    assert (len(asked), asked[0], asked[-1]) == (CONTEXT_TURNS, "3", str(CONTEXT_TURNS + 2))


def test_what_is_older_than_it_is_kept_is_gone(conversations: Conversations, feedback: Feedback, clock: Any) -> None:
    old = conversations.append(None, turn("old", "old"))
    feedback.give(GivenFeedback(answer_id="elsewhere", body={"rating": "down"}))
    clock.now += 29 * DAY_MS
    used = conversations.append(old, turn("still in use"))
    assert used == old
    clock.now += 30 * DAY_MS
    assert conversations.questions(old) == ("old", "still in use")
    assert feedback.all() == ()
    clock.now += 1
    assert conversations.questions(old) == ()
    assert conversations.listed() == ()
    assert conversations.find("old") is None
    fresh = conversations.append(old, turn("anew"))
    assert fresh != old
    assert [c.id for c in conversations.listed()] == [fresh]


def test_kept_for_good(database: Database, clock: Any) -> None:
    conversations = Conversations(database, keep_days=0, clock=clock)
    issued = conversations.append(None, turn("one"))
    clock.now += 100_000 * DAY_MS
    assert conversations.questions(issued) == ("one",)


def test_listing_is_newest_first_with_the_number_of_turns(conversations: Conversations, clock: Any) -> None:
    first, second = conversations.append(None, turn("a")), conversations.append(None, turn("b"), principal="p")
    clock.now += 5
    conversations.append(first, turn("c"))
    assert [(c.id, c.principal, c.turns, c.touched - c.created) for c in conversations.listed()] == [
        (first, "", 2, 5),
        (second, "p", 1, 0),
    ]


def test_deleting_one_conversation_takes_turns_and_feedback_with_it(
    conversations: Conversations, feedback: Feedback
) -> None:
    one, two = conversations.append(None, turn("one", "a1")), conversations.append(None, turn("two", "a2"))
    for answer_id, conversation in (("a1", one), ("a2", two)):
        feedback.give(GivenFeedback(answer_id=answer_id, body={"rating": "up"}, conversation=conversation))
    assert conversations.delete(one)
    assert not conversations.delete(one)
    assert conversations.find("a1") is None
    assert [f.answer_id for f in feedback.all()] == ["a2"]
    assert conversations.questions(two) == ("two",)


def test_deleting_a_principals_data(conversations: Conversations, feedback: Feedback) -> None:
    for name in ("alice", "alice", "bob"):
        conversations.append(None, turn("hello"), principal=name)
    feedback.give(GivenFeedback(answer_id="x", body={"rating": "up"}), principal="alice")
    assert conversations.delete_principal("alice") == 2
    assert conversations.delete_principal("alice") == 0
    assert [c.principal for c in conversations.listed()] == ["bob"]
    assert feedback.all() == ()


def test_what_is_deleted_is_not_left_in_the_files(tmp_path: Path) -> None:
    database = Database.open(tmp_path)
    conversations = Conversations(database, keep_days=0)
    words = "a-very-recognisable-question"
    issued = conversations.append(None, turn(words))
    assert any(words.encode() in file.read_bytes() for file in tmp_path.iterdir())
    conversations.delete(issued)
    assert [file.name for file in tmp_path.iterdir() if words.encode() in file.read_bytes()] == []
    assert {oct(file.stat().st_mode & 0o077) for file in tmp_path.glob(f"{FILE}*") if file.suffix != ".lock"} == {"0o0"}
    database.close()


def test_feedback_on_the_same_answer_is_replaced(feedback: Feedback) -> None:
    for rating in ("up", "down"):
        feedback.give(GivenFeedback(answer_id="a", body={"rating": rating}))
    feedback.give(GivenFeedback(answer_id="a", body={"rating": "up"}), principal="other")
    assert [f.body["rating"] for f in feedback.all()] == ["down", "up"]


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(min_size=1, max_size=50))
def test_any_text_comes_back_as_it_was(conversations: Conversations, text: str) -> None:
    text = text.encode("utf-8", "ignore").decode()  # surfaces refuse what is no text
    assert conversations.questions(conversations.append(None, turn(text))) == (text,)


def test_threads_writing_to_one_conversation_lose_nothing(conversations: Conversations) -> None:
    issued = conversations.append(None, turn("first"))
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(lambda n: conversations.append(issued, turn(str(n))), range(40)))
    assert set(ids) == {issued}
    assert sorted(conversations.questions(issued)) == sorted(["first", *map(str, range(40))])


@pytest.mark.parametrize("name", ["'; DROP TABLE turns; --", "%", "x" * 200, "\x00", ""])
def test_hostile_ids_are_only_unknown(conversations: Conversations, name: str) -> None:
    assert conversations.questions(name) == ()
    assert conversations.append(name, turn("hello")) != name
    assert not conversations.delete(name)


def test_rewinding_takes_back_the_last_turns_of_ones_own(conversations: Conversations) -> None:
    issued = conversations.append(None, turn("one", "a1"))
    for number in ("two", "three"):
        conversations.append(issued, turn(number, f"a-{number}"))
    conversations.rewind(issued, 1, principal="bob")
    conversations.rewind("not-an-id", 1)
    conversations.rewind(issued, 0)
    assert conversations.questions(issued) == ("one", "two", "three")
    conversations.rewind(issued, 1)
    assert conversations.questions(issued) == ("one", "two")
    assert conversations.find("a-three") is None
    conversations.append(issued, turn("other", "a-other"))
    assert [body["question"] for body in conversations.bodies(issued)] == ["one", "two", "other"]
    conversations.rewind(issued, 9)
    assert conversations.questions(issued) == ()
