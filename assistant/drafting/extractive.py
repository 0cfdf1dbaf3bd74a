"""An answer made of the documents' own sentences: the one that answers first, then what follows it and belongs to it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.drafting.evidence import Evidence, Found
from assistant.drafting.units import Form, Unit, units
from assistant.drafting.words import content_words, overlap
from assistant.gate import frames
from assistant.gate.draft import Author, Draft, DraftSentence, Quote, Status
from assistant.gate.quotation import printed

_STEPS = re.compile(
    r"\bhow\s+(?:do|can|to|should|would|could)\b|\bsteps?\b|\bwhere\s+(?:do|can)\b|\bwhat\s+(?:do|should|can)\s+(?:i|we)\b|\bfix\b",
    re.I,
)
_YES_NO = re.compile(r"^\s*(?:is|are|was|were|do|does|did|can|could|will|would|should|has|have|may|must)\b", re.I)
_COMPARES = re.compile(r"\b(?:compare\w*|differ\w*|versus|vs\.?|overview|table|list|which)\b", re.I)
_DANGLING = re.compile(
    r"^(?:this|that|these|those|it|its|they|their|he|she|such|the\s+(?:same|latter|former)|both|also|however|but|so|therefore|"
    r"otherwise|instead|then|in\s+that\s+case|here|there|as\s+a\s+result|related:)(?:\s|$)",
    re.I,
)
_ENDS_WHOLE = re.compile(r"[.!?:]['\"”’)*`]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pick:
    """A unit with what it weighs in this answer."""

    found: Found
    unit: Unit
    weight: float

    @property
    def raw(self) -> str:
        return self.found.passage.text[self.unit.start : self.unit.end]


def extract(evidence: Evidence) -> Draft:
    """A draft for a question that the documents have to answer; says so where they do not."""
    question = evidence.interpretation.standalone
    chosen = _chosen(question, evidence.found) if evidence.covered else []
    if not chosen:
        return _not_stated(evidence)
    return Draft(
        status=Status.ANSWERED,
        sentences=tuple(_laid_out(chosen)),
        passages=tuple(f.passage for f in evidence.found),
        engine="extractive",
    )


def _not_stated(evidence: Evidence) -> Draft:
    """Outside the subject: what is covered; inside it: that the guidance does not say, and the closest section."""
    inside = evidence.interpretation.in_field
    texts = [frames.NOT_STATED if inside else frames.OUT_OF_SCOPE]
    if inside and evidence.found:
        texts.append(frames.closest(evidence.found[0].passage))
    return Draft(
        status=Status.ABSTAINED,
        sentences=tuple(DraftSentence(text=t, author=Author.FRAME) for t in texts),
        passages=tuple(f.passage for f in evidence.found),
        engine="extractive",
    )


def _chosen(question: str, found: Sequence[Found]) -> list[_Pick]:
    """The lead, what belongs to it in its passage and, where room is left, the next best elsewhere; in reading order."""
    picks = _weighed(question, found)
    leads = sorted(
        (p for p in picks if _can_lead(p)), key=lambda p: (-round(p.weight, 4), p.found.passage.id, p.unit.start)
    )
    if not leads:
        return []
    room = _room(question)
    chosen = [leads[0], *_following(leads[0], picks, room, question)]
    if len(chosen) < room:
        chosen.extend(_elsewhere(chosen, leads))
    return chosen


def _room(question: str) -> int:
    """How many units an answer to this question may have: a verdict is short, instructions are not."""
    if _STEPS.search(question):
        return 8
    if _COMPARES.search(question):
        return 6
    return 3 if _YES_NO.match(question) else 4


def _weighed(question: str, found: Sequence[Found]) -> list[_Pick]:
    """Every unit with its weight: near in meaning, sharing words, opening its section, in a highly ranked passage."""
    wanted = content_words(question)
    best = max((f.score for f in found), default=0.0) or 1.0
    picks: list[_Pick] = []
    for one in found:
        around = content_words(" ".join(one.passage.headings[-1:]))
        for at, unit in enumerate(units(one)):
            own = content_words(one.passage.text[unit.start : unit.end])
            lexical = overlap(wanted, own) + 0.35 * overlap(wanted - own, around)
            opening = 0.12 if at == 0 else 0.0
            weight = unit.score + 0.5 * lexical + opening + 0.9 * one.score / best
            picks.append(_Pick(found=one, unit=unit, weight=weight))
    return picks


def _can_lead(pick: _Pick) -> bool:
    """Whether an answer can open with it: a whole thought in prose, and no pronoun that points before it."""
    text = pick.raw.strip()
    whole = pick.unit.form in (Form.SENTENCE, Form.ITEM) and _ENDS_WHOLE.search(text) is not None
    return whole and len(text.split()) >= 4 and not _DANGLING.match(text)


def _following(lead: _Pick, picks: Sequence[_Pick], room: int, question: str) -> Iterator[_Pick]:
    """The units after the lead in its passage: what a colon announces whole, steps whole, the rest while it stays near."""
    after = [p for p in picks if p.found is lead.found and p.unit.start > lead.unit.start]
    announced = lead.raw.rstrip().endswith(":")
    taken = 1
    for pick in after:
        in_list = pick.unit.form is not Form.SENTENCE
        if in_list and not announced and not _wants(pick, question):
            continue
        if not in_list:
            announced = False
            if taken >= room or pick.raw.startswith("Related:"):
                return
        elif taken >= room + 6:
            return
        taken += 1
        announced = announced or pick.raw.rstrip().endswith(":")
        yield pick


def _wants(pick: _Pick, question: str) -> bool:
    """Whether the question asks for this form: steps and commands for a how-to, items and tables for a list."""
    if pick.unit.form is Form.CODE or pick.unit.ordinal is not None:
        return bool(_STEPS.search(question))
    return bool(_COMPARES.search(question) or _STEPS.search(question)) or pick.unit.form is Form.ITEM


def _elsewhere(chosen: Sequence[_Pick], leads: Sequence[_Pick]) -> list[_Pick]:
    """One more sentence from another passage of packaged guidance, if it is nearly as good and says something new."""
    said = content_words(" ".join(p.raw for p in chosen))
    for pick in leads:
        if pick.found is chosen[0].found or pick.weight < 0.9 * chosen[0].weight:
            continue
        if overlap(content_words(pick.raw), said) < 0.6:
            return [pick]
    return []


def _laid_out(chosen: Sequence[_Pick]) -> Iterator[DraftSentence]:
    before: _Pick | None = None
    for pick in chosen:
        yield DraftSentence(
            text=printed(pick.raw),
            author=Author.QUOTATION,
            lead=_lead(before, pick),
            quotes=(Quote(passage=pick.found.passage.id, text=pick.raw),),
        )
        before = pick


def _lead(before: _Pick | None, pick: _Pick) -> str:
    """The Markdown between two units: a blank inside a paragraph, a list marker, an empty line elsewhere."""
    together = before is not None and before.found is pick.found
    if pick.unit.form is Form.ITEM:
        marker = "- " if pick.unit.ordinal is None else f"{pick.unit.ordinal}. "
        gap = "\n" if together and before is not None and before.unit.form is Form.ITEM else "\n\n"
        return f"{gap}{'  ' if pick.unit.nested else ''}{marker}"
    return " " if together and before is not None and before.unit.block == pick.unit.block else "\n\n"
