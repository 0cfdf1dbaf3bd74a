"""Conversations and feedback from the command line, as real processes over a store of their own."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from evals.dataset import QuestionSet

Completed = subprocess.CompletedProcess[str]
RunCommand = Callable[..., Completed]

FIRST = "Can a 23H2 host run a Windows Server 2019 image?"
DAY = ("--as-of", "2026-11-24")


@pytest.fixture
def run(run_command: RunCommand, tmp_path: Path) -> RunCommand:
    """Commands over a store that this test has for itself."""

    def run(*arguments: str, **more: str) -> Completed:
        url = f"sqlite:///{tmp_path / 'store.sqlite3'}"
        return run_command(*arguments, CHANNEL_ASSISTANT_DATABASE_URL=url, **more)

    return run


def ask(run: RunCommand, question: str, conversation: str) -> dict[str, object]:
    done = run("ask", question, *DAY, "--conversation", conversation, "--json")
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    assert done.stderr == f"Conversation: {answer['conversation']}\n"
    return answer


def listed(run: RunCommand) -> list[dict[str, object]]:
    return json.loads(run("conversations", "list", "--json").stdout)["conversations"]  # type: ignore[no-any-return]


def test_a_conversation_goes_on_over_processes_and_is_deleted(run: RunCommand, tmp_path: Path) -> None:
    first = ask(run, FIRST, "new")
    issued = str(first["conversation"])
    second = ask(run, "and a 2022 image?", issued)
    assert second["conversation"] == issued
    assert second["standalone_question"] != "and a 2022 image?"
    [verdict] = second["verdicts"]  # type: ignore[misc]
    assert (verdict["host"]["id"], verdict["image"]["id"]) == ("ws23h2", "ws2022")
    assert [(c["id"], c["turns"]) for c in listed(run)] == [(issued, 2)]
    assert issued in run("conversations", "list").stdout
    assert json.loads(run("conversations", "delete", issued, "--json").stdout) == {"deleted": 1}
    assert listed(run) == []
    again = run("conversations", "delete", issued)
    assert (again.returncode, again.stdout, len(again.stderr.splitlines())) == (2, "", 1)


def test_an_unknown_id_begins_a_conversation_under_another(run: RunCommand) -> None:
    answer = ask(run, FIRST, "made-up")
    assert answer["conversation"] != "made-up"
    assert listed(run)[0]["id"] == answer["conversation"]


def test_without_an_id_and_in_a_batch_nothing_is_stored(run: RunCommand, tmp_path: Path) -> None:
    assert "conversation" not in json.loads(run("ask", FIRST, "--json").stdout)
    batch = tmp_path / "batch.jsonl"
    batch.write_text(json.dumps({"id": 1, "turns": [FIRST]}) + "\n", "utf-8")
    assert run("ask", "--batch", str(batch)).returncode == 0
    assert not (tmp_path / "store.sqlite3").exists()
    assert run("ask", "--batch", str(batch), "--conversation", "new").returncode == 2


def test_a_principals_data_is_deleted_as_a_whole(run: RunCommand) -> None:
    ask(run, FIRST, "new")
    ask(run, FIRST, "new")
    assert run("conversations", "delete", "--principal", "").stdout == "2 deleted.\n"
    assert run("conversations", "list").stdout == "No conversation is stored.\n"


def test_no_secret_reaches_the_store_or_a_log(run: RunCommand, tmp_path: Path) -> None:
    secret = "Sup3rS3cret!"
    question = f"docker run -e SA_PASSWORD={secret} mcr.microsoft.com/windows/servercore:ltsc2019 - on a 23H2 host?"
    done = run("ask", question, "--conversation", "new", "--json")
    assert secret in json.loads(done.stdout)["question"]  # what was asked is given back to whoever asked
    assert secret not in done.stderr
    stored = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"servercore:ltsc2019" in stored
    assert secret.encode() not in stored


@pytest.mark.parametrize(
    "arguments",
    [
        ("conversations", "delete"),
        ("conversations", "delete", "x", "--principal", "y"),
        ("conversations", "delete", "x"),
    ],
)
def test_bad_use_is_one_line_and_2(run: RunCommand, arguments: tuple[str, ...]) -> None:
    done = run(*arguments)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)


def test_feedback_becomes_a_question_file_that_eval_reads(run: RunCommand, tmp_path: Path) -> None:
    said = f"{FIRST}\n/down wrong verdict\n/new\nUntil when is Windows Server 2022 supported?\n/up\n"
    chat = run("chat", *DAY, stdin=said)
    assert chat.returncode == 0, chat.stderr
    assert chat.stdout.count("Thank you; noted.") == 2
    exported = run("feedback", "export")
    assert exported.returncode == 0, exported.stderr
    (tmp_path / "drafts.yaml").write_text(exported.stdout, "utf-8")
    down, up = QuestionSet.load(tmp_path / "drafts.yaml").questions
    assert (down.draft, down.last.text, str(down.as_of)) == (True, FIRST, "2026-11-24")
    assert "rating: down; reason: wrong verdict" in down.note
    assert "rating: up" in up.note
    assert json.loads(run("feedback", "export", "--json").stdout)["category"] == "feedback"


def test_a_store_that_cannot_be_used_is_one_line(run_command: RunCommand, tmp_path: Path) -> None:
    for url in ("mysql://me:hunter2@host/db", f"sqlite:///{tmp_path}"):
        done = run_command("conversations", "list", CHANNEL_ASSISTANT_DATABASE_URL=url)
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (2, "", 1)
        assert "hunter2" not in done.stderr


def test_config_masks_the_databases_password(run_command: RunCommand) -> None:
    done = run_command("config", CHANNEL_ASSISTANT_DATABASE_URL="postgresql://me:hunter2@host/db")
    assert "CHANNEL_ASSISTANT_DATABASE_URL = ********" in done.stdout
    assert "hunter2" not in done.stdout + done.stderr
