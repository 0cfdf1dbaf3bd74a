"""Texts -> vectors with onnxruntime and tokenizers only: all that a process needs that answers.

The folder it reads was written by `corpus.model.compile_model`. Every text is run by itself, without padding, so the
same text gives the same bytes whatever is encoded beside it; threads that call one one-threaded session keep the cores
busy, which on a CPU is faster than padded batches. A session may be called from many threads at once, and nothing here
is changed after it was made, so no lock is needed.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as failures
from tokenizers import Encoding, Tokenizer

from assistant.errors import ModelError

FORMAT = 1
"""Of the folder of a compiled model; another number is compiled anew."""

TOLERANCE = 1e-4
"""Largest difference between the stored vector of `PROBE` and today's: other machines round, damage does more."""

PROBE = "Which container images run on a Windows Server host, and with which isolation?"

Vectors = NDArray[np.float32]


class Encoder(Protocol):
    """What turns texts into vectors: compiled (OnnxEncoder) or, where that is impossible, sentence-transformers."""

    @property
    def dimension(self) -> int:
        """Length of a vector."""

    @property
    def window(self) -> int:
        """Tokens that are read of a text, special tokens included; what is longer is cut."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Unit vectors of documents' texts, shape (len(texts), dimension)."""

    def encode_query(self, text: str) -> Vectors:
        """The unit vector of a question, shape (dimension,)."""

    def count(self, text: str) -> int:
        """The tokens of a text, special tokens included, without cutting."""


class OnnxEncoder:
    """A compiled model, ready to encode. Raises ModelError where its folder is incomplete or damaged."""

    def __init__(self, folder: Path) -> None:
        about = read_about(folder)
        try:
            self.dimension = int(about["dimension"])
            self.window = int(about["window"])
            self._inputs = tuple(str(name) for name in about["inputs"])
            self._query_prompt, self._prompt = str(about["query_prompt"]), str(about["document_prompt"])
            probe = np.asarray(about["probe"], dtype=np.float32)
            written = (folder / "tokenizer.json").read_bytes()
            if hashlib.sha256(written).hexdigest() != about["tokenizer_sha256"]:
                raise _damaged(folder, "its tokenizer has changed")
            for name, written_as in (("model.onnx", "model_sha256"), ("model.data", "weights_sha256")):
                if file_hash(folder / name) != about[written_as]:
                    raise _damaged(folder, f"its file {name} has changed")
        except (KeyError, TypeError, ValueError, OSError) as error:
            raise _damaged(folder, str(error)) from error
        self._counter = Tokenizer.from_buffer(written)
        self._counter.no_padding()
        self._counter.no_truncation()
        self._tokenizer = Tokenizer.from_buffer(written)
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(self.window)
        self._session = _session(folder)
        if probe.shape != (self.dimension,) or np.abs(self.encode([PROBE])[0] - probe).max() > TOLERANCE:
            raise _damaged(folder, "it no longer gives the vectors it gave when it was compiled")

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`."""
        return self._encoded([self._prompt + text for text in texts])

    def encode_query(self, text: str) -> Vectors:
        """See `Encoder.encode_query`."""
        vector: Vectors = self._encoded([self._query_prompt + text])[0]
        return vector

    def count(self, text: str) -> int:
        """See `Encoder.count`."""
        return len(self._counter.encode(text).ids)

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        tokens = self._tokenizer.encode_batch(list(texts))
        vectors = np.empty((len(tokens), self.dimension), dtype=np.float32)
        workers = min(len(tokens), _cores())
        if workers < 2:
            for row, encoding in enumerate(tokens):
                vectors[row] = self._run(encoding)
            return vectors
        # The longest first, so that no core is left alone with a long one at the end.
        order = sorted(range(len(tokens)), key=lambda row: (-len(tokens[row].ids), row))
        with ThreadPoolExecutor(workers) as pool:
            for row, vector in zip(order, pool.map(self._run, (tokens[row] for row in order)), strict=True):
                vectors[row] = vector
        return vectors

    def _run(self, encoding: Encoding) -> Vectors:
        columns = {
            "input_ids": encoding.ids,
            "attention_mask": encoding.attention_mask,
            "token_type_ids": encoding.type_ids,
        }
        feed = {name: np.asarray([columns[name]], dtype=np.int64) for name in self._inputs}
        vector: Vectors = self._session.run(None, feed)[0][0]
        return vector


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal; 90 MB take 0.05 s."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def read_about(folder: Path) -> dict[str, Any]:
    """The description of a compiled model (`encoder.json`).

    Raises:
        ModelError: it is missing, unreadable or of another format.
    """
    try:
        about = json.loads((folder / "encoder.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise _damaged(folder, "its description cannot be read") from error
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise _damaged(folder, "its description is of another format")
    return about


def _session(folder: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.enable_cpu_mem_arena = False  # texts of every length would keep a buffer each
    options.log_severity_level = 3
    try:
        return onnxruntime.InferenceSession(str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"])
    except _FAILURES as error:
        raise _damaged(folder, "onnxruntime cannot load it") from error


def _damaged(folder: Path, reason: str) -> ModelError:
    return ModelError(
        f"The compiled embedding model cannot be used: {reason}.",
        f"Run `channel-assistant index` to compile it again; it is kept in {folder.name} of the index.",
    )


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


_FAILURES = (
    failures.Fail,
    failures.InvalidArgument,
    failures.InvalidGraph,
    failures.InvalidProtobuf,
    failures.NoModel,
    failures.NoSuchFile,
    failures.NotImplemented,
    failures.RuntimeException,
    RuntimeError,
)
