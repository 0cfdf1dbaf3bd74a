"""The questions that retrieval is measured on, read from `questions/*.yaml` and checked."""

from enum import StrEnum
from importlib.resources import files
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.errors import DocumentError


class Kind(StrEnum):
    """How a question relates to the words of the page: shares its terms, says it otherwise, or hardly says anything."""

    EXACT = "exact"
    PARAPHRASE = "paraphrase"
    VAGUE = "vague"


class Voice(StrEnum):
    """Who seems to be asking."""

    TERSE = "terse"
    NON_NATIVE = "non-native"
    QUESTION = "question"
    KEYWORD = "keyword"
    ERROR = "error"


class Half(StrEnum):
    """Weights were chosen by `tune`; `held` was measured beside it."""

    TUNE = "tune"
    HELD = "held"


class Level(StrEnum):
    """What a hit has to match: the page, or the section of the page."""

    PAGE = "page"
    SECTION = "section"


class Distance(StrEnum):
    """How far a question that the guidance does not answer is from its subject."""

    FAR = "far"
    NEAR = "near"
    INSIDE = "inside"


Text = Annotated[str, Field(min_length=1, max_length=400)]
Record = TypeVar("Record", bound=BaseModel)
_STRICT = ConfigDict(extra="forbid", frozen=True)


class Question(BaseModel):
    """A question and what answers it: `page.md` or `page.md#heading`, any one of which is a hit."""

    model_config = _STRICT

    id: str
    text: Text
    kind: Kind
    voice: Voice
    half: Half
    gold: Annotated[tuple[str, ...], Field(min_length=1)]


class QuestionSet(BaseModel):
    """Questions over one collection of documents; `prefix` stands before the page names in the paths of the index."""

    model_config = _STRICT

    corpus: str
    prefix: str
    level: Level
    questions: tuple[Question, ...]


class Outside(BaseModel):
    """A question that no page answers."""

    model_config = _STRICT

    id: str
    text: Text
    kind: Distance
    half: Half


class OutsideSet(BaseModel):
    """Questions that the guidance does not answer."""

    model_config = _STRICT

    questions: tuple[Outside, ...]


def question_set(name: str) -> QuestionSet:
    """The set `guidance` or `msdocs`.

    Raises:
        DocumentError: there is no such set, or an entry of it is wrong; the message names it.
    """
    return _read(name, QuestionSet)


def outside_set() -> OutsideSet:
    """The questions that the guidance does not answer. Raises DocumentError as `question_set` does."""
    return _read("outside", OutsideSet)


def _read(name: str, kind: type[Record]) -> Record:
    file = files("evals.retrieval").joinpath("questions", f"{name}.yaml")
    try:
        return kind.model_validate(yaml.safe_load(file.read_text("utf-8")))
    except OSError as error:
        raise DocumentError(f"There is no set of questions {name}.", "The sets are guidance and msdocs.") from error
    except (yaml.YAMLError, ValidationError) as error:
        raise DocumentError(f"The set of questions {name} is wrong: {error}", "Correct the entry it names.") from error
