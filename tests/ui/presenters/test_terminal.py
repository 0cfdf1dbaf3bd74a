"""The answer on a terminal and in a pipe: complete, in order, and unable to move the cursor."""

import io
from datetime import date

import pytest
from rich.console import Console

from assistant.passage import Passage, ScoredPassage, Source
from assistant.rules.verdict import Outcome
from ui.presenters.terminal import print_answer, print_passages
from ui.presenters.view import AnswerView, CitationView, LaneView, SystemView, VerdictView

LONG = "A long sentence that a terminal wraps and a pipe must not, because people search in files. " * 3


def answer(text: str) -> AnswerView:
    lane = LaneView(
        isolation="Process isolation", outcome=Outcome.UNSUPPORTED, conditions=(), reasons=("because",), fixes=()
    )
    return AnswerView(
        status="answered",
        text=text,
        verdicts=(
            VerdictView(
                pair="Windows Server 2025 image on a Windows Server 2022 host",
                host=SystemView(name="Windows Server 2022", detail="build 20348, LTSC", phase="extended"),
                image=SystemView(name="Windows Server 2025", detail="build 26100, LTSC", phase="mainstream"),
                platform=None,
                lanes=(lane,),
                as_of=date(2026, 11, 24),
                changes_on=date(2029, 11, 14),
                notes=(),
            ),
        ),
        citations=(
            CitationView(
                number=1,
                title="Compatibility",
                section="Newer images",
                url=None,
                document="guidance/compatibility.md",
                quote="A quote.",
                dated="2026-10-01",
            ),
        ),
        withheld=(),
        notes=(),
        follow_ups=("And with Hyper-V?",),
        as_of=date(2026, 11, 24),
    )


def printed(view: AnswerView, *, terminal: bool) -> str:
    out = io.StringIO()
    print_answer(
        Console(file=out, force_terminal=terminal, width=60, color_system="standard" if terminal else None), view
    )
    return out.getvalue()


@pytest.mark.parametrize("terminal", [True, False])
def test_answer_comes_first_then_verdict_sources_and_questions(terminal: bool) -> None:
    text = printed(answer("No, it does **not** run. [1]"), terminal=terminal)
    order = ["No, it does", "not supported", "2029-11-14", "[1]", "guidance/compatibility.md", "And with Hyper-V?"]
    assert [part for part in order if part not in text] == []
    assert [text.rindex(part) for part in order[1:]] == sorted(text.rindex(part) for part in order[1:])
    assert text.index(order[0]) < text.index(order[1])


def test_a_pipe_gets_the_text_unchanged_and_uncoloured() -> None:
    text = printed(answer(LONG.strip() + "\n\n- `code` [1]"), terminal=False)
    assert text.startswith(LONG.strip() + "\n\n- `code` [1]\n")
    assert "\x1b" not in text


@pytest.mark.parametrize("terminal", [True, False])
@pytest.mark.parametrize("hostile", ["\x1b]0;title\x07", "\x1b[2J", "\x9b31m", "\u202egnp.exe", "\x08\x08\x08"])
def test_control_characters_of_documents_never_reach_the_terminal(hostile: str, terminal: bool) -> None:
    view = answer(f"before {hostile} after")
    assert hostile not in printed(view, terminal=terminal)


def test_passages_are_printed_with_rank_score_and_place() -> None:
    passage = Passage(
        id="a",
        document="guidance/a.md",
        source=Source(title="Title", url=None, section="Section"),
        headings=("Title", "Section"),
        anchor="section",
        start=0,
        end=4,
        text="Text\x1b[2J",
        context="",
    )
    out = io.StringIO()
    found = ScoredPassage(passage=passage, score=0.51239, dense=0.5, lexical=0.5)
    print_passages(Console(file=out, width=60), [found])
    assert out.getvalue() == "1. Title - Section  0.5124\n   guidance/a.md\n   Text[2J\n\n"
