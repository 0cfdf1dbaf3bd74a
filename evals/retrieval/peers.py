"""Other systems over the same documents and the same embedding: what one would build without this project.

Needs the extra `peers`; nothing here is imported by the program. Documents are given to the peers as their text without
front matter, which is how the loaders that people use hand Markdown over.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import bm25s
import Stemmer
from langchain_chroma import Chroma
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings
from langchain_text_splitters import RecursiveCharacterTextSplitter

from corpus.index import Index
from evals.retrieval.measure import Hit
from evals.retrieval.systems import WIDTH, System


class Embedding(Embeddings):
    """The embedding model that our index uses, as LangChain wants it."""

    def __init__(self, encoder: Index) -> None:
        self._encoder = encoder

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of documents."""
        return [[float(number) for number in row] for row in self._encoder.encode(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return [float(number) for number in self._encoder.encode_query(text)]


def peers(folders: Mapping[str, Path], pages: Sequence[str], encoder: Index) -> dict[str, System]:
    """Three peers over the documents `pages`, named as in our index; `folders` maps a prefix of names to its folder."""
    documents = [Document(page_content=_text(folders, page), metadata={"document": page}) for page in pages]
    pieces = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
    store = Chroma(
        collection_name="peer",
        embedding_function=Embedding(encoder),
        collection_metadata={"hnsw:space": "cosine", "hnsw:search_ef": 500},
    )
    store.reset_collection()  # an in-memory Chroma is shared by the whole process
    store.add_documents(pieces, ids=[f"{number:06}" for number in range(len(pieces))])
    near = store.as_retriever(search_kwargs={"k": WIDTH})
    words = BM25Retriever.from_documents(pieces, k=WIDTH)
    both = EnsembleRetriever(retrievers=[words, near], weights=[0.5, 0.5])
    # Asked for right away for each set: the collection of the next set replaces this one.
    return {
        "LangChain dense": lambda text: _hits(near.invoke(text)),
        "LangChain ensemble": lambda text: _hits(both.invoke(text)),
        "bm25s alone": _bm25s(pieces),
    }


def _bm25s(pieces: Sequence[Document]) -> System:
    stemmer = Stemmer.Stemmer("english")
    index = bm25s.BM25()
    texts = [piece.page_content for piece in pieces]
    index.index(bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False), show_progress=False)

    def rank(text: str) -> list[Hit]:
        tokens = bm25s.tokenize(text, stopwords="en", stemmer=stemmer, show_progress=False)
        rows, _ = index.retrieve(tokens, k=min(WIDTH, len(pieces)), show_progress=False)
        return _hits([pieces[row] for row in rows[0]])

    return rank


def _hits(found: Sequence[Document]) -> list[Hit]:
    return [Hit(document=str(document.metadata["document"]), section="") for document in found]


def _text(folders: Mapping[str, Path], page: str) -> str:
    prefix = max((prefix for prefix in folders if page.startswith(prefix)), key=len)
    text = (folders[prefix] / page.removeprefix(prefix)).read_text("utf-8-sig")
    return _FRONT_MATTER.sub("", text)


_FRONT_MATTER = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
