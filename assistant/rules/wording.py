"""Names of things in sentences: a host, an image, an isolation, a day."""

from collections.abc import Sequence
from datetime import date

from assistant.rules.release import ImageRef, Isolation, Platform, Release, Role, System

IN_ISOLATION = {Isolation.PROCESS: "in process isolation", Isolation.HYPERV: "with Hyper-V isolation"}
_WHERE = {Platform.WINDOWS: "host", Platform.AKS: "AKS node", Platform.KUBERNETES: "Kubernetes node"}
_FAMILIES = {
    "servercore": "Server Core",
    "nanoserver": "Nano Server",
    "server": "Server",
    "windows": "Windows",
}


def host_name(host: System, platform: Platform = Platform.WINDOWS) -> str:
    """'Windows Server 2025 host', with the revision where it was given."""
    return f"{_versioned(host)} {_WHERE[platform]}"


def image_name(image: ImageRef) -> str:
    """'Windows Server 2022 image', with family and revision where they were given."""
    family = _FAMILIES.get(image.family or "", "")
    return f"{_versioned(image.system)}{' ' + family if family else ''} image"


def article(noun: str) -> str:
    """The noun with its indefinite article."""
    return f"{'an' if noun[:1] in 'AEIOU' else 'a'} {noun}"


def in_words(day: date) -> str:
    """'12 May 2026'."""
    return f"{day.day} {day:%B %Y}"


def listed(items: Sequence[str], word: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {word} {items[-1]}"


def short_name(release: Release) -> str:
    """The release's name as used in lists: servers without the words all of them share."""
    return release.name if release.role is Role.CLIENT else release.name.replace("Windows Server, version ", "Windows Server ")


def _versioned(system: System) -> str:
    return system.release.name if system.revision is None else f"{system.release.name} ({system.version})"
