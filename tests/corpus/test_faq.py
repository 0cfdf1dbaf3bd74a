"""Question-and-answer files: every answer is an exact piece of its YAML."""

import pytest

from assistant.errors import DocumentError
from corpus import faq
from corpus.chunker import Window, passages
from corpus.document import Document, FileText

FAQ = """### YamlMime:FAQ
metadata:
  title: Metadata title
  ms.date: 02/03/2025
title: Frequently *asked*
summary: |
  All the questions.
sections:
  - name: First
    questions:
      - question: |
          What is `it`?
        answer: |
          It is this. See
          [there](a.md).

          | a | b |
          |---|---|
          | c | d |
      - question: Is it "quoted"?
        answer: "Yes: it \\"is\\". Really."
      - question: Folded?
        answer: >
          One line
          and another.
  - name: Second
    questions:
      - question: Plain
        answer: A plain
          answer.
      - question: What is `it`?
        answer: ''
"""


def read(text: str) -> Document | None:
    return faq.read(FileText(document="faq.yml", path="faq.yml", text=text), lambda by, link: by)


def test_questions_and_answers() -> None:
    document = read(FAQ)
    assert document is not None
    assert document.title == "Frequently asked"
    assert document.about.dated == "2025-02-03"
    assert [(section.headings[1:], section.anchor) for section in document.sections] == [
        ((), ""),
        (("First", "What is it?"), "what-is-it"),
        (("First", 'Is it "quoted"?'), "is-it-quoted"),
        (("First", "Folded?"), "folded"),
        (("Second", "Plain"), "plain"),
        (("Second", "What is it?"), "what-is-it-1"),
    ]
    words = [[FAQ[b.start : b.end] for b in (s.block for s in section.segments)] for section in document.sections]
    assert words[1][0] == "It is this. See\n          [there](a.md)."
    assert words[1][1].endswith("| c | d |")
    assert words[2] == ['Yes: it \\"is\\". Really.']
    assert words[3] == ["One line\n          and another."]
    assert words[4] == ["A plain\n          answer."]
    assert words[5] == ["What is `it`?"]


def test_quotes_are_exact(window: Window) -> None:
    document = read(FAQ)
    assert document is not None
    found = passages(document, window)
    assert found
    assert all(FAQ[p.start : p.end] == p.text for p in found)
    table = next(p for p in found if "| c | d |" in p.text)
    assert table.context.endswith("a | b")


@pytest.mark.parametrize("text", ["### YamlMime:Landing\ntitle: x\n", "title: x\n", "", "items:\n- a"])
def test_other_yaml_is_no_document(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    "text", ["### YamlMime:FAQ\na: [b", "### YamlMime:FAQ\nanswer: 'open", "### YamlMime:FAQ\n" + "[" * 9_000]
)
def test_broken_yaml_is_an_error(text: str) -> None:
    with pytest.raises(DocumentError, match="YAML is broken"):
        read(text)


@pytest.mark.parametrize(
    "text", ["", "sections: 3", "sections:\n  - questions: x\n  - 4", "sections:\n  - questions:\n      - answer: [a]"]
)
def test_unexpected_shapes_say_nothing(text: str) -> None:
    document = read("### YamlMime:FAQ\n" + text)
    assert document is not None
    assert document.sections == ()
