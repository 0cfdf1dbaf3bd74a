"""Haystack: word splitter, BM25 and embeddings in the in-memory store, joined by reciprocal ranks."""

from collections.abc import Mapping
from dataclasses import replace

from haystack import Document, Pipeline
from haystack.components.joiners import DocumentJoiner
from haystack.components.preprocessors import DocumentSplitter
from haystack.components.retrievers import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from evals.peers.pipeline import DEPTH, Built, Embed


def build(documents: Mapping[str, str], embed: Embed) -> Built:
    """The pipeline of Haystack's hybrid retrieval tutorial: pieces of 512 words that overlap by 32."""
    whole = [Document(content=text, meta={"document": name}) for name, text in documents.items()]
    splitter = DocumentSplitter(split_by="word", split_length=512, split_overlap=32)
    splitter.warm_up()
    pieces = splitter.run(documents=whole)["documents"]
    vectors = embed.texts([piece.content or "" for piece in pieces])
    store = InMemoryDocumentStore()
    store.write_documents([replace(p, embedding=v) for p, v in zip(pieces, vectors, strict=True)])
    depth = min(DEPTH, len(pieces))
    pipeline = Pipeline()
    pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=depth))
    pipeline.add_component("dense", InMemoryEmbeddingRetriever(store, top_k=depth))
    pipeline.add_component("joined", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("words", "joined")
    pipeline.connect("dense", "joined")

    def rank(text: str) -> list[str]:
        found = pipeline.run({"words": {"query": text}, "dense": {"query_embedding": embed.query(text)}})
        return [str(document.meta["document"]) for document in found["joined"]["documents"]]

    return Built(rank=rank, pieces=len(pieces))
