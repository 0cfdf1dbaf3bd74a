"""HTML fragments: nothing that runs, loads or leads elsewhere survives, whoever wrote the text."""

from dataclasses import replace
from datetime import date
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.gate.answer import Withheld
from assistant.rules.verdict import Outcome
from ui.presenters.html import (
    ATTRIBUTES,
    TAGS,
    answer_html,
    cut_html,
    question_html,
    status_html,
    steps_html,
    text_html,
)
from ui.presenters.view import AnswerView, CitationView, LaneView, SystemView, VerdictView

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "<svg/onload=alert(1)>",
    "<iframe src=https://example.org></iframe>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](data:text/html;base64,AAAA)",
    "[x](//example.org/a)",
    "[x](http://example.org/)",
    "![x](https://example.org/track.png)",
    "<style>*{display:none}</style>",
    '"><b onmouseover=alert(1)>x</b>',
    "</div></section><form action=https://example.org><input>",
    "<div style='position:fixed'>x</div>",
    "`<img src=x>`",
    "```\n<img src=x onerror=alert(1)>\n\n\n```",
)


class Tree(HTMLParser):
    """What a browser would meet: tags, attributes, links."""

    def __init__(self, fragment: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(fragment)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.extend((tag, name, value) for name, value in attrs)


def assert_inert(fragment: str) -> None:
    tree = Tree(fragment)
    assert set(tree.tags) <= TAGS
    for tag, name, value in tree.attributes:
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag, set()) | ({"rel", "target"} if tag == "a" else set())
        assert name in allowed
        if name == "href":
            assert value is not None
            assert value.startswith("https://")
        if name == "rel":
            assert value == "noopener noreferrer nofollow"
    assert "\n\n" not in fragment


def everywhere(text: str) -> AnswerView:
    """An answer that holds the text in every place that documents, users or rules can fill."""
    lane = LaneView(isolation=text, outcome=Outcome.CONDITIONAL, conditions=(text,), reasons=(text,), fixes=(text,))
    system = SystemView(name=text, detail=text, phase=text)
    return AnswerView(
        status="answered",
        text=f"{text}\n\n{text} [1] [2]",
        verdicts=(
            VerdictView(
                pair=text,
                host=system,
                image=system,
                platform=text,
                lanes=(lane,),
                as_of=date(2026, 11, 24),
                changes_on=None,
                notes=(text,),
            ),
        ),
        citations=tuple(
            CitationView(number=n, title=text, section=text, url=url, document=text, quote=text, dated=text)
            for n, url in ((1, "https://learn.microsoft.com/a?b=1&c=2"), (2, None))
        ),
        withheld=(Withheld(text=text, reason=text),),
        notes=(text,),
        follow_ups=(text,),
        as_of=date(2026, 11, 24),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_inert_in_every_place(text: str) -> None:
    fragments = (answer_html(everywhere(text)), text_html(text), question_html(text), cut_html(text, text, "error"))
    for fragment in (*fragments, steps_html((text, text), 1)):
        assert_inert(fragment)
    assert "<" not in status_html(text).removeprefix('<p role="status">').removesuffix("</p>")


@given(
    st.lists(st.sampled_from([*HOSTILE, "\n\n", " ", "<", "&", "[1]", "| a |\n|---|\n| b |", "\t", "\r\n"])).map(
        "".join
    )
)
def test_no_mixture_of_hostile_text_gets_through(text: str) -> None:
    assert_inert(answer_html(everywhere(text)))


def test_hostile_text_is_shown_as_it_was_written() -> None:
    assert "&lt;img src=x onerror=alert(1)&gt;" in question_html("<img src=x onerror=alert(1)>")
    assert "&lt;img src=x onerror=alert(1)&gt;" in text_html("A <img src=x onerror=alert(1)> b")


def test_a_marker_is_a_button_and_a_source_leads_to_its_address_if_it_has_one() -> None:
    fragment = answer_html(everywhere("text"))
    hrefs = [value for tag, name, value in Tree(fragment).attributes if (tag, name) == ("a", "href")]
    assert hrefs == ["https://learn.microsoft.com/a?b=1&c=2"]
    for number in (1, 2):
        assert f'<span role="button" tabindex="0" title="Source {number}: text">{number}</span>' in fragment


def _with_source(passage: str, quote: str) -> str:
    citation = replace(everywhere("x").citations[0], passage=passage, quote=quote)
    return answer_html(replace(everywhere("x"), citations=(citation,)))


@pytest.mark.parametrize(
    ("passage", "quote", "shown"),
    [
        ("One. Two. Three.", "Two.", "<blockquote>One. <mark>Two.</mark> Three.</blockquote>"),
        ("- a\n- b\n- c", "b", "<blockquote>- a<br>- <mark>b</mark><br>- c</blockquote>"),
        ("Two.", "Two.", "<blockquote><mark>Two.</mark></blockquote>"),
        ("<i>One</i> & two.", "two.", "<blockquote>&lt;i&gt;One&lt;/i&gt; &amp; <mark>two.</mark></blockquote>"),
        ("", "Two.", "<blockquote><mark>Two.</mark></blockquote>"),
        ("Something else.", "Two.", "<blockquote><mark>Two.</mark></blockquote>"),
    ],
)
def test_a_quote_is_marked_in_its_passage(passage: str, quote: str, shown: str) -> None:
    assert shown in _with_source(passage, quote)


def test_the_verdict_card_stands_after_the_first_paragraph() -> None:
    answer = replace(everywhere("x"), text="No. [1]\n\nWhy:\n\n- Because. [2]")
    fragment = answer_html(answer)
    places = [fragment.index(part) for part in ("<p>No.", 'class="ca-card', "<p>Why:", "<li>Because.", "ca-sources")]
    assert places == sorted(places)
    listed = answer_html(replace(answer, text="- One\n- Two"))
    assert listed.index("Two</li>") < listed.index('class="ca-card')


@pytest.mark.parametrize(
    ("hosts", "linked"),
    [
        (None, True),
        (frozenset({"example.org"}), True),
        (frozenset({"learn.microsoft.com"}), False),
        (frozenset(), False),
    ],
)
def test_links_lead_only_to_the_hosts_that_are_named(hosts: frozenset[str] | None, linked: bool) -> None:
    answer = replace(everywhere("x"), text="See [here](https://example.org/a).", hosts=hosts)
    assert ('href="https://example.org/a"' in answer_html(answer)) is linked
    assert ('href="https://example.org/a"' in text_html(answer.text, hosts)) is linked


def test_steps_say_what_is_done_and_what_is_going_on() -> None:
    fragment = steps_html(("Look", "Write", "Check"), 1)
    assert [fragment.index(part) for part in ("ca-step-done", "ca-step-now", "ca-step-later")] == sorted(
        fragment.index(part) for part in ("ca-step-done", "ca-step-now", "ca-step-later")
    )
    assert fragment.index("ca-step-now") < fragment.index("Write") < fragment.index("ca-step-later")


def test_a_verdict_has_a_sign_and_a_word_beside_its_colour() -> None:
    fragment = answer_html(everywhere("text"))
    assert "ca-if" in fragment
    assert "◐" in fragment
    assert "conditional" in fragment


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("**bold** and `code`", "<p><strong>bold</strong> and <code>code</code></p>"),
        ("- one\n- two", "<ul>\n<li>one</li>\n<li>two</li>\n</ul>"),
        ("# Title", "<h3>Title</h3>"),
        ("Yes. [1]", '<p>Yes. <sup class="ca-marker">1</sup></p>'),
        ("Yes. [1][12]", '<sup class="ca-marker">1</sup><sup class="ca-marker">12</sup>'),
        ("`a[1]`", "<code>a[1]</code>"),
        ("[here](https://example.org/a)", 'href="https://example.org/a"'),
        ("[here](page.md)", "<p>here</p>"),
        ("![words](https://example.org/a.png)", "<p>words</p>"),
    ],
)
def test_markdown(markdown: str, html: str) -> None:
    assert html in text_html(markdown)


def test_code_keeps_its_blank_lines() -> None:
    assert "a\n&#10;&#10;b" in text_html("```\na\n\n\nb\n```")
