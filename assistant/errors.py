"""Every error a user can meet, under one base.

    AssistantError                what happened, and the remedy
    ├── InputError                what the caller gave cannot be used: exit code 2, HTTP 400
    │   ├── UnresolvedNameError   a release, build or image that no fact knows; names the nearest
    │   ├── InputSizeError        empty or too long: HTTP 413 for the latter
    │   ├── NotFoundError         an answer or a conversation that is not there: HTTP 404
    │   └── DocumentError         a file or folder that cannot be read
    ├── SettingsError             a setting or environment variable that cannot be used
    ├── FactsError                a fact file that does not validate: names file, entry and reason
    ├── ModelError                embedding weights that are missing or not the ones expected
    ├── VectorIndexError          the vector index
    │   ├── IndexMissingError     there is none, or it is of another format: run `index`
    │   ├── IndexCorruptError     its files do not match their manifest
    │   └── IndexBusyError        another process is building; says which
    ├── EvaluationError           an evaluation run that cannot go on; what it has done so far is kept
    ├── StorageError              the disk is full or the data folder cannot be written
    ├── DeliveryError             a chat platform that did not take a message
    ├── NotReadyError             a server that is still loading model and index: HTTP 503
    └── OverloadedError           a server that has too much to do: HTTP 503, with the time to try again

`what` says what happened, `remedy` what to do about it; both are complete sentences that may be shown to anybody:
they hold no secrets, no stack traces and no text of users beyond the short input that was at fault.
"""


class AssistantError(Exception):
    """Base of all errors that are shown to people."""

    def __init__(self, what: str, remedy: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.what} {self.remedy}".rstrip()


class InputError(AssistantError):
    """What the caller gave cannot be used as it is."""


class UnresolvedNameError(InputError):
    """A release, build or image that no fact knows. The remedy names the nearest known ones."""


class InputSizeError(InputError):
    """Input that is empty or longer than the contract allows; it is refused, never cut."""


class NotFoundError(InputError):
    """An answer or a conversation that is not there, or not for whoever asks for it."""


class DocumentError(InputError):
    """A file or folder that cannot be read as a document."""


class SettingsError(AssistantError):
    """A setting or environment variable that cannot be used."""


class FactsError(AssistantError):
    """A fact file that does not validate."""


class ModelError(AssistantError):
    """Embedding weights that are missing, damaged or not the ones expected."""


class VectorIndexError(AssistantError):
    """The vector index cannot be used."""


class IndexMissingError(VectorIndexError):
    """There is no index, or it was built for another format, model or set of facts."""


class IndexCorruptError(VectorIndexError):
    """The files of the index do not match its manifest."""


class IndexBusyError(VectorIndexError):
    """Another process is building the index."""


class StorageError(AssistantError):
    """The data folder cannot be written, for example because the disk is full."""


class EvaluationError(AssistantError):
    """An evaluation run that cannot go on. What it has done so far is kept."""


class DeliveryError(AssistantError):
    """A chat platform did not take what was sent to it; `code` is its own word for why, or "unreachable"."""

    def __init__(self, what: str, remedy: str = "", *, code: str) -> None:
        super().__init__(what, remedy)
        self.code = code


class NotReadyError(AssistantError):
    """A server that is still loading the model and the index."""


class OverloadedError(AssistantError):
    """A server that has more to answer than it can. Nothing was begun."""
