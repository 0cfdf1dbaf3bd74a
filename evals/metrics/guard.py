"""Does somebody vouch for every critical word? The rules for a claim, or a document for its own words."""

from evals.intervals import Figure, share
from evals.judging import Judged
from evals.matching import folded
from evals.metrics.sheet import Sheet
from evals.metrics.wording import read
from evals.record import Sentence

_FRAME = "frame"


def coverage(sheet: Sheet) -> Figure:
    """Of the sentences that hold a version, build, date or isolation word, the share that is vouched for.

    That is: the sentence is the text of an entailed claim, or the words of one of its own quotes.
    """
    critical = [
        _vouched(sentence, judged)
        for judged in sheet.turns()
        for sentence in judged.reply.sentences
        if sentence.author != _FRAME and read(sentence.text, sheet.engine).critical
    ]
    return share(sum(critical), len(critical))


def _vouched(sentence: Sentence, judged: Judged) -> bool:
    answer = judged.reply.answer or {}
    plain = folded(sentence.text)
    if any(claim["verdict"] == "entailed" and folded(claim["text"]) == plain for claim in answer.get("claims", [])):
        return True
    quotes = {c["number"]: folded(c["quote"]) for c in answer.get("citations", [])}
    return any(plain in quotes[number] for number in sentence.citations if number in quotes)
