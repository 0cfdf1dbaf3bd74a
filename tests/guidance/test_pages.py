"""The packaged guidance as readers and the index need it: front matter, answer-shaped sections, links, plain dates."""

import re
from datetime import date
from importlib import resources
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import pytest
import yaml

from assistant.rules.rulebook import RULES

PAGES: dict[str, str] = {
    entry.name: entry.read_text("utf-8")
    for entry in sorted(resources.files("corpus").joinpath("guidance").iterdir(), key=lambda entry: entry.name)
    if entry.name.endswith(".md")
}
# Pages that the program prints from the facts are held to the schema, not to the shape of hand-written sections.
WRITTEN = {name: text for name, text in PAGES.items() if "\ngenerated: true\n" not in text}

REQUIRED_KEYS = {"title", "applies_to", "topics", "explains", "sources", "reviewed"}
SOURCE_KEYS = {"id", "title", "url", "date"}
SOURCE_HOSTS = {"learn.microsoft.com", "support.microsoft.com", "techcommunity.microsoft.com", "github.com"}
# Generated pages name the sources of the facts, some of which stand elsewhere and some of which have no day.
FACT_HOSTS = SOURCE_HOSTS | {"endoflife.date", "kubernetes.io", "windowsforum.com"}
MOST_LINES = 120
MONTHS = ["January", "February", "March", "April", "May", "June", "July"]
MONTHS += ["August", "September", "October", "November", "December"]

FENCE = re.compile(r"^```[\s\S]*?^```\n?", re.MULTILINE)
HEADING = re.compile(r"^(#{1,6}) (.+)$", re.MULTILINE)
LINK = re.compile(r"\]\(([^)\s]+)\)")
ISO_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
SPOKEN_DATE = re.compile(r"\b(\d{1,2}) (" + "|".join(MONTHS) + r") (\d{4})\b")
AMERICAN_DATE = re.compile(r"\b\d{1,2}/\d{1,2}/\d{4}\b|\b(?:" + "|".join(MONTHS) + r") \d{1,2}, \d{4}\b")
SENTENCE_END = re.compile(r"(?<=[.!?:])\s+(?=[A-Z`*\"])")
LIST_MARK = re.compile(r"^(?:- |\d+\. )")
# A sentence that opens so, or points so, cannot be quoted alone.
DANGLING_START = re.compile(
    r"^(It|Its|This|These|Those|They|Their|Both|Such|He|She|See|Here|There(?! (?:is|are)\b)|Otherwise|Also|But|And|So)"
    r"\b"
)
POINTING = re.compile(r"\b(see (?:above|below)|as (?:above|below)|the (?:above|following) section)\b", re.IGNORECASE)
UNDATED = re.compile(r"\b(currently|nowadays|at the moment|recently|soon)\b", re.IGNORECASE)
MACHINE_PATH = re.compile(r"(?<![\w.:/-])/(?:work|tmp|home|root|Users|mnt|opt)/")


def front_matter(text: str) -> dict[str, Any]:
    parts = text.split("---\n", 2)
    assert [parts[0], len(parts)] == ["", 3], "a page starts with YAML between two lines of ---"
    meta = yaml.safe_load(parts[1])
    assert isinstance(meta, dict)
    return meta


def body(text: str) -> str:
    return text.split("---\n", 2)[2]


def sections(text: str) -> list[tuple[str, str]]:
    """The H2 sections of a page as (heading, content), fences kept."""
    fences = [match.span() for match in FENCE.finditer(text)]
    starts = [
        match
        for match in re.finditer(r"^## (.+)$", text, re.MULTILINE)
        if not any(begin <= match.start() < end for begin, end in fences)
    ]
    ends = [match.start() for match in starts[1:]] + [len(text)]
    return [(match.group(1), text[match.end() : end].strip()) for match, end in zip(starts, ends, strict=True)]


def prose_lines(text: str) -> list[str]:
    """What a reader reads as sentences: no front matter, fences, tables or headings."""
    return [
        line
        for line in FENCE.sub("", body(text)).splitlines()
        if line.strip() and not line.startswith(("#", "|", "Related:"))
    ]


def first_sentence(content: str) -> str:
    paragraph = content.split("\n\n", 1)[0].splitlines()[0]
    return SENTENCE_END.split(paragraph, maxsplit=1)[0]


def anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def test_pages_explain_rules_that_exist_and_hardly_a_rule_is_left_out() -> None:
    explained = {name: front_matter(text)["explains"] for name, text in PAGES.items()}
    ids = {rule.id for rule in RULES}
    for name, rules in explained.items():
        assert set(rules) <= ids, name
        assert rules == sorted(set(rules), key=lambda rule: int(rule[1:])), name
    # What is not known at all, and names that only programs use, need no page.
    assert ids - {rule for rules in explained.values() for rule in rules} == {"R0", "R120", "R142"}


def test_there_are_pages() -> None:
    assert len(WRITTEN) >= 10


@pytest.mark.parametrize("name", PAGES)
def test_front_matter_has_its_keys(name: str) -> None:
    meta = front_matter(PAGES[name])
    assert set(meta) >= REQUIRED_KEYS
    assert meta["title"].strip() == meta["title"] != ""
    for key in ("applies_to", "topics"):
        assert meta[key], key
        assert all(value.strip() == value != "" for value in meta[key]), key
        assert len(set(meta[key])) == len(meta[key]), key
    assert isinstance(meta["explains"], list)
    assert isinstance(meta["reviewed"], date)


@pytest.mark.parametrize("name", PAGES)
def test_sources_are_public_and_dated(name: str) -> None:
    meta = front_matter(PAGES[name])
    assert meta["sources"], "a page names where its facts come from"
    ids = [source["id"] for source in meta["sources"]]
    assert len(set(ids)) == len(ids)
    hosts = SOURCE_HOSTS if name in WRITTEN else FACT_HOSTS
    for source in meta["sources"]:
        assert SOURCE_KEYS - set(source) <= (set() if name in WRITTEN else {"date"})
        assert set(source) <= SOURCE_KEYS
        assert re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", source["id"])
        assert source["title"].strip()
        url = urlsplit(source["url"])
        assert url.scheme == "https", source["url"]
        assert url.hostname in hosts, source["url"]
        assert source.get("date", meta["reviewed"]) <= meta["reviewed"], source["id"]


def test_a_source_id_means_the_same_document_on_every_page() -> None:
    known: dict[str, tuple[str, dict[str, Any]]] = {}
    for name, text in PAGES.items():
        for source in front_matter(text)["sources"]:
            first, entry = known.setdefault(source["id"], (name, source))
            assert entry == source, f"{source['id']} differs between {first} and {name}"


@pytest.mark.parametrize("name", PAGES)
def test_page_is_short(name: str) -> None:
    assert len(PAGES[name].splitlines()) <= MOST_LINES


@pytest.mark.parametrize("name", PAGES)
def test_headings_are_unique_and_the_title_is_the_first(name: str) -> None:
    headings = HEADING.findall(FENCE.sub("", body(PAGES[name])))
    assert headings[0] == ("#", front_matter(PAGES[name])["title"])
    assert [level for level, _ in headings].count("#") == 1
    anchors = [anchor(title) for _, title in headings]
    assert len(set(anchors)) == len(anchors)


def test_no_two_pages_share_a_title() -> None:
    titles = [front_matter(text)["title"] for text in PAGES.values()]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("name", WRITTEN)
def test_page_opens_with_a_short_answer(name: str) -> None:
    opening = body(WRITTEN[name]).strip().split("\n\n")[1]
    assert not opening.startswith(("#", "|", "-", "```"))
    assert 15 <= len(opening.split()) <= 90


@pytest.mark.parametrize("name", WRITTEN)
def test_every_section_answers_in_its_first_sentence(name: str) -> None:
    found = sections(body(WRITTEN[name]))
    assert len(found) >= 3
    for heading, content in found:
        assert content, heading
        sentence = first_sentence(content)
        assert not sentence.startswith(("#", "|", "-", "```", ">", "1.")), f"{heading}: starts without a sentence"
        assert re.match(r"[A-Z0-9`\"]", sentence), f"{heading}: {sentence}"
        assert sentence.endswith((".", ":", "!")), f"{heading}: {sentence}"
        assert len(sentence.split()) >= 6, f"{heading}: {sentence}"
        assert not DANGLING_START.match(sentence), f"{heading}: {sentence}"


@pytest.mark.parametrize("name", WRITTEN)
def test_every_sentence_can_be_quoted_alone(name: str) -> None:
    for line in prose_lines(WRITTEN[name]):
        for sentence in SENTENCE_END.split(LIST_MARK.sub("", line)):
            assert not DANGLING_START.match(sentence), sentence


@pytest.mark.parametrize("name", WRITTEN)
def test_no_sentence_points_elsewhere_or_at_an_undated_now(name: str) -> None:
    for line in prose_lines(WRITTEN[name]):
        assert not POINTING.search(line), line
        assert not UNDATED.search(line), line


@pytest.mark.parametrize("name", PAGES)
def test_relative_links_resolve(name: str) -> None:
    for target in LINK.findall(FENCE.sub("", body(PAGES[name]))):
        if target.startswith("https://"):
            continue
        path, _, fragment = target.partition("#")
        page = str(PurePosixPath(path)) if path else name
        assert page in PAGES, f"{name} links to {target}"
        if fragment:
            assert fragment in {anchor(title) for _, title in HEADING.findall(PAGES[page])}, target


@pytest.mark.parametrize("name", PAGES)
def test_dates_are_real_and_unambiguous(name: str) -> None:
    text = PAGES[name]
    for iso in ISO_DATE.findall(text):
        date.fromisoformat(iso)
    for day, month, year in SPOKEN_DATE.findall(text):
        date(int(year), MONTHS.index(month) + 1, int(day))
    assert not AMERICAN_DATE.search(text)


@pytest.mark.parametrize("name", PAGES)
def test_no_page_names_a_path_of_a_machine(name: str) -> None:
    assert not MACHINE_PATH.search(PAGES[name])


@pytest.mark.parametrize("name", PAGES)
def test_tables_have_equal_columns_and_fences_are_closed(name: str) -> None:
    text = body(PAGES[name])
    assert len(re.findall(r"^```", text, re.MULTILINE)) % 2 == 0
    width = 0
    for line in FENCE.sub("", text).splitlines():
        if not line.startswith("|"):
            width = 0
            continue
        columns = line.count("|")
        assert width in (0, columns), line
        width = columns


@pytest.mark.parametrize("name", PAGES)
def test_page_is_plain_utf8(name: str) -> None:
    text = PAGES[name]
    assert re.search(r"[^\n]\n\Z", text), "one line end closes the page"
    assert not re.search(r"[\r\t]", text)
    assert not any(line != line.rstrip() for line in text.splitlines())
