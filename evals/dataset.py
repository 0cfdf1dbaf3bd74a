"""The question set: what is asked, what a right answer must say, and where that truth comes from.

A set is a folder of `*.yaml`, one category a file, or one such file; a `.jsonl` file is exported feedback, which
becomes draft questions. `QuestionSet.load` reads and validates it; `evals.truth` compares it with the rules.
docs/evaluation.md says how to write one.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from assistant.errors import DocumentError
from assistant.gate.draft import Status
from assistant.rules import Isolation, Outcome, Platform
from evals.feedback import draft_file

PACKAGED = Path(__file__).parent / "questions"
"""The set that comes with the program."""

NAME = "channel"
"""Its name."""


class Split(StrEnum):
    """Answers may be improved on `dev`; `test` is only measured."""

    DEV = "dev"
    TEST = "test"


_STRICT = ConfigDict(extra="forbid", frozen=True)
_CELL = re.compile(
    r"(?P<image>[\w-]+) on (?P<host>[\w-]+)(?: \((?P<platform>\w+)\))?: (?P<process>\w+) / (?P<hyperv>\w+)"
)


class Cell(BaseModel):
    """The verdicts of one host and image, written `ws2019 on ws2022: unsupported / supported` (process / Hyper-V)."""

    model_config = _STRICT

    host: str
    image: str
    platform: Platform = Platform.WINDOWS
    process: Outcome
    hyperv: Outcome

    @model_validator(mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        if not isinstance(value, str):
            return value
        found = _CELL.fullmatch(value.strip())
        if found is None:
            raise ValueError(f"{value!r} is not `IMAGE on HOST: PROCESS / HYPERV`")
        return {name: part for name, part in found.groupdict().items() if part is not None}

    @property
    def key(self) -> str:
        """Host, image and platform in one word."""
        return f"{self.host}/{self.image}/{self.platform}"

    @property
    def outcomes(self) -> Mapping[Isolation, Outcome]:
        """The verdict under each isolation."""
        return {Isolation.PROCESS: self.process, Isolation.HYPERV: self.hyperv}


class Recorded(BaseModel):
    """A must-state fact that the rules know: `of` is `RELEASE.FIELD`, `is` its value.

    Fields: `available`, `mainstream_end`, `extended_end` (dates), `build`, `channel`, and `phase` on the as-of date.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)

    of: Annotated[str, Field(pattern=r"^[\w-]+\.(available|mainstream_end|extended_end|build|channel|phase)$")]
    value: date | int | str = Field(alias="is")

    @property
    def aliases(self) -> tuple[str, ...]:
        """The ways in which an answer may say it."""
        return _SAID_AS.get(str(self.value), (str(self.value),))


_SAID_AS: dict[str, tuple[str, ...]] = {
    "mainstream": ("in mainstream support", "in its mainstream phase", "mainstream support until"),
    "extended": ("in extended support", "in its extended phase", "extended support until"),
    "out of support": (
        "out of support",
        "no longer supported",
        "not supported any more",
        "support has ended",
        "ended on",
    ),
    "not released": ("not released", "was not available", "is not available yet"),
    "SAC": ("Semi-Annual Channel", "SAC"),
    "LTSC": ("LTSC", "Long-Term Servicing Channel"),
}

Aliases = Annotated[tuple[Annotated[str, Field(min_length=1)], ...], Field(min_length=1)]
Fact = Aliases | Recorded
"""One thing an answer has to say: any one of several wordings, or a value that the rules hold."""


def _as_tuple(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Expected(BaseModel):
    """What a right reply to one turn is.

    `status`: any of them is right. `cells`: verdicts that have to be among the reply's. `must`: facts that the answer
    has to state, all of them. `must_not`: wordings that it must not assert. `gold`: `page.md#heading` of the sections
    that answer it, any of which may be cited; paths are as the index names documents, without `guidance/`.
    """

    model_config = _STRICT

    status: Annotated[tuple[Status, ...], BeforeValidator(_as_tuple), Field(min_length=1)] = (Status.ANSWERED,)
    cells: tuple[Cell, ...] = ()
    must: tuple[Fact, ...] = ()
    must_not: tuple[str, ...] = ()
    gold: tuple[str, ...] = ()

    @property
    def answerable(self) -> bool:
        """Whether an answer is the only right reply."""
        return self.status == (Status.ANSWERED,)


class Turn(Expected):
    """What a user says, and the reply expected to it."""

    text: Annotated[str, Field(min_length=1)]


class Question(BaseModel):
    """One question, or a conversation whose last turn is the question.

    `wordings` are other ways to say the last turn; each is asked too and has to come out alike. `as_of` is the frozen
    date. `source`: ids of sources, facts or rules that the truth comes from. `premise`: false where the question
    supposes something untrue. `draft`: true where somebody still has to say what is right; it is run, not scored.
    `note` is for people.
    """

    model_config = _STRICT

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")]
    turns: Annotated[tuple[Turn, ...], Field(min_length=1)]
    wordings: tuple[Annotated[str, Field(min_length=1)], ...] = ()
    as_of: date
    split: Split = Split.TEST
    source: tuple[str, ...] = ()
    premise: bool = True
    draft: bool = False
    note: str = ""
    category: str

    @property
    def last(self) -> Turn:
        """The turn that the question is about."""
        return self.turns[-1]


class _File(BaseModel):
    model_config = _STRICT

    category: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    as_of: date
    documents: tuple[str, ...] = ()
    questions: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSet:
    """All questions of a set, in the order of its files; `documents` are folders to index, beside the guidance.

    `hash` is SHA-256 over the files: two runs compare only where it is the same.
    """

    name: str
    questions: tuple[Question, ...]
    documents: tuple[Path, ...]
    hash: str
    packaged: bool

    def of(self, split: Split | None) -> tuple[Question, ...]:
        """The questions of one split, or all."""
        return tuple(q for q in self.questions if split is None or q.split is split)

    @staticmethod
    def load(path: Path = PACKAGED) -> "QuestionSet":
        """The set in a folder or file.

        Raises:
            DocumentError: there is none, an entry is wrong (the message names file, entry and reason), or an id is
                used twice.
        """
        files = sorted(p for p in path.glob("*") if p.suffix in _SUFFIXES) if path.is_dir() else [path]
        if not files:
            raise DocumentError(f"{path} holds no questions.", "A set is a folder of .yaml files, or one such file.")
        contents = {file: _content(file) for file in files}
        parsed = {file: _parsed(file, content) for file, content in contents.items()}
        questions = tuple(q for file, read in parsed.items() for q in _questions(file, read))
        _refuse_repetition(questions)
        digest = hashlib.sha256()
        for file, content in contents.items():
            digest.update(f"{file.name}:{len(content)}\n".encode() + content)
        folders = (file.parent / folder for file, read in parsed.items() for folder in read.documents)
        return QuestionSet(
            name=NAME if path == PACKAGED else path.stem,
            questions=questions,
            documents=tuple(dict.fromkeys(folders)),
            hash=digest.hexdigest(),
            packaged=path == PACKAGED,
        )


_SUFFIXES = (".yaml", ".yml", ".jsonl")
_HOW = "docs/evaluation.md shows how a set is written."


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes().replace(b"\r\n", b"\n")
    except OSError as error:
        raise DocumentError(
            f"{file} cannot be read: {error.strerror}.", "Name a folder of .yaml files, or one such file."
        ) from error


def _parsed(file: Path, content: bytes) -> _File:
    try:
        text = content.decode("utf-8-sig")
        return _File.model_validate(draft_file(text) if file.suffix == ".jsonl" else yaml.safe_load(text))
    except ValidationError as error:
        raise DocumentError(f"{file.name}: {_first(error)}", _HOW) from error
    except (yaml.YAMLError, ValueError) as error:
        raise DocumentError(
            f"{file.name} cannot be read as questions: {error}.", "Correct the place it names."
        ) from error


def _questions(file: Path, read: _File) -> Iterator[Question]:
    for place, entry in enumerate(read.questions, 1):
        try:
            yield Question.model_validate({"as_of": read.as_of, "category": read.category, **_spelled_out(entry)})
        except (ValidationError, ValueError) as error:
            name = entry.get("id", f"number {place}")
            reason = _first(error) if isinstance(error, ValidationError) else str(error)
            raise DocumentError(f"{file.name}, question {name}: {reason}", _HOW) from error


_EXPECTED = tuple(Expected.model_fields)


def _spelled_out(entry: Mapping[str, Any]) -> dict[str, Any]:
    """An entry whose last turn is a plain text carries the expectations of that turn itself; put them into the turn."""
    turns = entry.get("turns")
    if not isinstance(turns, list) or not turns:
        raise ValueError("`turns` is not a list of texts")
    *before, last = turns
    own = {name: entry[name] for name in _EXPECTED if name in entry}
    if isinstance(last, str):
        last = {"text": last, **own}
    elif own:
        raise ValueError(f"{', '.join(own)} belong to the last turn, which has expectations of its own")
    earlier = [{"text": turn, "status": list(Status)} if isinstance(turn, str) else turn for turn in before]
    return {**{k: v for k, v in entry.items() if k not in _EXPECTED}, "turns": [*earlier, last]}


def _refuse_repetition(questions: tuple[Question, ...]) -> None:
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            raise DocumentError(f"The question id {question.id} is used twice.", "Give each question an id of its own.")
        seen.add(question.id)


def _first(error: ValidationError) -> str:
    first = error.errors(include_url=False)[0]
    place = ".".join(str(part) for part in first["loc"])
    return f"{place}: {first['msg']}." if place else f"{first['msg']}."
