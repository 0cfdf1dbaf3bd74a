"""What the form reads: a phrase book of what people paste, and the errors that name what to do."""

from datetime import date

import pytest

from assistant.errors import InputError, InputSizeError, UnresolvedNameError
from assistant.rules import Engine, Isolation, Platform
from ui.web.named import named

DAY = date(2026, 11, 24)
ENGINE = Engine.load()

NODES = (
    "NAME STATUS ROLES AGE VERSION INTERNAL-IP EXTERNAL-IP OS-IMAGE KERNEL-VERSION CONTAINER-RUNTIME\n"
    "aksnp1 Ready agent 1d v1.29 10.0.0.1 <none> Windows Server 2022 Datacenter 10.0.20348.2227 containerd://1.7\n"
)


@pytest.mark.parametrize(
    ("host", "image", "pasted", "hosts", "images"),
    [
        ("ws2022", "ltsc2019", "", ["ws2022"], ["ws2019"]),
        ("", "", "mcr.microsoft.com/windows/servercore:ltsc2019 on 10.0.20348.2227", ["ws2022"], ["ws2019"]),
        ("ws2025", "", "FROM mcr.microsoft.com/windows/nanoserver:ltsc2022\nRUN dir\n", ["ws2025"], ["ws2022"]),
        ("", "servercore:ltsc2022", NODES, ["ws2022"], ["ws2022"]),
        ("win11 24h2", "", "docker run -it mcr.microsoft.com/windows/server:ltsc2022 cmd", ["win11-24h2"], ["ws2022"]),
        ("ws2019", "ltsc2019", "servercore:ltsc2022 on ws2025", ["ws2019"], ["ws2019"]),
        ("ws2019", "ltsc2019", "servercore:23h2", ["ws2019"], ["ws2019"]),
    ],
)
def test_pairs(host: str, image: str, pasted: str, hosts: list[str], images: list[str]) -> None:
    found = named(ENGINE, host, image, pasted, DAY)
    assert [system.release.id for system in found.hosts] == hosts
    assert [reference.system.release.id for reference in found.images] == images


def test_a_pasted_text_says_platform_and_isolation() -> None:
    assert named(ENGINE, "", "ltsc2022", NODES, DAY).platform is Platform.AKS
    command = "docker run --isolation=hyperv mcr.microsoft.com/windows/servercore:ltsc2019 cmd"
    assert named(ENGINE, "ws2022", "", command, DAY).isolation is Isolation.HYPERV


@pytest.mark.parametrize(
    ("host", "image", "pasted", "error", "says"),
    [
        ("", "", "", InputError, "No host"),
        ("ws2022", " ", "hello", InputError, "No image"),
        ("", "ltsc2022", "hello", InputError, "No host"),
        ("windows server 2023", "ltsc2022", "", UnresolvedNameError, "nearest"),
        ("ws2022", "servercore:23h2", "", UnresolvedNameError, "ltsc2022"),
        ("", "", "servercore:23h2 on ws2022", UnresolvedNameError, "ltsc2022"),
        ("ws2022", "", "ltsc2021", UnresolvedNameError, "nearest"),
        ("", "", "x" * 20_001, InputSizeError, "20,000"),
        (
            "",
            "",
            "Which of ltsc2016 ltsc2019 ltsc2022 images run on Windows 10 and Windows 11 hosts?",
            InputError,
            "12",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_remedy(
    host: str, image: str, pasted: str, error: type[InputError], says: str
) -> None:
    with pytest.raises(error) as caught:
        named(ENGINE, host, image, pasted, DAY)
    assert says in str(caught.value)
    assert caught.value.remedy
