"""Socket Mode: the same answers through a WebSocket, and no address that anybody could call."""

import json

from tests.servers.slack import APP_TOKEN, FakeSlack, direct
from tests.ui.slack.conftest import Start
from tests.ui.slack.test_answers import FIRST, NEXT, ended, said


def envelope(number: int, body: bytes) -> dict[str, object]:
    return {
        "type": "events_api",
        "envelope_id": f"e{number}",
        "payload": json.loads(body),
        "accepts_response_payload": False,
    }


def test_events_come_through_the_socket_and_are_acknowledged(start: Start, slack: FakeSlack) -> None:
    with start(slack_app_token=APP_TOKEN, slack_signing_secret=None) as running:
        slack.wait(lambda slack: "socket" in [name for name, _ in slack.calls])
        once = direct("Ev1", FIRST, ts="1.1")
        for number in (1, 2):
            slack.push(envelope(number, once))
        slack.wait(ended(1))
        slack.push(envelope(3, direct("Ev2", NEXT, ts="1.2", thread="1.1")))
        slack.wait(ended(2))
        slack.wait(lambda slack: len(slack.acknowledged) == 3)
        assert running.send(once).status_code == 404
    assert [given["envelope_id"] for given in slack.acknowledged] == ["e1", "e2", "e3"]
    assert slack.texts() == [said(running, FIRST), said(running, NEXT, FIRST)]
