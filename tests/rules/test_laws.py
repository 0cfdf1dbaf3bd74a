"""The laws of the certificate one by one, so that each is a test of its own."""

import pytest

from assistant.rules import Engine
from assistant.rules.certificate import certify

# Those that ask for every day or every spelling take longer and are checked with the whole certificate.
QUICK = ("use", "newer image", "older image", "isolation", "clusters", "tables", "newer host", "agreement")


@pytest.mark.parametrize("name", QUICK)
def test_law(engine: Engine, name: str) -> None:
    certificate = certify(engine, only=[name])
    assert [check.findings for check in certificate.checks] == [()]
    assert certificate.certified
