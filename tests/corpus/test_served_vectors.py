"""A real Chroma server instead of Chroma in the process: the same results, and an error of ours where it is gone."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import numpy as np
import pytest

from assistant.errors import VectorIndexError
from corpus import vectors
from corpus.index import Index
from tests.corpus.test_vectors import IDS, unit
from tests.servers.chroma import chroma_server


@pytest.fixture(scope="module")
def chroma_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with chroma_server(tmp_path_factory.mktemp("chroma")) as url:
        yield url


def names_at(url: str) -> set[str]:
    found = httpx.get(f"{url}/api/v2/tenants/default_tenant/databases/default_database/collections").json()
    return {collection["name"] for collection in found}


def test_search_at_a_server_equals_exact_search(chroma_url: str) -> None:
    stored, asked = unit(len(IDS), 1), unit(40, 2)
    exact = [{IDS[row] for row in np.argsort(-(stored @ question))[:50]} for question in asked]
    store = vectors.open_served(chroma_url, IDS, stored, home="exact")
    assert store.count() == len(IDS)
    assert [set(found) for found in store.search(asked, 50)] == exact
    store.close()


def test_processes_that_come_at_once_put_the_vectors_there_once(chroma_url: str) -> None:
    stored, asked = unit(len(IDS), 3), unit(10, 4)
    before = names_at(chroma_url)
    with ThreadPoolExecutor(4) as pool:
        stores = list(pool.map(lambda _: vectors.open_served(chroma_url, IDS, stored, home="at once"), range(4)))
    assert [store.count() for store in stores] == [len(IDS)] * 4
    assert len({str(store.search(asked, 20)) for store in stores}) == 1
    for store in stores:
        store.close()
    assert len(names_at(chroma_url) - before) == 1


def test_old_collections_of_the_same_home_are_removed_and_no_others(chroma_url: str) -> None:
    vectors.open_served(chroma_url, IDS[:3], unit(3, 90), home="other").close()
    others = names_at(chroma_url)
    for number in range(vectors.KEPT + 2):
        vectors.open_served(chroma_url, IDS[:3], unit(3, 100 + number), home="mine").close()
    assert others <= names_at(chroma_url)
    assert len(names_at(chroma_url) - others) == vectors.KEPT


def test_the_index_finds_the_same_at_a_server_as_in_the_process(chroma_url: str, data_dir: Path) -> None:
    own, served = Index.open(data_dir), Index.open(data_dir, chroma_url=chroma_url)
    for query in ("Which images run on a 23H2 host?", "0xc0370101", "annual channel end of support"):
        vector = own.encode_query(query)
        nearest = own.snapshot().nearest(vector, 20)
        assert len(nearest) == 20
        assert sorted(nearest) == sorted(served.snapshot().nearest(vector, 20))
    own.close()
    served.close()


def test_a_server_that_goes_away_is_an_error_and_one_that_comes_back_is_used(tmp_path: Path) -> None:
    stored, asked = unit(20, 5), unit(2, 6)
    with chroma_server(tmp_path) as url:
        store = vectors.open_served(url, IDS[:20], stored, home="here")
        found = store.search(asked, 5)
    for broken in (lambda: store.search(asked, 5), lambda: vectors.open_served(url, IDS[:20], stored, home="here")):
        with pytest.raises(VectorIndexError) as refused:
            broken()
        assert url in refused.value.what
        assert "CHANNEL_ASSISTANT_CHROMA_URL" in refused.value.remedy
    with chroma_server(tmp_path, int(url.rsplit(":", 1)[1])):
        assert store.search(asked, 5) == found
        store.close()
