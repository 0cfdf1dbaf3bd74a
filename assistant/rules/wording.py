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


def listed_releases(releases: Sequence[Release], word: str = "and") -> str:
    """'Windows Server 2025 and 2022', 'Windows 11 (24H2 and 23H2)': releases of one product share its name."""
    products: dict[str, list[str]] = {}
    for release in releases:
        if release.role is Role.SERVER:
            products.setdefault("Windows Server", []).append(release.name.split()[-1])
        else:
            products.setdefault(release.name.partition(", version ")[0], []).append(release.version)
    parts = [
        f"{product} {listed(names, word)}"
        if product == "Windows Server" or len(names) == 1
        else f"{product} ({listed(names)})"
        for product, names in products.items()
    ]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])}, {word} {parts[-1]}"


def _versioned(system: System) -> str:
    return system.release.name if system.revision is None else f"{system.release.name} ({system.version})"
