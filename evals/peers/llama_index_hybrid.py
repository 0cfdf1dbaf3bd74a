"""LlamaIndex: sentence splitter, vector index and BM25, fused by reciprocal ranks."""

from collections.abc import Mapping
from typing import Any

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.retrievers.fusion_retriever import FUSION_MODES
from llama_index.retrievers.bm25 import BM25Retriever

from evals.peers.pipeline import DEPTH, Built, Embed


class _Embedding(BaseEmbedding):
    embed: Any

    def _get_query_embedding(self, query: str) -> list[float]:
        return list(self.embed.query(query))

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_text_embeddings([text])[0]

    def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
        return list(self.embed.texts(texts))


def build(documents: Mapping[str, str], embed: Embed) -> Built:
    """The pipeline of LlamaIndex's fusion example. One query: writing others would take a language model."""
    whole = [Document(text=text, metadata={"document": name}) for name, text in documents.items()]
    pieces = SentenceSplitter().get_nodes_from_documents(whole)
    depth = min(DEPTH, len(pieces))
    dense = VectorStoreIndex(pieces, embed_model=_Embedding(embed=embed)).as_retriever(similarity_top_k=depth)
    words = BM25Retriever.from_defaults(nodes=pieces, similarity_top_k=depth)
    fused = QueryFusionRetriever(
        [dense, words],
        llm=MockLLM(),  # never asked: there is one query
        mode=FUSION_MODES.RECIPROCAL_RANK,
        similarity_top_k=depth,
        num_queries=1,
        use_async=False,
    )
    return Built(
        rank=lambda text: [str(found.node.metadata["document"]) for found in fused.retrieve(text)], pieces=len(pieces)
    )
