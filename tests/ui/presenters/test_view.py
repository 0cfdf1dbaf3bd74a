"""What the view lets through, as tables."""

import pytest

from assistant.rules.release import Isolation, Platform
from assistant.rules.verdict import Outcome
from ui.presenters import html, terminal, view


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://learn.microsoft.com/en-us/a#b", True),
        ("http://learn.microsoft.com/", False),
        ("HTTPS://learn.microsoft.com/", True),
        ("javascript:alert(1)", False),
        ("//learn.microsoft.com/", False),
        ("/relative", False),
        ("https:///nowhere", False),
        ("https://[bad", False),
        ("https://a\\@b.example/", False),
        ("", False),
        (None, False),
    ],
)
def test_only_absolute_https_addresses_are_linked(url: str | None, linked: bool) -> None:
    assert view.https_only(url) == (url if linked else None)


def test_every_outcome_isolation_and_platform_has_a_name_a_sign_and_a_colour() -> None:
    assert set(view.OUTCOME_SYMBOLS) == set(view.OUTCOME_WORDS) == set(Outcome)
    assert set(html.OUTCOME_CLASSES) == set(terminal.OUTCOME_STYLES) == set(Outcome)
    assert len(set(view.OUTCOME_SYMBOLS.values())) == len(Outcome)
    assert set(view.ISOLATION_NAMES) == set(Isolation)
    assert set(view.PLATFORM_NAMES) == set(Platform)
