"""Chroma as we use it: exact, the same from build to build, and its errors ours."""

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.errors import IndexCorruptError
from corpus import vectors

IDS = [f"{number:04d}" for number in range(700)]


def unit(rows: int, seed: int) -> NDArray[np.float32]:
    drawn = np.random.default_rng(seed).standard_normal((rows, 48)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def test_search_equals_exact_search_and_another_build(tmp_path: Path) -> None:
    stored, asked = unit(len(IDS), 1), unit(40, 2)
    exact = [{IDS[row] for row in np.argsort(-(stored @ question))[:50]} for question in asked]
    for name in ("one", "two"):
        vectors.create(tmp_path / name, IDS, stored).close()
        store = vectors.open_store(tmp_path / name)
        assert store.count() == len(IDS)
        assert [set(found) for found in store.search(asked, 50)] == exact
        assert store.search(asked, 0) == [[]] * 40
        store.close()


def test_a_store_that_is_not_there_is_an_error_and_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(IndexCorruptError):
        vectors.open_store(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


def test_a_damaged_store_is_an_error(tmp_path: Path) -> None:
    vectors.create(tmp_path / "one", IDS, unit(len(IDS), 1)).close()
    (tmp_path / "one" / "chroma.sqlite3").write_bytes(b"not a database" * 1_000)
    with pytest.raises(IndexCorruptError):
        vectors.open_store(tmp_path / "one").count()
