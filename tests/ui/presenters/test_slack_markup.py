"""Nothing that people or documents write becomes a mention, a channel or a foreign link in Slack."""

import html

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ui.presenters.slack_markup import escaped, escaped_markdown, link, said

MARKDOWN = [
    ("No. [1]", "No. [1]"),
    ("a < b, b > a & c", "a &lt; b, b &gt; a & c"),
    (
        "<!channel> <@U1> <#C1> <https://a.example|b>",
        "&lt;!channel&gt; &lt;@U1&gt; &lt;#C1&gt; &lt;https://a.example|b&gt;",
    ),
    ("&lt;!here&gt;", "&amp;lt;!here&amp;gt;"),
    ("> a quote\n> with <b>\n\n- and > more", "> a quote\n> with &lt;b&gt;\n\n- and &gt; more"),
    ("see <https://learn.microsoft.com/a>", "see https://learn.microsoft.com/a"),
    ("[words](https://learn.microsoft.com/a?b=1&c=2)", "[words](https://learn.microsoft.com/a?b=1&c=2)"),
    ("[words](http://plain.example)", "words"),
    ("[words](../page.md)", "words"),
    ("[words](javascript:alert(1))", "words"),
    ('[words](mailto:a@b.example "title")', "words"),
    ("![a picture](https://a.example/p.png)", "a picture"),
    ("`docker run -v <path> [x](y)`", "`docker run -v &lt;path&gt; [x](y)`"),
    ("```sh\n[x](y) <z>\n```\n[x](y)", "```sh\n[x](y) &lt;z&gt;\n```\nx"),
    ("**bold** _it_ | a | b |", "**bold** _it_ | a | b |"),
    ("שלום <@U1> 🏳️‍🌈", "שלום &lt;@U1&gt; 🏳️‍🌈"),
]


@pytest.mark.parametrize(("text", "expected"), MARKDOWN)
def test_markdown_for_slack(text: str, expected: str) -> None:
    assert escaped_markdown(text) == expected


@given(st.text(st.sampled_from("ab <>@!#&;|`~[]()https:/\n*")))
def test_no_token_survives(text: str) -> None:
    assert "<" not in escaped_markdown(text)
    assert not {"<", ">"}.intersection(escaped(text))
    assert html.unescape(escaped(text)) == html.unescape(text) or "&" in text


@given(st.text(st.sampled_from("ab <>@!#;|.\n*")))
def test_what_is_escaped_reads_as_it_was(text: str) -> None:
    assert escaped_markdown(text).replace("&lt;", "<").replace("&gt;", ">") == text


def test_links_cannot_be_broken_out_of() -> None:
    assert link("https://a.example/x?b=1&c=|>", "a|b <@U1>") == "<https://a.example/x?b=1&amp;c=%7C%3E|a¦b &lt;@U1&gt;>"


SAID = [
    ("<@U0BOT> hello", "hello"),
    ("hello <@U0BOT|assistant>!", "hello !"),
    ("<@U1> and <@U2|ann>", "@U1 and @ann"),
    ("<#C1|general> <#C2>", "#general #C2"),
    ("<!here> <!subteam^S1|@admins> <!date^1^x|soon>", "@here @admins soon"),
    ("<https://a.example|words> <https://b.example>", "words https://b.example"),
    ("<mailto:a@b.example|a@b.example>", "a@b.example"),
    ("1 &lt; 2 &amp;&amp; 3 &gt; 2, &amp;lt;", "1 < 2 && 3 > 2, &lt;"),
    ("  plain  ", "plain"),
]


@pytest.mark.parametrize(("text", "expected"), SAID)
def test_what_a_person_wrote(text: str, expected: str) -> None:
    assert said(text, "U0BOT") == expected
