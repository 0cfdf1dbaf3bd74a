"""What counts as said, and what does not: dates, names and denials."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.rules import Engine
from evals.dataset import Recorded
from evals.matching import Matcher, folded

# answer, wording, whether the answer says it
SAID = [
    ("Support ends on 14 October 2031.", "2031-10-14", True),
    ("Support ends on October 14, 2031.", "2031-10-14", True),
    ("Support ends on 10/14/2031.", "14 October 2031", True),
    ("Support ends on 14th of Oct 2031. [1]", "2031-10-14", True),
    ("Support ends on 14 October 2032.", "2031-10-14", False),
    ("It ended in May 2026.", "2026-05", True),
    ("It ended on 12 May 2026.", "2026-05", False),
    ("The image is supported.", "is supported", True),
    ("The image is **supported**. [2]", "is supported", True),
    ("The image is not supported.", "is supported", False),
    ("The image isn't supported.", "supported", False),
    ("It runs neither in process isolation nor with Hyper-V isolation.", "with Hyper-V isolation", False),
    ("Not in process isolation, but with Hyper-V isolation.", "with Hyper-V isolation", True),
    ("It is not supported in process isolation, and supported with Hyper-V isolation.", "supported with Hyper-V", True),
    ("No image was ever published.", "no image was ever published", True),
    ("The image is not supported.", "not supported", True),
    ("It is a myth that 23H2 is supported.", "23H2 is supported", False),
    ("It was not 24 October 2025.", "2025-10-24", False),
    ("Windows Server 2019 is not supported after 9 January 2029.", "2029-01-09", True),
    ("Use Windows Server 2022.", "WS2022", True),
    ("Use WS 2022 instead.", "Windows Server 2022", True),
    ("Use Windows Server 2022.", "20348", False),
    ("It is build 20348.", "20348", True),
    ("It is build 20348.2227.", "20348", False),
    ("It is version 10.0.20348.2227.", "10.0.20348.2227", True),
    ("Yes. It runs.", "yes", True),
    ("It runs, yes.", "yes", False),
    ("There is no fix.", "no", False),
    ("No, it does not.", "no", True),
    ("Use “Hyper‑V isolation”.", '"Hyper-V isolation"', True),
    ("See [Server Core](https://example.org/x) for it.", "server core", True),
    ("Unsupported", "supported", False),
]


@pytest.mark.parametrize(("answer", "wording", "expected"), SAID)
def test_wordings(answer: str, wording: str, expected: bool, engine: Engine) -> None:
    assert Matcher(engine).states(answer, (wording,)) is expected
    assert Matcher(engine).violations(answer, [wording]) == ((wording,) if expected else ())


def test_any_wording_of_a_fact_will_do(engine: Engine) -> None:
    matcher = Matcher(engine)
    facts = (("Server Core", "servercore"), ("2031-10-14",), ("Nano Server",))
    assert matcher.missing("servercore until 14 October 2031", facts) == (("Nano Server",),)


def test_recorded_values_match_in_words(engine: Engine) -> None:
    matcher = Matcher(engine)
    phase = Recorded(of="ws2022.phase", value="extended")
    assert matcher.states("Windows Server 2022 is in extended support until 2031.", phase)
    assert not matcher.states("Windows Server 2022 is in mainstream support.", phase)
    assert matcher.states("It is build 20348.", Recorded(of="ws2022.build", value=20348))


@given(st.text(max_size=200))
def test_folding_twice_changes_nothing(text: str) -> None:
    once = folded(text)
    # A marker or link may appear only once its neighbours are gone; everything else is settled by one pass.
    if "[" not in text and "*" not in text and "`" not in text and "#" not in text:
        assert folded(once) == once


@given(st.dates())
def test_a_date_is_found_in_every_notation(engine: Engine, day) -> None:
    if day.year < 1000:
        return
    matcher = Matcher(engine)
    month = day.strftime("%B")
    for text in (
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.month}/{day.day}/{day.year}",
    ):
        assert matcher.states(f"It ends on {text}.", (day.isoformat(),))
