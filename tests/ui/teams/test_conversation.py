"""Whole conversations: messages in as Teams sends them, answers out to a connector that checks and records."""

import json
import sys
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import httpx
import pytest

from assistant.memory.store import Store
from tests.servers.teams import FakeTeams
from tests.ui.teams.conftest import post, serving, settings_of
from ui.presenters.cards import ASKED
from ui.teams.bot import FORGOTTEN

QUESTION = "Can a 23H2 host run a Windows Server 2019 image?"
QUESTIONS = {
    "answered": QUESTION,
    "clarify": "Can my host run my image?",
    "abstained": "What is the best pizza in Naples?",
}


def fresh(kind: str = "personal") -> str:
    """The id of a conversation that nobody has been in."""
    ids = {"personal": "a:{}", "group": "19:{}@thread.v2", "channel": "19:{}@thread.tacv2;messageid=1"}
    return ids[kind].format(uuid.uuid4().hex)


def number() -> str:
    return uuid.uuid4().hex


def ask(client: httpx.Client, teams: FakeTeams, text: str, place: str, **more: Any) -> dict[str, Any]:
    """The end of the answer to a question."""
    before = len(teams.replies(place))
    assert post(client, teams, teams.message(number(), text, place, **more)).status_code == 200
    teams.wait(lambda t: len(t.replies(place)) > before)
    return teams.replies(place)[-1]


@pytest.mark.parametrize("kind", ["personal", "group", "channel"])
@pytest.mark.parametrize("status", QUESTIONS)
def test_the_text_is_that_of_the_api(client: httpx.Client, shared: FakeTeams, kind: str, status: str) -> None:
    place = fresh(kind)
    told = client.post("/api/ask", json={"question": QUESTIONS[status]}).json()
    assert told["status"] == status
    sent = ask(client, shared, QUESTIONS[status], place)
    assert sent["text"] == told["answer"]
    assert sent["channelData"]["feedbackLoop"] == {"type": "default"}
    root = next(entity for entity in sent["entities"] if entity["type"] == "https://schema.org/Message")
    assert "AIGeneratedContent" in root["additionalType"]
    assert [claim["position"] for claim in root.get("citation", [])] == [c["number"] for c in told["citations"]]
    assert not shared.violations
    streamed = [call for call in shared.made("typing") if call["conversation"]["id"] == place and "entities" in call]
    assert bool(streamed) == (kind == "personal")


def test_the_same_message_is_answered_once(client: httpx.Client, shared: FakeTeams, data_dir: Path) -> None:
    place, again = fresh("channel"), fresh("channel")
    message = shared.message(number(), QUESTION, place)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: post(client, shared, message).status_code, range(4)))
    assert answers == [200] * 4
    shared.wait(lambda t: t.replies(place))
    with serving(settings_of(data_dir, shared)) as restarted:
        assert post(restarted, shared, message).status_code == 200
        ask(restarted, shared, QUESTION, again)
    assert len(shared.replies(place)) == 1


def test_a_follow_up_goes_on_after_a_restart(client: httpx.Client, shared: FakeTeams, data_dir: Path) -> None:
    place = fresh()
    ask(client, shared, QUESTION, place)
    with serving(settings_of(data_dir, shared)) as restarted:
        assert "Windows Server 2022 image" in ask(restarted, shared, "And a 2022 image?", place)["text"]
    alone = ask(client, shared, "And a 2022 image?", fresh())
    assert "23H2" not in alone["text"][:80]


def test_a_message_is_acknowledged_while_its_answer_waits(data_dir: Path, teams: FakeTeams) -> None:
    teams.stalled, place = True, fresh("group")
    with serving(settings_of(data_dir, teams)) as client:
        for text in ("Which images run on 23H2?", QUESTION):
            assert post(client, teams, teams.message(number(), text, place)).status_code == 200
        teams.wait(lambda t: t.made("stalled"))
        assert not teams.messages
        teams.stalled = False
        teams.released.set()
        teams.wait(lambda t: len(t.replies(place)) == 2)
    assert not teams.violations


def test_a_button_asks_its_question_in_a_channel_without_a_mention(client: httpx.Client, shared: FakeTeams) -> None:
    sent = ask(client, shared, "", fresh("channel"), value={ASKED: QUESTION})
    assert sent["text"].startswith("No. ")


def test_what_is_said_to_others_is_not_answered(client: httpx.Client, shared: FakeTeams) -> None:
    place = fresh("channel")
    unheard = shared.message(number(), QUESTION, place) | {"text": QUESTION, "entities": []}
    assert post(client, shared, unheard).status_code == 200
    ask(client, shared, "Which images run on 23H2?", place)
    assert len(shared.shown(place)) == 1


def test_a_greeting_offers_questions(client: httpx.Client, shared: FakeTeams) -> None:
    place, added = fresh("group"), fresh()
    assert post(client, shared, shared.message(number(), "", place)).status_code == 200
    installed = shared.activity("installationUpdate", number(), added, action="add")
    assert post(client, shared, installed).status_code == 200
    shared.wait(lambda t: t.shown(place) and t.shown(added))
    for greeting in (*shared.shown(place), *shared.shown(added)):
        [actions] = greeting["attachments"][0]["content"]["body"]
        assert len(actions["actions"]) == 4


def test_start_over_forgets_what_was_asked(client: httpx.Client, shared: FakeTeams) -> None:
    place = fresh()
    ask(client, shared, QUESTION, place)
    assert post(client, shared, shared.message(number(), "Start over!", place)).status_code == 200
    shared.wait(lambda t: t.shown(place)[-1]["text"] == FORGOTTEN)
    assert "23H2" not in ask(client, shared, "And a 2022 image?", place)["text"][:80]


def test_feedback_is_kept_with_its_reason(client: httpx.Client, shared: FakeTeams, data_dir: Path) -> None:
    place = fresh()
    ask(client, shared, QUESTION, place)
    [sent] = [name for name, m in shared.messages.items() if m["conversation"]["id"] == place]
    # The answer's id is stored after its message was sent; a feedback that comes before that is passed over.
    given = {
        "actionName": "feedback",
        "actionValue": {"reaction": "dislike", "feedback": '{"feedbackText": "It is old."}'},
    }
    asked = Store.open(settings_of(data_dir, shared))
    kept = [f for f in asked.feedback.all() if f.body["reason"] == "It is old."]
    while not kept:
        rated = shared.activity("invoke", number(), place, name="message/submitAction", replyToId=sent, value=given)
        assert post(client, shared, rated).status_code == 200
        kept = [f for f in asked.feedback.all() if f.body["reason"] == "It is old."]
    asked.close()
    assert [(f.body["rating"], f.body["turns"]) for f in kept] == [("down", [QUESTION])]
    unknown = shared.activity("invoke", number(), place, name="message/submitAction", replyToId="no", value=given)
    assert post(client, shared, unknown).status_code == 200


class TestVerifyClaims:
    """The message extension."""

    def dialog(self, client: httpx.Client, teams: FakeTeams, name: str, **value: Any) -> str:
        value = {"commandId": "verify", "commandContext": "message"} | value
        answer = post(client, teams, teams.activity("invoke", number(), name=f"composeExtension/{name}", value=value))
        assert answer.status_code == 200
        task = answer.json()["task"]
        assert task["type"] == "continue"
        assert task["value"]["card"]["contentType"] == "application/vnd.microsoft.card.adaptive"
        return json.dumps(task["value"]["card"]["content"], ensure_ascii=False)

    def test_a_message_gets_a_verdict_a_sentence(self, client: httpx.Client, shared: FakeTeams) -> None:
        html = "<p>A 23H2 host runs Windows Server&nbsp;2019 images.</p><div>I like <b>trains</b>.</div>"
        message = {"id": "1", "body": {"contentType": "html", "content": html}}
        card = self.dialog(client, shared, "fetchTask", messagePayload=message)
        assert "✗ contradicted: A 23H2 host runs Windows Server 2019 images." in card
        assert "I like trains." in card

    def test_without_a_message_the_text_is_asked_for(self, client: httpx.Client, shared: FakeTeams) -> None:
        assert "Input.Text" in self.dialog(client, shared, "fetchTask", commandContext="compose")
        card = self.dialog(
            client, shared, "submitAction", data={"text": "A 23H2 host runs Windows Server 2019 images."}
        )
        assert "✗ contradicted" in card

    @pytest.mark.parametrize("data", [None, {}, {"text": " "}, {"text": 5}, [], "x"])
    def test_a_form_without_a_text_is_shown_again(self, client: httpx.Client, shared: FakeTeams, data: Any) -> None:
        assert "Input.Text" in self.dialog(client, shared, "submitAction", data=data)


def test_nobody_but_microsoft_is_called(client: httpx.Client, shared: FakeTeams) -> None:
    called: set[str] = set()
    watching = [True]

    def hook(event: str, arguments: tuple[Any, ...]) -> None:  # an audit hook stays for good, and so it can be stilled
        if watching and event == "socket.connect" and isinstance(arguments[1], tuple):
            called.add(f"http://{arguments[1][0]}:{arguments[1][1]}")

    sys.addaudithook(hook)
    post(client, shared, shared.message(number(), QUESTION, place := fresh()))
    shared.wait(lambda t: t.replies(place))
    watching.clear()
    assert called <= {shared.url, str(client.base_url).rstrip("/")}


def test_who_asks_too_often_is_told_to_wait(data_dir: Path, teams: FakeTeams) -> None:
    place = fresh("group")
    with serving(settings_of(data_dir, teams, rate_limit=1)) as client:
        for _ in range(2):
            assert post(client, teams, teams.message(number(), QUESTION, place)).status_code == 200
        teams.wait(lambda t: any("Wait" in m.get("text", "") for m in t.shown(place)))


def test_a_question_that_is_too_long_is_refused_in_a_line(client: httpx.Client, shared: FakeTeams) -> None:
    place = fresh("group")
    assert post(client, shared, shared.message(number(), "a " * 15_000, place)).status_code == 200
    shared.wait(lambda t: t.shown(place))
    assert "20,000" in shared.shown(place)[0]["text"]


@pytest.mark.slow
def test_the_server_as_it_is_served_answers_and_restarts(start_server: Any, teams: FakeTeams) -> None:
    place = fresh()
    message = teams.message(number(), QUESTION, place)
    for text in (QUESTION, "And a 2022 image?"):
        with start_server(**teams.environment()) as (_, log, address), httpx.Client(base_url=address) as client:
            assert client.get("/healthz").json()["bots"]["teams"] == "on"
            post(client, teams, message)
            ask(client, teams, text, place)
        assert QUESTION not in log.read_text()
    assert not teams.violations
