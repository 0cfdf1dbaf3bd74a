"""The compiled model: the same bytes for the same text, and damage is noticed."""

import json
import os
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from corpus.encoder import PROBE, Encoder, OnnxEncoder

TEXTS = ["one", "Two words.", PROBE, "0xc0370101", "word " * 400, "", "日本語", "Windows Server, version 23H2"]


def test_vectors_are_unit_vectors(encoder: Encoder) -> None:
    found = encoder.encode(TEXTS)
    assert found.shape == (len(TEXTS), encoder.dimension) == (8, 384)
    assert found.dtype == np.float32
    assert np.allclose(np.linalg.norm(found, axis=1), 1, atol=1e-5)
    assert encoder.encode([]).shape == (0, 384)


def test_the_same_text_gives_the_same_bytes_beside_any_others(encoder: Encoder) -> None:
    together = encoder.encode(TEXTS)
    for row, text in enumerate(TEXTS):
        assert encoder.encode([text])[0].tobytes() == together[row].tobytes()
        assert encoder.encode_query(text).tobytes() == together[row].tobytes()
    assert encoder.encode(TEXTS[::-1])[::-1].tobytes() == together.tobytes()


def test_many_threads_may_encode_at_once(encoder: Encoder) -> None:
    alone = encoder.encode(TEXTS)
    with ThreadPoolExecutor(8) as pool:
        for found in pool.map(encoder.encode, [TEXTS] * 16):
            assert found.tobytes() == alone.tobytes()


def test_tokens_are_counted_without_cutting(encoder: Encoder) -> None:
    assert encoder.window == 256
    assert [encoder.count(text) for text in ("", "one", "one two", "word " * 400)] == [2, 3, 4, 402]


def copy(compiled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(compiled, tmp_path / "model", copy_function=os.link))


def rewrite(path: Path, content: bytes) -> None:
    """Give a hard-linked file other content without touching the original."""
    path.unlink()
    path.write_bytes(content)


@pytest.mark.parametrize("name", ["model.onnx", "model.data", "tokenizer.json", "encoder.json"])
def test_a_missing_or_damaged_file_is_an_error(compiled: Path, tmp_path: Path, name: str) -> None:
    folder = copy(compiled, tmp_path)
    content = (folder / name).read_bytes()
    rewrite(folder / name, content[: len(content) // 2])
    with pytest.raises(ModelError, match="compiled embedding model"):
        OnnxEncoder(folder)
    rewrite(folder / name, bytes([content[0] ^ 1]) + content[1:])
    with pytest.raises(ModelError):
        OnnxEncoder(folder)
    (folder / name).unlink()
    with pytest.raises(ModelError):
        OnnxEncoder(folder)


def test_vectors_that_are_not_those_of_the_compilation_are_an_error(compiled: Path, tmp_path: Path) -> None:
    folder = copy(compiled, tmp_path)
    about = json.loads((folder / "encoder.json").read_text("utf-8"))
    about["probe"][0] += 0.01
    rewrite(folder / "encoder.json", json.dumps(about).encode())
    with pytest.raises(ModelError, match="no longer gives the vectors"):
        OnnxEncoder(folder)
