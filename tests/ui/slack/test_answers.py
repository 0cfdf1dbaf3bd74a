"""Questions in, threads of answers out: the same text as everywhere, once, in order, also after a restart."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from assistant.errors import NotReadyError
from tests.servers.slack import BOT, TEAM, USER, FakeSlack, direct, event, mention
from tests.ui.slack.conftest import Running, Start
from ui.desk import GOODBYE
from ui.presenters.bot import GREETING

FIRST = "Can a 23H2 host run a Windows Server 2019 image?"
NEXT = "and a 2022 image?"


def ended(count: int) -> Callable[[FakeSlack], bool]:
    """So many answers have been streamed to their end."""
    return lambda slack: sum(name == "chat.stopStream" for name, _ in slack.calls) >= count


def said(running: Running, question: str, *earlier: str) -> str:
    return running.assistant.ask(question, earlier=earlier).markdown()


def test_a_direct_message_is_answered_in_its_thread_with_the_text_of_every_surface(running: Running) -> None:
    running.accepted(direct("Ev1", FIRST, ts="1.1"))
    running.slack.wait(ended(1))
    assert running.slack.texts() == [said(running, FIRST)]
    assert running.slack.names() == ["assistant.threads.setStatus", "chat.startStream", "chat.stopStream"]
    [started], [stopped] = running.slack.made("chat.startStream"), running.slack.made("chat.stopStream")
    assert (started["channel"], started["thread_ts"]) == ("D0DM", "1.1")
    assert [block["type"] for block in stopped["blocks"]] == [
        "context",
        "table",
        "context",
        "actions",
        "context_actions",
    ]


def test_a_mention_and_its_follow_up_after_a_restart(start: Start, slack: FakeSlack) -> None:
    with start() as running:
        running.accepted(mention("Ev1", FIRST, ts="5.1"))
        slack.wait(ended(1))
    with start() as restarted:
        restarted.accepted(mention("Ev2", NEXT, ts="5.2", thread="5.1"))
        slack.wait(ended(2))
        assert slack.texts() == [said(restarted, FIRST), said(restarted, NEXT, FIRST)]
    assert {(call["channel"], call["thread_ts"]) for call in slack.made("chat.startStream")} == {("C0CHAN", "5.1")}


def test_other_threads_do_not_know_of_each_other(running: Running) -> None:
    running.accepted(direct("Ev1", FIRST, ts="1.1"))
    running.slack.wait(ended(1))
    running.accepted(direct("Ev2", NEXT, ts="2.1"))
    running.slack.wait(ended(2))
    assert running.slack.texts()[1] == said(running, NEXT)


def test_questions_of_one_thread_are_answered_in_order(running: Running) -> None:
    running.slack.stalled.add("assistant.threads.setStatus")
    running.accepted(direct("Ev1", FIRST, ts="1.1"))
    running.accepted(direct("Ev2", NEXT, ts="1.2", thread="1.1"))
    running.slack.released.set()
    running.slack.wait(ended(2))
    assert running.slack.texts() == [said(running, FIRST), said(running, NEXT, FIRST)]


def test_an_event_delivered_four_times_and_again_after_a_restart_has_one_reply(start: Start, slack: FakeSlack) -> None:
    once = mention("Ev1", FIRST, ts="5.1")
    with start() as running:
        with ThreadPoolExecutor(4) as pool:
            responses = list(pool.map(lambda n: running.send(once, **{"X-Slack-Retry-Num": str(n)}), range(4)))
        assert [response.status_code for response in responses] == [200] * 4
        slack.wait(ended(1))
    with start() as restarted:
        restarted.accepted(once)
        restarted.accepted(mention("Ev2", NEXT, ts="5.2", thread="5.1"))  # of the same thread, so after the other
        slack.wait(ended(2))
        assert slack.texts() == [said(restarted, FIRST), said(restarted, NEXT, FIRST)]


def test_two_replicas_share_out_an_event(start: Start, slack: FakeSlack) -> None:
    with start() as one, start() as other:
        for replica in (one, other, one, other):
            replica.accepted(direct("Ev1", FIRST, ts="1.1"))
        slack.wait(ended(1))
        for number, replica in enumerate((one, other), start=2):
            replica.accepted(direct(f"Ev{number}", "and with Hyper-V?", ts=f"1.{number}", thread="1.1"))
            slack.wait(ended(number))
    assert len(slack.texts()) == 3


def test_it_acknowledges_before_the_answer_ends(running: Running) -> None:
    running.slack.stalled.add("chat.startStream")
    running.accepted(direct("Ev1", FIRST, ts="1.1"))
    running.slack.wait(lambda slack: "chat.startStream" in [name for name, _ in slack.calls])
    running.accepted(direct("Ev2", FIRST, ts="2.1"))
    assert "chat.stopStream" not in running.slack.names()
    running.slack.released.set()
    running.slack.wait(ended(2))


@pytest.mark.parametrize("error", ["unknown_method", "missing_scope", "channel_type_not_supported"])
def test_where_streams_are_not_taken_a_message_is_updated(running: Running, error: str) -> None:
    running.slack.failing["chat.startStream"] = [error]
    running.accepted(direct("Ev1", FIRST, ts="1.1"))
    running.slack.wait(lambda slack: "chat.update" in [name for name, _ in slack.calls])
    assert running.slack.texts() == [said(running, FIRST)]
    [updated] = running.slack.made("chat.update")
    assert {block["type"] for block in updated["blocks"]} >= {"markdown", "table", "actions", "context_actions"}


def test_without_a_status_a_message_says_that_it_works(running: Running) -> None:
    running.slack.failing["assistant.threads.setStatus"] = ["missing_scope"]
    running.accepted(mention("Ev1", FIRST, ts="5.1"))
    running.slack.wait(lambda slack: [name for name, _ in slack.calls].count("chat.update") == 2)
    [posted] = running.slack.made("chat.postMessage")
    assert "Looking through the guidance" in posted["text"]
    assert running.slack.texts() == [said(running, FIRST)]


def test_a_stream_that_slack_has_closed_goes_on_as_an_update(running: Running) -> None:
    running.slack.failing["chat.stopStream"] = ["message_not_in_streaming_state"]
    running.accepted(direct("Ev1", FIRST, ts="1.1"))
    running.slack.wait(lambda slack: "chat.update" in [name for name, _ in slack.calls])
    assert running.slack.texts() == [said(running, FIRST)]
    assert "chat.postMessage" not in running.slack.names()


def test_a_workspace_that_lacks_a_block_gets_the_others(running: Running) -> None:
    running.slack.failing |= {"chat.startStream": ["unknown_method"], "chat.update": ["invalid_blocks"]}
    running.accepted(direct("Ev1", FIRST, ts="1.1"))
    running.slack.wait(lambda slack: [name for name, _ in slack.calls].count("chat.update") == 2)
    assert running.slack.texts() == [said(running, FIRST)]


def test_a_rate_limit_is_waited_for(running: Running) -> None:
    running.slack.limited["chat.startStream"] = [1]
    running.accepted(direct("Ev1", FIRST, ts="1.1"))
    running.slack.wait(ended(1))
    assert running.slack.texts() == [said(running, FIRST)]
    assert running.slack.names()[1:3] == ["chat.startStream 429", "chat.startStream"]


OVERHEARD: list[tuple[str, dict[str, Any]]] = [
    ("thanks, that helps!", {}),
    ("How do I bake bread?", {}),
    (f"<@{USER}> what do you think?", {}),
    (f"<@{BOT}> {NEXT}", {}),  # that one comes as a mention, too
    (NEXT, {"bot_id": "B1"}),
    (NEXT, {"subtype": "message_changed"}),
    (NEXT, {"subtype": "channel_join"}),
    (NEXT, {"thread_ts": "6.6"}),
    (NEXT, {"thread_ts": None}),
    ("", {}),
    ("x" * 20_001, {}),
]


@pytest.mark.parametrize(("text", "other"), OVERHEARD)
def test_what_is_not_for_the_bot_is_passed_over(running: Running, text: str, other: dict[str, Any]) -> None:
    running.accepted(mention("Ev1", FIRST, ts="5.1"))
    running.slack.wait(ended(1))
    fields = {"type": "message", "channel": "C0CHAN", "user": USER, "ts": "5.2", "thread_ts": "5.1"} | other
    running.accepted(event("Ev2", text=text, channel_type="channel", **fields))
    running.accepted(mention("Ev3", NEXT, ts="5.3", thread="5.1"))
    running.slack.wait(ended(2))
    assert running.slack.texts() == [said(running, FIRST), said(running, NEXT, FIRST)]


def test_a_follow_up_without_the_bots_name_is_answered_in_its_thread(running: Running) -> None:
    running.accepted(mention("Ev1", FIRST, ts="5.1"))
    running.slack.wait(ended(1))
    fields = {"channel": "C0CHAN", "user": USER, "ts": "5.2", "thread_ts": "5.1", "channel_type": "channel"}
    running.accepted(event("Ev2", type="message", text=NEXT, **fields))
    running.slack.wait(lambda slack: "chat.postMessage" in [name for name, _ in slack.calls])
    assert running.slack.texts()[1] == said(running, NEXT, FIRST)


def test_opening_its_messages_offers_first_questions(running: Running) -> None:
    running.accepted(event("Ev1", type="app_home_opened", tab="home", channel="D0DM", user=USER))
    running.accepted(event("Ev2", type="app_home_opened", tab="messages", channel="D0DM", user=USER))
    thread = {"channel_id": "D0DM", "thread_ts": "9.9", "user_id": USER}
    running.accepted(event("Ev3", type="assistant_thread_started", assistant_thread=thread))
    running.slack.wait(lambda slack: len(slack.calls) == 2)
    assert {call.get("thread_ts") for call in running.slack.made("assistant.threads.setSuggestedPrompts")} == {
        None,
        "9.9",
    }


def test_a_mention_without_words_is_greeted(running: Running) -> None:
    running.accepted(mention("Ev1", "", ts="5.1"))
    running.slack.wait(lambda slack: "chat.postMessage" in [name for name, _ in slack.calls])
    [greeted] = running.slack.made("chat.postMessage")
    assert greeted["text"] == GREETING


def test_what_people_paste_reaches_the_assistant_as_they_saw_it(running: Running) -> None:
    image = "mcr.microsoft.com/windows/nanoserver:1809"
    text = f"Does &lt;this&gt; run: <http://{image}|{image}> on WS2022?"
    running.accepted(direct("Ev1", text, ts="1.1"))
    running.slack.wait(ended(1))
    assert running.slack.texts() == [said(running, f"Does <this> run: {image} on WS2022?")]


def test_other_workspaces_are_not_answered(start: Start, slack: FakeSlack) -> None:
    with start(slack_workspaces="T0OTHER") as running:
        running.accepted(direct("Ev1", FIRST, ts="1.1"))
    with start(slack_workspaces=f"T0OTHER, {TEAM}") as running:
        guest = {
            "channel": "C0CHAN",
            "user": "U0GUEST",
            "user_team": "T0GUEST",
            "ts": "2.1",
            "text": f"<@{BOT}> {FIRST}",
        }
        running.accepted(event("Ev2", type="app_mention", **guest))
        running.accepted(direct("Ev3", NEXT, ts="3.1"))
        slack.wait(ended(1))
    assert [call["thread_ts"] for call in slack.made("chat.startStream")] == ["3.1"]


def test_a_failure_is_said_in_the_thread(start: Start, slack: FakeSlack) -> None:
    def loading() -> Any:
        raise NotReadyError("The index is still being loaded.", "Try again in a moment.")

    with start(loading) as running:
        running.accepted(direct("Ev1", FIRST, ts="1.1"))
        slack.wait(lambda slack: "chat.postMessage" in [name for name, _ in slack.calls])
    [posted] = slack.made("chat.postMessage")
    assert posted["text"] == "The index is still being loaded. Try again in a moment."


def test_whoever_asks_too_often_is_told_so(start: Start, slack: FakeSlack) -> None:
    with start(rate_limit=1) as running:
        running.accepted(direct("Ev1", FIRST, ts="1.1"))
        slack.wait(ended(1))
        running.accepted(direct("Ev2", NEXT, ts="1.2", thread="1.1"))
        slack.wait(lambda slack: "chat.postMessage" in [name for name, _ in slack.calls])
    [posted] = slack.made("chat.postMessage")
    assert "Wait" in posted["text"]


def test_a_server_that_ends_answers_what_it_has_begun(start: Start, slack: FakeSlack) -> None:
    with start() as running:
        running.accepted(direct("Ev1", FIRST, ts="1.1"))
    assert slack.texts() == [said(running, FIRST)]


@pytest.mark.slow
def test_an_answer_that_takes_too_long_for_the_end_says_goodbye(start: Start, slack: FakeSlack) -> None:
    slack.stalled.add("chat.startStream")
    with start() as running:
        running.accepted(direct("Ev1", FIRST, ts="1.1"))
        slack.wait(lambda slack: "chat.startStream" in [name for name, _ in slack.calls])
    [posted] = slack.made("chat.postMessage")
    assert posted["text"] == GOODBYE
