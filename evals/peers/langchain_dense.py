"""LangChain: recursive character splitter, Chroma, nearest neighbours."""

from collections.abc import Mapping

from langchain_chroma import Chroma
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from evals.peers.pipeline import DEPTH, Built, Embed


class _Embeddings(Embeddings):
    def __init__(self, embed: Embed) -> None:
        self._embed = embed

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self._embed.texts(texts)

    def embed_query(self, text: str) -> list[float]:
        return self._embed.query(text)


def build(documents: Mapping[str, str], embed: Embed) -> Built:
    """The pipeline of LangChain's retrieval tutorial: pieces of 1,000 characters that overlap by 200."""
    whole = [Document(page_content=text, metadata={"document": name}) for name, text in documents.items()]
    pieces = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(whole)
    store = Chroma(collection_name="evaluation-peer", embedding_function=_Embeddings(embed))
    store.reset_collection()  # an in-memory Chroma is shared by the whole process
    store.add_documents(pieces)
    retriever = store.as_retriever(search_kwargs={"k": min(DEPTH, len(pieces))})
    return Built(
        rank=lambda text: [str(found.metadata["document"]) for found in retriever.invoke(text)], pieces=len(pieces)
    )
