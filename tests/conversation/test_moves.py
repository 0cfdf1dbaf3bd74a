"""A question on a change of hosts is about the host that will be; a need is no question whether something runs."""

from datetime import date

import pytest

from assistant.conversation.interpret import interpret
from assistant.conversation.needs import need_asked
from assistant.conversation.state import Topic, Turn
from assistant.rules import Engine
from assistant.rules.statements import Need, Pair, Part, state

ENGINE = Engine.load()
DAY = date(2026, 11, 24)


def pairs(question):
    read = interpret(ENGINE, Turn(text=question, as_of=DAY, topic=Topic()))
    return [
        (subject.host.release.id, subject.image.system.release.id)
        for subject in read.subjects
        if isinstance(subject, Pair)
    ]


@pytest.mark.parametrize(
    ("question", "pair"),
    [
        (
            "If I upgrade my Windows Server 2019 host to 2022, will my ltsc2019 containers still start?",
            ("ws2022", "ws2019"),
        ),
        ("We move from a 2019 host to a 2025 host. Which of our 2022 images run there?", ("ws2025", "ws2022")),
        (
            "I build on Windows 11 24H2 with ltsc2022 and deploy to Windows Server 2022. Does it work?",
            ("ws2022", "ws2022"),
        ),
        ("Our nodes run 2022 today and Windows Server 2025 next year. Will ltsc2022 images run?", ("ws2025", "ws2022")),
        ("We replace a 23H2 host with Windows Server 2025; do the containers keep running?", ("ws2025", "ws2022")),
        ("Can I move the containers of 23H2 to Windows Server 2025?", ("ws2025", "ws2022")),
        (
            "After migrating from Windows Server 2016 to Windows Server 2019, do my 2016 containers work?",
            ("ws2019", "ws2016"),
        ),
        (
            "My build agent is Windows Server 2025 with ltsc2025, production is Windows Server 2022. Will it start?",
            ("ws2022", "ws2025"),
        ),
        (
            "Nodes will be switched from Windows Server 2022 to Windows Server 2025. Do ltsc2019 images run?",
            ("ws2025", "ws2019"),
        ),
    ],
)
def test_the_host_that_will_be_is_asked_about(question, pair):
    assert pairs(question) == [pair]


@pytest.mark.parametrize(
    "question",
    [
        "Can I upgrade Windows Server 2019 to Windows Server 2022 in place?",
        "Is there a path from 2016 to Windows Server 2025?",
    ],
)
def test_an_upgrade_without_containers_is_no_question_about_a_pair(question):
    assert pairs(question) == []


@pytest.mark.parametrize(
    ("question", "need"),
    [
        ("Do I have to rebuild my ltsc2022 images?", Need.REBUILD),
        ("Must we rebuild our images after the upgrade?", Need.REBUILD),
        ("Do I need a new base image on 2025?", Need.REBUILD),
        ("Is Hyper-V isolation needed for ltsc2019 on 2022?", Need.HYPERV),
        ("Do we need hyper-v to run 2019 containers on a 2022 host?", Need.HYPERV),
        ("Does a 2022 host require Hyper-V isolation for ltsc2019?", Need.HYPERV),
        ("Do I need anything else to run ltsc2022 on 2025?", Need.OTHER),
        ("Can I run ltsc2022 on 2025 without rebuilding?", None),
        ("Does ltsc2022 run on 2025?", None),
        ("Will ltsc2019 run with Hyper-V isolation on 2022?", None),
    ],
)
def test_what_is_asked_the_need_of(question, need):
    assert need_asked(question) is need


@pytest.mark.parametrize(
    ("host", "image", "need", "opening"),
    [
        ("ws2025", "ltsc2022", Need.HYPERV, "No. "),
        ("ws2022", "ltsc2019", Need.HYPERV, "Yes. "),
        ("ws2022", "ltsc2025", Need.HYPERV, "The "),
        ("ws2025", "ltsc2022", Need.REBUILD, "No. "),
        ("ws2022", "ltsc2019", Need.REBUILD, "Only for process isolation. "),
        ("ws2022", "ltsc2025", Need.REBUILD, "Yes. "),
        ("ws2025", "ltsc2022", Need.OTHER, "The "),
        ("ws2025", "ltsc2022", None, "Yes. "),
    ],
)
def test_yes_and_no_answer_what_was_asked(host, image, need, opening):
    subject = Pair(host=ENGINE.resolve_host(host), image=ENGINE.resolve_image(image), need=need)
    answer = next(s for s in state(ENGINE, subject, DAY) if s.part is Part.ANSWER)
    assert answer.text.startswith(opening)
