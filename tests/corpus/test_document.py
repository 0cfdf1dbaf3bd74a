"""Front matter, dates and anchors."""

import pytest

from assistant.errors import DocumentError
from corpus.document import Anchors, FrontMatter, iso_date, parse_front_matter

FRONT = """---
title: "A title"
ms.date: 1/23/2025
applies_to: [One, Two]
topics: three
explains:
  - rule-one
  - rule-two
sources:
  - {title: First, url: https://docs.example/first, date: 2024-01-01}
  - {title: Second, url: https://docs.example/second}
number: 2024-99-99
---
Body
"""


def test_front_matter() -> None:
    about, body = parse_front_matter(FRONT)
    assert FRONT[body:] == "Body\n"
    assert about == FrontMatter(
        title="A title",
        source_url="https://docs.example/first",
        dated="2025-01-23",
        applies_to=("One", "Two"),
        topics=("three",),
        explains=("rule-one", "rule-two"),
    )


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("No front matter", "No front matter"),
        ("---\nnever closed\n", "---\nnever closed\n"),
        ("---\n---\nBody", "Body"),
        ("---\na: b\n...\nBody", "Body"),
        ("---\njust words\n---\nBody", "Body"),
        (" ---\na: b\n---\n", " ---\na: b\n---\n"),
        ("---\ntitle: x\n---", ""),
    ],
)
def test_where_the_body_begins(text: str, body: str) -> None:
    assert text[parse_front_matter(text)[1] :] == body


@pytest.mark.parametrize("yaml", ["a: [b", "a: b: c", "\tx: y", "a: !!python/object:os.system x\nb: [", "[" * 5_000])
def test_broken_yaml_is_an_error(yaml: str) -> None:
    with pytest.raises(DocumentError, match="YAML is broken"):
        parse_front_matter(f"---\n{yaml}\n---\n")


def test_no_value_is_interpreted() -> None:
    about, _ = parse_front_matter("---\ntitle: 2024-99-99\nurl: !!python/name:os.system\nreviewed: 2026-01-02\n---\n")
    assert about == FrontMatter(title="2024-99-99", dated="2026-01-02")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("01/23/2025", "2025-01-23"),
        ("1/3/2025", "2025-01-03"),
        ("2025-01-23", "2025-01-23"),
        ("2025-01-23T10:00", "2025-01-23"),
        ("13/23/2025", None),
        ("2025-02-30", None),
        ("23 January", None),
        ("", None),
    ],
)
def test_dates(text: str, expected: str | None) -> None:
    assert iso_date(text) == expected


def test_anchors_are_unique_and_like_githubs() -> None:
    anchors = Anchors()
    headings = ["A B", "a b", "A B 1", "Fix - it & run!", "Was ist das? Ähm_x", "a b", ""]
    made = [anchors.make(heading) for heading in headings]
    assert made == ["a-b", "a-b-1", "a-b-1-1", "fix---it--run", "was-ist-das-ähm_x", "a-b-2", ""]
