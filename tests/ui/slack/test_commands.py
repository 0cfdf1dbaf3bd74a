"""The slash command, the shortcut and the buttons: answered to one person, once, feedback kept in the store."""

import json
from typing import Any

import pytest

from assistant.contract.feedback import REASONS
from tests.servers.slack import TEAM, USER, FakeSlack, direct, form
from tests.ui.slack.conftest import Running, Start
from tests.ui.slack.test_answers import FIRST, NEXT, ended, said


def command(running: Running, text: str, trigger: str) -> bytes:
    return form(
        command="/channel",
        text=text,
        team_id=TEAM,
        user_id=USER,
        channel_id="C0CHAN",
        trigger_id=trigger,
        response_url=running.slack.url.replace("/api/", "/response/1"),
    )


def payload(running: Running, trigger: str, **fields: Any) -> bytes:
    body = {
        "trigger_id": trigger,
        "team": {"id": TEAM},
        "user": {"id": USER, "team_id": TEAM},
        "channel": {"id": "D0DM"},
        "response_url": running.slack.url.replace("/api/", "/response/1"),
    }
    return form(payload=json.dumps(body | fields))


def pressed(running: Running, action: str, value: str, *, hidden: bool = False, trigger: str = "press") -> bytes:
    container = {"type": "message", "message_ts": "1800000000.000001", "channel_id": "D0DM", "is_ephemeral": hidden}
    message = {} if hidden else {"message": {"ts": "1800000000.000001", "thread_ts": "1.1"}}
    actions = [{"action_id": action, "value": value, "type": "button", "block_id": "b", "action_ts": "7.7"}]
    return payload(running, trigger, type="block_actions", actions=actions, container=container, **message)


def responded(count: int) -> Any:
    return lambda slack: sum(name == "respond" for name, _ in slack.calls) >= count


def shown(slack: FakeSlack) -> list[str]:
    """All that was said at response addresses, as one text each."""
    return [json.dumps(body["blocks"], ensure_ascii=False) for body in slack.made("respond")]


def test_a_command_is_acknowledged_and_answered_to_its_user(running: Running) -> None:
    response = running.send(command(running, f"ask {FIRST}", "t1"))
    assert response.json() == {"response_type": "ephemeral", "text": "Looking through the guidance…"}
    running.slack.wait(responded(1))
    [answered] = running.slack.made("respond")
    assert answered["response_type"] == "ephemeral"
    assert answered["blocks"][0] == {"type": "markdown", "text": said(running, FIRST)}


def test_commands_of_one_person_in_one_channel_go_on(running: Running) -> None:
    for number, text in enumerate((FIRST, f"ask {NEXT}"), start=1):
        running.accepted(command(running, text, f"t{number}"))
        running.slack.wait(responded(number))
    assert running.slack.made("respond")[1]["blocks"][0]["text"] == said(running, NEXT, FIRST)


CHECKS = [
    ("check ws2022, servercore:ltsc2019", "Windows Server 2019 Server Core image on a Windows Server 2022 host"),
    ("check ws2022 servercore:ltsc2019", "Windows Server 2019 Server Core image on a Windows Server 2022 host"),
    ("CHECK Windows Server 2022 with ltsc2022", "Windows Server 2022 image on a Windows Server 2022 host"),
    ("check ws2022", "Name a host and an image"),
    ("check ws2022, servercore:23h2", "23"),
    ("check nonsense, ltsc2022", "nonsense"),
    ("help", "/channel check HOST, IMAGE"),
    ("", "/channel check HOST, IMAGE"),
    ("ask", "The question is empty."),
]


@pytest.mark.parametrize(("text", "expected"), CHECKS)
def test_the_words_of_a_command(running: Running, text: str, expected: str) -> None:
    running.accepted(command(running, text, "t1"))
    running.slack.wait(lambda slack: any(expected in text for text in shown(slack)))


def test_the_shortcut_says_of_each_sentence_whether_it_holds(running: Running) -> None:
    text = "I like trains. A 23H2 host runs ltsc2019 images with process isolation. A WS2022 host runs ltsc2022 images."
    message = {"text": text, "ts": "9.9", "user": USER}
    body = payload(running, "t1", type="message_action", callback_id="verify_claims", message=message)
    running.accepted(body)
    running.accepted(body)
    running.slack.wait(responded(1))
    running.accepted(command(running, "help", "t2"))
    running.slack.wait(responded(3))
    [judged, *_] = shown(running.slack)
    assert "The rules contradict at least one claim" in judged
    assert "✗ _contradicted_: A 23H2 host" in judged
    assert "Instead: The Windows Server 2019 image is not supported" in judged
    assert "✓ _holds_: A WS2022 host" in judged
    assert "· _no claim_: I like trains." in judged


def test_an_answer_goes_to_slack_and_nowhere_else(running: Running) -> None:
    body = command(running, "help", "t1").replace(b"response_url=", b"response_url=http%3A%2F%2F127.0.0.1%3A9%2F&x=")
    running.accepted(body)
    running.accepted(command(running, "help", "t2"))
    running.slack.wait(responded(2))
    assert len(running.slack.made("respond")) == 2


def test_a_follow_up_button_asks_on_in_the_thread(running: Running) -> None:
    running.accepted(direct("Ev1", FIRST, ts="1.1"))
    running.slack.wait(ended(1))
    running.accepted(pressed(running, "ask_1", NEXT))
    running.accepted(pressed(running, "ask_1", NEXT))
    running.slack.wait(ended(2))
    [asked] = running.slack.made("chat.postMessage")
    assert (asked["text"], asked["thread_ts"]) == (f"› {NEXT}", "1.1")
    assert running.slack.texts()[-1] == said(running, NEXT, FIRST)


def test_a_button_under_an_answer_that_one_person_sees_answers_that_person(running: Running) -> None:
    running.accepted(pressed(running, "ask_1", FIRST, hidden=True))
    running.slack.wait(responded(1))
    assert running.slack.made("respond")[0]["blocks"][0]["text"] == said(running, FIRST)


def rated(running: Running, name: str = "positive_button") -> str:
    """The value of a feedback button of the one answer that was given."""
    [stopped] = running.slack.made("chat.stopStream")
    value: str = stopped["blocks"][-1]["elements"][0][name]["value"]
    return value


def test_feedback_is_kept_and_a_reason_replaces_it(running: Running) -> None:
    running.accepted(direct("Ev1", FIRST, ts="1.1"))
    running.slack.wait(ended(1))
    running.accepted(pressed(running, "rate", rated(running), trigger="p1"))
    running.slack.wait(lambda slack: len([1 for name, _ in slack.calls if name == "chat.postEphemeral"]) == 1)
    running.accepted(pressed(running, "rate", rated(running, "negative_button"), trigger="p2"))
    running.slack.wait(lambda slack: len([1 for name, _ in slack.calls if name == "chat.postEphemeral"]) == 2)
    thanks, why = running.slack.made("chat.postEphemeral")
    assert (thanks["text"], thanks["user"]) == ("Thank you; noted.", USER)
    buttons = why["blocks"][1]["elements"]
    assert [button["text"]["text"] for button in buttons] == list(REASONS)
    running.accepted(pressed(running, buttons[0]["action_id"], buttons[0]["value"], hidden=True, trigger="p3"))
    running.slack.wait(responded(1))
    [kept] = running.assistant.store().feedback.all()
    assert (kept.body["rating"], kept.body["reason"], kept.body["turns"]) == ("down", REASONS[0], [FIRST])


@pytest.mark.parametrize("value", ["up:abc", "sideways:0123", "", "up", "0123", "up:0123\n"])
def test_feedback_on_no_answer_is_said_to_be_none(running: Running, value: str) -> None:
    running.accepted(pressed(running, "rate", value or "x", hidden=True))
    running.slack.wait(responded(1))
    assert running.assistant.store().feedback.all() == ()


def test_other_buttons_and_shortcuts_are_acknowledged(running: Running) -> None:
    running.accepted(pressed(running, "of_another_app", "x"))
    running.accepted(payload(running, "t1", type="block_actions", actions=[{"action_id": "ask_1", "block_id": "b"}]))
    running.accepted(command(running, "help", "t2"))
    running.slack.wait(responded(2))
    assert set(running.slack.names()) == {"respond"}


def test_a_workspace_that_is_not_listed_is_told_so(start: Start, slack: FakeSlack) -> None:
    with start(slack_workspaces="T0OTHER") as running:
        response = running.send(command(running, "help", "t1"))
        assert response.json()["text"] == "This workspace is not one that this assistant answers."
        running.accepted(pressed(running, "ask_1", FIRST))
    assert slack.calls == []
