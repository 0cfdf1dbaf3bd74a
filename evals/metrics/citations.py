"""Citations that can be checked: the quote stands word for word in the document, and holds what the sentence claims.

A quote holds a sentence when it is that sentence, or when every date, build, release and isolation mode of the sentence
is in the quote, its heading, its page's title or, for a row, the head of its table, the two share enough of their other
words, and one does not deny what the other affirms. A row of a table affirms and denies cell by cell, so for a row that
last point is left out.
"""

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

from evals.intervals import Figure, share
from evals.judging import Judged
from evals.matching import folded
from evals.metrics.sheet import Sheet
from evals.metrics.wording import Wording, read
from evals.record import Sentence

_SHARED = 0.3  # of a sentence's ordinary words, how many its quote and heading have to hold
_FRAME = "frame"


def precision(sheet: Sheet) -> Figure:
    """Of the citations in answers, the share whose quote is exact and holds what the sentence claims."""
    checked = [
        holds(sentence, cited, sheet)
        for judged in sheet.turns()
        for sentence, citations in _cited(judged)
        for cited in citations
    ]
    return share(sum(checked), len(checked))


def recall(sheet: Sheet) -> Figure:
    """Of the sentences of answers (headings and questions apart), the share that has a citation which holds it."""
    sentences = [
        any(holds(sentence, cited, sheet) for cited in citations)
        for judged in sheet.turns()
        for sentence, citations in _cited(judged)
    ]
    return share(sum(sentences), len(sentences))


def acceptable(sheet: Sheet) -> Figure:
    """Of the right answers to questions that name acceptable sections, the share that cites a page of one of them."""
    due = [turn for turn in sheet.turns() if turn.expected.gold and turn.reply.status == "answered"]
    return share(sum(_cites_gold(turn) for turn in due), len(due))


def holds(sentence: Sentence, citation: Mapping[str, Any], sheet: Sheet) -> bool:
    """Whether a citation is exact and holds what the sentence claims."""
    quote = str(citation["quote"])
    document = sheet.documents.get(str(citation["document"]))
    if document is None or not quote or quote not in document:
        return False
    said, quoted = read(sentence.text, sheet.engine), read(quote, sheet.engine)
    if said.plain and (said.plain in folded(quote) or quoted.plain in said.plain):
        return True
    row = quote.lstrip().startswith("|")
    context = [str(citation["section"]), str(citation["title"]), _head(quote, document) if row else ""]
    return _vouches(said, quoted, read(" . ".join(context), sheet.engine), row=row)


def _head(quote: str, document: str) -> str:
    """The first row of the table in which a quoted row stands."""
    lines = document[: document.index(quote)].splitlines()
    above = list(takewhile(lambda line: line.lstrip().startswith("|"), reversed(lines)))
    return above[-1] if above else ""


def _vouches(said: Wording, quoted: Wording, around: Wording, *, row: bool) -> bool:
    words = said.words & (quoted.words | around.words)
    return (
        said.dates <= quoted.dates | around.dates
        and said.builds <= quoted.builds | around.builds
        and said.releases <= quoted.reach | around.reach
        and said.isolations <= quoted.isolations | around.isolations
        and len(words) >= _SHARED * len(said.words)
        and (row or None in (said.affirms, quoted.affirms) or said.affirms == quoted.affirms)
    )


def _cited(judged: Judged) -> Iterator[tuple[Sentence, list[Mapping[str, Any]]]]:
    """The sentences that assert something, each with its citations as the contract's objects."""
    if judged.reply.answer is None or judged.reply.status != "answered":
        return
    by_number = {c["number"]: c for c in judged.reply.answer["citations"]}
    for sentence in judged.reply.sentences:
        if sentence.author != _FRAME:
            yield sentence, [by_number[number] for number in sentence.citations if number in by_number]


def _cites_gold(judged: Judged) -> bool:
    pages = {gold.partition("#")[0] for gold in judged.expected.gold}
    cited = {str(c["document"]) for c in (judged.reply.answer or {}).get("citations", [])}
    return any(document == page or document.endswith(f"/{page}") for document in cited for page in pages)
