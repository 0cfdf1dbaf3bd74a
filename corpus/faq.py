"""Question-and-answer files in docfx's YAML (`### YamlMime:FAQ`) -> Document: a section for each question.

The YAML is composed, not loaded, because a quote must be an exact piece of the file: every answer keeps its place
there. A literal block (`answer: |`) is Markdown and is read as such; any other scalar is one paragraph as written.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator

import yaml

from assistant.prose import Block, blocks, moved, plain
from corpus.document import (
    Anchors,
    Document,
    FileText,
    Include,
    Section,
    Segment,
    broken_yaml,
    front_matter,
    parse_yaml,
)


def read(file: FileText, include: Include) -> Document | None:  # noqa: ARG001 - a reader's signature; a FAQ includes nothing
    """The FAQ that `file` holds; None for YAML of another kind (landing pages, tables of contents).

    Raises:
        DocumentError: it says it is a FAQ and is not YAML.
    """
    if not _MIME.match(file.text):
        return None
    try:
        root = yaml.compose(file.text, Loader=yaml.SafeLoader)
        values = parse_yaml(file.text)
        sections = tuple(_sections(file, root))
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise broken_yaml(error) from error
    fields = values if isinstance(values, dict) else {}
    metadata = fields.get("metadata")
    about = front_matter(metadata if isinstance(metadata, dict) else {})
    title = plain(_value(root, "title")) or about.title or file.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    return Document(
        file=file,
        title=title,
        about=about,
        sections=tuple(
            Section(
                headings=(title, *part.headings), name=part.name or title, anchor=part.anchor, segments=part.segments
            )
            for part in sections
        ),
    )


def _sections(file: FileText, root: yaml.Node | None) -> Iterator[Section]:
    """The summary and then each question; `headings` without the title."""
    anchors = Anchors()
    summary = _child(root, "summary")
    if segments := _segments(file, summary):
        yield Section(headings=(), name="", anchor="", segments=segments)
    for group in _items(_child(root, "sections")):
        name = plain(_value(group, "name"))
        for entry in _items(_child(group, "questions")):
            question = plain(_value(entry, "question"))
            segments = _segments(file, _child(entry, "answer")) or _segments(file, _child(entry, "question"))
            if segments:
                path = tuple(words for words in (name, question) if words)
                yield Section(headings=path, name=question, anchor=anchors.make(question), segments=segments)


def _child(node: yaml.Node | None, key: str) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)


def _items(node: yaml.Node | None) -> list[yaml.Node]:
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _value(node: yaml.Node | None, key: str) -> str:
    child = _child(node, key)
    return str(child.value) if isinstance(child, yaml.ScalarNode) else ""


def _segments(file: FileText, node: yaml.Node | None) -> tuple[Segment, ...]:
    if not isinstance(node, yaml.ScalarNode):
        return ()
    start, end = node.start_mark.index, node.end_mark.index
    if node.style == "|":
        return tuple(Segment(file=file, block=block) for block in _literal(file.text, start, end))
    if node.style == ">":
        start = file.text.find("\n", start, end) + 1 or start
    elif node.style in {"'", '"'}:
        start, end = start + 1, end - 1
    raw = file.text[start:end]
    start, end = start + len(raw) - len(raw.lstrip()), start + len(raw.rstrip())
    if start >= end:
        return ()
    return (Segment(file=file, block=Block(kind="paragraph", start=start, end=end, pieces=((start, end),))),)


def _literal(text: str, start: int, end: int) -> Iterator[Block]:
    """The Markdown blocks of a literal scalar, read without its indentation and moved back to where they stand."""
    begin = text.find("\n", start, end) + 1
    lines = text[begin:end].split("\n") if begin else []
    indent = min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)
    bare = [line[indent:] for line in lines]
    here, there, at, source = [], [], 0, begin
    for line, short in zip(lines, bare, strict=True):
        here.append(at)
        there.append(source + len(line) - len(short))
        at += len(short) + 1
        source += len(line) + 1

    def place(offset: int) -> int:
        number = bisect_right(here, offset) - 1
        return there[number] + offset - here[number]

    for block in blocks("\n".join(bare)):
        if block.kind != "rule":
            yield moved(block, place)


_MIME = re.compile(r"###[ \t]*YamlMime:[ \t]*FAQ\b", re.IGNORECASE)
