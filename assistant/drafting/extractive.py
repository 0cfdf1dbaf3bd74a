"""An answer made of the documents' own sentences: from the section that answers, what was asked and no more.

A section of the guidance opens with its short answer, so the answer opens there too, unless a later sentence is the one
that names what was asked about. What a sentence announces comes whole: a list with all its items, a table with its
header and the rows asked for. A sentence whose announcement would not follow is left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.drafting.arrange import arranged
from assistant.drafting.evidence import Evidence
from assistant.drafting.sections import Form, Part, Unit, parts
from assistant.drafting.shape import Shape, numbered, shape_of, share, terms
from assistant.gate import frames
from assistant.gate.draft import Author, Draft, DraftSentence, Status
from assistant.words import content_words, overlap

MOST_LINES = 10
"""Items, rows and blocks of code that an answer has beside its sentences; a longer table is read in its source."""

MOST_ROWS = 14

_MOST_SENTENCES = 5
_SHORT = 15
"""Words of a short sentence: of a paragraph of these, more are shown than of one of long sentences."""

_DANGLING = re.compile(
    r"^(?:this|that|these|those|it|its|they|their|he|she|such|the\s+(?:same|latter|former|following)|both|also|however|"
    r"but|so|therefore|otherwise|instead|then|in\s+that\s+case|here|there(?!\s+(?:is|are|was|were|has|have)\b)|as\s+a\s+result|in\s+addition|for\s+example)\b",
    re.IGNORECASE,
)
_POINTING = re.compile(r"\b(?:with|without|of|for|to|in|on|from|by|since|after) (?:that|this|these|those|it|them)\b")
_DEFINITION = re.compile(r"[^,;:.]{2,90}?\b(?:is|are|means?) (?:an?|the)\b")
_DIFFERS = re.compile(r"\bdiffer|\bcompar|\bnot the old\b|\bsame as\b|\btell .+ from\b", re.IGNORECASE)
_ASKED = 0.2  # what a heading gains by asking the question itself
_WHOLE = re.compile(r"[.!?:]['\"”’)*`]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rated:
    """A section with how well it fits the question, and the unit that answers first."""

    part: Part
    lead: Unit
    weight: float


def extract(evidence: Evidence) -> Draft:
    """A draft for a question that the documents have to answer; says so where they do not."""
    shape = shape_of(evidence.interpretation.standalone)
    chosen = _chosen(shape, parts(evidence.found)) if evidence.covered else []
    if not chosen:
        return _not_stated(evidence)
    return Draft(
        status=Status.ANSWERED,
        sentences=tuple(arranged(chosen)),
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


def _chosen(shape: Shape, sections: Sequence[Part]) -> list[Unit]:
    """The units of the answer, in reading order."""
    best_score = max((part.score for part in sections), default=0.0) or 1.0
    rated = [rating for part in sections if (rating := _rated(shape, part, best_score)) is not None]
    rated.sort(key=lambda rating: -round(rating.weight, 4))
    if not rated:
        return []
    chosen = list(_answer(shape, rated[0]))
    return [*chosen, *_elsewhere(shape, chosen, rated[1:])]


def _rated(shape: Shape, part: Part, best_score: float) -> _Rated | None:
    """The section's weight: its rank, the sentence it answers with, the exact terms it speaks of, and its form."""
    leads = [unit for unit in part.units if _can_lead(unit, part)]
    if not leads:
        return None
    opening = leads[0] if leads[0] is part.units[0] else None
    lead = max(leads, key=lambda unit: (round(_lead_weight(shape, part, unit, opening), 4), -unit.block, -unit.start))
    if shape.error and part.packaged and opening is not None:
        lead = opening
    weight = (
        1.5 * part.score / best_score
        + 0.4 * lead.score
        + 0.4 * share(shape.terms, "\n".join((part.heading, *(unit.raw for unit in part.units))))
        + _ASKED * overlap(shape.words, content_words(part.heading))
        + _form_fits(shape, part, lead)
    )
    return _Rated(part=part, lead=lead, weight=weight)


def _form_fits(shape: Shape, part: Part, lead: Unit) -> float:
    """What a section gains by having the form that is asked for, and loses by being about another release."""
    gain = 0.0
    if shape.defines and not (shape.listing or shape.compares):
        gain += 0.25 * (part.opens or part.heading.lower().startswith("what is"))
        gain += 0.2 * (_DEFINITION.match(lead.raw) is not None)
    if shape.compares and _DIFFERS.search(part.heading):
        gain += 0.3
    if shape.listing and any(unit.form is Form.ROW for unit in part.units):
        gain += 0.15
    if shape.command and any(unit.form is Form.CODE for unit in part.units):
        gain += 0.3
    if shape.terms:
        gain += 0.4 * max((_row_fit(shape, unit) for unit in part.units if unit.form is Form.ROW), default=0.0)
    wanted, about = numbered(shape.terms), numbered(terms(part.heading))
    if wanted and about and share(wanted, part.heading) == 0 and share(about, " ".join(wanted)) == 0:
        gain -= 0.3
    return gain


def _row_fit(shape: Shape, row: Unit) -> float:
    """How much of the question a table row speaks of, if it is the row of something that the question names."""
    return overlap(shape.words, content_words(row.raw)) if shape.terms & terms(_first_cell(row)) else 0.0


def _lead_weight(shape: Shape, part: Part, unit: Unit, opening: Unit | None) -> float:
    """How well an answer would open with the unit; the page's own opening is ahead, more so where we wrote the page."""
    words = 0.5 * overlap(shape.words, content_words(unit.raw))
    ahead = (0.45 if part.packaged else 0.15) if unit is opening else 0.0
    return unit.score + words + 0.4 * share(shape.terms, unit.raw) + ahead


def _can_lead(unit: Unit, part: Part) -> bool:
    """Whether an answer can open with it: a whole thought in prose, and no pronoun that points before it.

    An item of a list stands alone only in pages that are not written as short answers.
    """
    text = unit.raw.strip()
    prose = unit.form is Form.SENTENCE or (unit.form is Form.ITEM and unit.ordinal is None and not part.packaged)
    points = _DANGLING.match(text) or _POINTING.search(text)
    return prose and _WHOLE.search(text) is not None and len(text.split()) >= 4 and not points


def _answer(shape: Shape, rated: _Rated) -> Iterator[Unit]:
    """The lead and what follows it in its section, with announcements and what they announce kept together."""
    units = rated.part.units
    entries = [unit for unit in units if shape.terms & _bold(unit)] if shape.defines or shape.compares else []
    if entries or rated.lead.form is Form.ITEM:
        yield from entries or [rated.lead]
        return
    after = units[units.index(rated.lead) :]
    sentences, words, at, shown_score = 0, 0, 0, 0.0
    while at < len(after) and sentences < _MOST_SENTENCES:
        unit = after[at]
        if sentences >= shape.sentences and (unit.block != rated.lead.block or words >= shape.sentences * _SHORT):
            yield from _nearest(after[at - 1 :], rated, shown_score)
            return
        at += 1
        if unit.form is not Form.SENTENCE:
            continue
        if sentences and not _continues(shape, unit, rated.lead):
            return
        following = _run(after[at:])
        shown = _shown(shape, following, announced=unit.announces)
        if not unit.announces or shown:
            yield unit
            sentences += 1
            shown_score = max(shown_score, unit.score)
            words += len(unit.raw.split())
        yield from shown
        at += len(following)


def _nearest(units: Sequence[Unit], rated: _Rated, score: float) -> Iterator[Unit]:
    """Of what is left of the lead's paragraph, the one sentence nearer to the question than all that is shown."""
    left = [u for u in units if u.block == rated.lead.block and not u.announces and _can_lead(u, rated.part)]
    best = max(left, key=lambda unit: (round(unit.score, 4), -unit.start), default=None)
    if best is not None and best.score > score:
        yield best


def _continues(shape: Shape, unit: Unit, lead: Unit) -> bool:
    """Whether a later sentence still belongs to the answer: of the lead's paragraph, asked for, or near enough."""
    if unit.announces:
        return shape.steps or shape.listing or shape.compares or shape.defines
    return unit.block == lead.block or unit.score >= 0.75 * lead.score or shape.steps


def _run(units: Sequence[Unit]) -> list[Unit]:
    """The items, code or rows up to the next sentence."""
    run = []
    for unit in units:
        if unit.form is Form.SENTENCE:
            break
        run.append(unit)
    return run


def _shown(shape: Shape, run: Sequence[Unit], *, announced: bool) -> list[Unit]:
    """What of a list, a table or code belongs into the answer, whole or not at all; of a table the rows asked for."""
    code = [unit for unit in run if unit.form is Form.CODE]
    items = [unit for unit in run if unit.form is Form.ITEM]
    numbered = any(unit.ordinal is not None for unit in items)
    shown: list[Unit] = []
    if items and (announced or shape.steps or shape.listing or shape.compares or (shape.defines and not numbered)):
        shown += items if numbered or not announced else _asked_for(shape, items)
    else:
        shown += [unit for unit in items if shape.terms & _opening_terms(unit)]
    if code and (announced or shape.steps):
        shown += code
    shown += _table(shape, run, announced=announced)
    kept = set(map(id, shown))
    return [unit for unit in run if id(unit) in kept][: MOST_LINES + MOST_ROWS]


def _asked_for(shape: Shape, units: Sequence[Unit]) -> list[Unit]:
    """The items that open with an exact term of the question, or all where none or every one does."""
    named = [unit for unit in units if shape.terms & _bold(unit)]
    return named or list(units)


def _opening_terms(unit: Unit) -> frozenset[str]:
    """The exact terms among the first words of an item, which say what it is about."""
    return terms(" ".join(unit.raw.split()[:3]))


def _bold(unit: Unit) -> frozenset[str]:
    """What an item explains: the term in bold that it opens with, in lower case."""
    match = _ENTRY.match(unit.raw) if unit.form is Form.ITEM else None
    return frozenset({match.group(1).lower()}) if match else frozenset()


def _table(shape: Shape, run: Sequence[Unit], *, announced: bool) -> list[Unit]:
    """The header and the rows of what was asked about; the whole of a short table where a list was asked for."""
    heads = [unit for unit in run if unit.form is Form.HEAD]
    rows = [unit for unit in run if unit.form is Form.ROW]
    if not heads or not rows:
        return []
    named = [row for row in rows if shape.terms & terms(_first_cell(row))]
    wants = shape.listing or shape.compares or announced
    if named and len(named) < len(rows) and (wants or not shape.yes_no):
        return [heads[0], *named]
    return [heads[0], *rows] if wants and len(rows) <= MOST_ROWS else []


def _first_cell(row: Unit) -> str:
    return row.raw.strip().strip("|").split("|", 1)[0]


def _elsewhere(shape: Shape, chosen: Sequence[Unit], others: Sequence[_Rated]) -> list[Unit]:
    """The opening of one more section of the guidance, if it names what was asked about and what is chosen does not."""
    said = " ".join(unit.raw for unit in chosen)
    missing = frozenset(term for term in shape.terms if not share(frozenset({term}), said))
    for other in others[:4] if missing and not shape.yes_no else ():
        text = other.lead.raw
        sound = other.part.packaged and other.lead.form is Form.SENTENCE and not other.lead.announces
        if sound and share(missing, text) > 0.5 and overlap(content_words(text), content_words(said)) < 0.6:
            return [other.lead]
    return []


_ENTRY = re.compile(r"\*\*([^*]{1,40})\*\*")
