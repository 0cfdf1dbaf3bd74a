"""What a question abbreviates is added in the words of the documents; the question itself stays."""

import pytest

from assistant.retrieval.expand import expand

CASES = [
    ("Does WS2022 run?", ["Windows Server 2022"]),
    ("ws 2019 or ws-2025", ["Windows Server 2019", "Windows Server 2025"]),
    ("ltsc2022 on 23h2", ["Windows Server 2022", "Windows Server, version 23H2, Annual Channel"]),
    ("WS 1809", ["Windows Server, version 1809"]),
    ("Do I need SA?", ["Software Assurance"]),
    ("VL or VS", ["volume licensing", "Visual Studio"]),
    ("the AC host", ["Annual Channel"]),
    ("SAC and LTSC", ["Semi-Annual Channel", "Long-Term Servicing Channel"]),
    ("GVLK for the KMS", ["KMS client setup key", "Key Management Service"]),
    ("is the ABI stable", ["application binary interface"]),
    ("win11 host", ["Windows 11"]),
    ("aks or k8s", ["Azure Kubernetes Service", "Kubernetes"]),
    ("hyperv", ["Hyper-V"]),
    ("process vs Hyper-V", []),
    ("as is, at a sa", []),
    ("SAP and VLAN and ABIs", []),
    ("Windows Server 2022 (WS2022)", []),
    ("servercore:ltsc2019-amd64", []),
    ("", []),
]


@pytest.mark.parametrize(("question", "added"), CASES)
def test_expand(question: str, added: list[str]) -> None:
    assert expand(question) == (f"{question} ({'; '.join(added)})" if added else question)


def test_official_names_are_added_once() -> None:
    def official(text: str) -> list[str]:
        return ["Windows Server 2022", "Windows Server 2019"]

    assert expand("WS2022 or 17763", official) == "WS2022 or 17763 (Windows Server 2022; Windows Server 2019)"
