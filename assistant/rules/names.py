"""Any way people write a release -> System or ImageRef. What cannot be resolved is an error that names the nearest.

A name is compared by its key: letters and digits, without the words that change nothing ("version", editions). Keys
come from the aliases in releases.toml, so a new release needs no code. INVARIANT: no two releases share a key.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import lru_cache
from itertools import pairwise

from assistant.errors import FactsError, UnresolvedNameError
from assistant.rules.factbase import FactBase
from assistant.rules.records import Family, ReleaseRecord
from assistant.rules.references import (
    looks_like_reference,
    never_published,
    published_name,
    release_of_build,
    resolve_reference,
    resolve_tag,
    shelf,
)
from assistant.rules.release import Channel, ImageRef, Release, Role, System
from assistant.rules.spelling import fold, words

# Words inside a name that say nothing about which release it is.
INNER = frozenset(
    "version ver release microsoft edition editions datacenter standard essentials enterprise pro professional".split()
    + "education workstations home core nano servercore nanoserver x64 os full".split()
)
# Words around a name that say what it is used as.
OUTER = frozenset(
    "host hosts image images container containers base node nodes machine machines vm vms the a an on based".split()
    + "kernel build builds with for of".split()
)
_LONGEST = 300
_MOST_CANDIDATES = 12  # as many as Windows 10 has
_BUILD = re.compile(r"(?<![\w.])(?:10\.0\.)?(?P<build>[0-9]{5})(?:\.(?P<revision>[0-9]{1,6}))?(?![\w]|\.[0-9])")
_TAG = re.compile(r"^[a-z0-9.]+(?:-kb[0-9]{6,8})?(?:-(?:amd64|arm64|x64))?$")
_HOME = "The Home edition is not among those that run containers; Pro and Enterprise are."


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a key stands for, and the remark its reading deserves."""

    release: Release
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Lexicon:
    """Every key of every release, and the parts of names that stand for several.

    `versions` and `years` map a bare version (`23h2`) or year (`2022`) to the releases it may mean, servers first.
    `groups` maps the key of a family of releases (`windows11`) to its members.
    """

    keys: dict[str, Named]
    versions: dict[str, tuple[Release, ...]]
    years: dict[str, Release]
    groups: dict[str, tuple[Release, ...]]


@lru_cache(maxsize=8)
def lexicon(facts: FactBase) -> Lexicon:
    """The names of all releases, built once for a fact base. Raises FactsError if two releases share an alias."""
    keys: dict[str, Named] = {}
    versions: dict[str, tuple[Release, ...]] = {}
    years: dict[str, Release] = {}
    for record in facts.of(ReleaseRecord):
        release = facts.releases[record.id]
        for alias in (record.id, record.name, *record.aliases):
            _add(keys, alias, Named(release=release, note=None))
        for noted in record.noted:
            _add(keys, noted.alias, Named(release=release, note=noted.note))
        version = record.version.lower()
        versions[version] = (*versions.get(version, ()), release)
        if record.year is not None:
            years[str(record.year)] = release
    servers = tuple(r for r in facts.releases.values() if r.role is Role.SERVER)
    groups: dict[str, tuple[Release, ...]] = {"windowsserver": servers, "windows": tuple(facts.releases.values())}
    for product in ("10", "11"):
        members = tuple(r for r in facts.releases.values() if r.id.startswith(f"win{product}-"))
        groups |= {f"{prefix}{product}": members for prefix in ("windows", "win", "w")}
    return Lexicon(keys=keys, versions=versions, years=years, groups=groups)


def _add(keys: dict[str, Named], alias: str, named: Named) -> None:
    found = keys.setdefault(name_key(alias), named)
    if found.release is not named.release:
        raise FactsError(
            f"facts/releases.toml: {found.release.id} and {named.release.id} share the alias {alias!r}.",
            "Give the alias to one release only.",
        )


def name_key(text: str) -> str:
    """The key of a name as written."""
    return joined(word.text for word in words(fold(text).text))


def joined(texts: Iterable[str]) -> str:
    """The key of folded words. Words that change nothing are left out, unless nothing else would be left."""
    texts = tuple(texts)
    return "".join(t for t in texts if t not in INNER) or "".join(texts)


def resolve_host(facts: FactBase, text: str) -> System:
    """The system that a host's name means. `note` says what was read into it.

    Raises UnresolvedNameError naming the nearest known releases, or the candidates of an ambiguous name.
    """
    folded = _checked(text, "host")
    if looks_like_reference(folded):
        image = resolve_reference(facts, folded)
        return replace(image.system, note=_join("Read from an image reference.", image.note))
    if _is_tag(facts, folded):
        image = resolve_tag(facts, folded)
        if folded not in lexicon(facts).keys and folded not in lexicon(facts).versions:
            return replace(image.system, note=_join("Read from an image tag.", image.note))
    build = _BUILD.search(folded)
    if build is not None:
        return _host_by_build(facts, text, folded, build)
    texts = tuple(word.text for word in words(folded))
    named = _lookup(facts, texts)
    if named is None:
        named = host_of_version(facts, "".join(_outer_stripped(texts)))
    if named is None:
        raise _unresolved(facts, text, texts)
    note = _join(named.note, _HOME if "home" in texts else None)
    return System(release=named.release, note=note)


def resolve_image(facts: FactBase, text: str) -> ImageRef:
    """The image that a reference, a tag or a name in words means; its system is always a server release.

    Raises UnresolvedNameError with the tag to use, the nearest known releases or the candidates of an ambiguous name.
    """
    folded = _checked(text, "image")
    if looks_like_reference(folded):
        return resolve_reference(facts, folded)
    texts = tuple(word.text for word in words(folded))
    if _is_tag(facts, folded):
        return resolve_tag(facts, folded)
    family = family_in_words(texts)
    build = _BUILD.search(folded)
    system = _image_by_build(facts, text, folded, build) if build else _image_in_words(facts, text, texts)
    if family is not None and published_name(facts, family, system.release.id) is None:
        raise UnresolvedNameError(
            f"{shelf(facts).families[family].name} has no image of {system.release.name}.",
            f"Use {published_name(facts, 'servercore', system.release.id)}.",
        )
    return ImageRef(system=system, family=family, note=system.note)


def resolve(facts: FactBase, text: str) -> System | ImageRef:
    """An image where the text is a reference or names a family, otherwise a system. Raises UnresolvedNameError."""
    folded = _checked(text, "release")
    texts = tuple(word.text for word in words(folded))
    if looks_like_reference(folded) or family_in_words(texts) or (_is_tag(facts, folded) and folded not in texts):
        return resolve_image(facts, text)
    return resolve_host(facts, text)


def host_of_version(facts: FactBase, word: str) -> Named | None:
    """What a bare version or year means as a host: one release, or None where it is unknown or ambiguous.

    A version that a server is known by is the server; one that a single client has is that client.
    """
    known = lexicon(facts)
    version = word[1:] if word[:1] == "v" and word[1:2].isdigit() else word
    if version in known.years:
        release = known.years[version]
        return Named(release=release, note=f"{version} was read as {release.name}.")
    releases = known.versions.get(version, ())
    server = next((r for r in releases if r.role is Role.SERVER and _known_by_version(facts, r)), None)
    if server is not None:
        others = [r.name for r in releases if r is not server]
        note = f"{version.upper()} was read as {server.name}"
        return Named(release=server, note=f"{note}, not as {' or '.join(others)}." if others else f"{note}.")
    if len(releases) == 1:
        return Named(release=releases[0], note=f"{version.upper()} was read as {releases[0].name}, the only one.")
    return None


def candidates_of(facts: FactBase, texts: Iterable[str]) -> tuple[Release, ...]:
    """The releases that an ambiguous version or the name of a group may mean; none for other words."""
    known = lexicon(facts)
    texts = tuple(texts)
    group = known.groups.get(joined(texts))
    if group is not None:
        return group
    return tuple(dict.fromkeys(r for t in texts for r in known.versions.get(t, ())))


def image_of_release(facts: FactBase, release: Release, text: str, note: str | None = None) -> System:
    """The system in the images of a release. Raises UnresolvedNameError for one that has no images."""
    if any(release.id == image.release for image in shelf(facts).images.values()):
        return System(release=release, note=note)
    raise never_published(facts, text, release, None)


def family_in_words(texts: tuple[str, ...]) -> str | None:
    """The image family that words such as "Nano Server" name."""
    pairs = set(pairwise(texts))
    if "nanoserver" in texts or "nano" in texts:
        return "nanoserver"
    if "servercore" in texts or ("server", "core") in pairs:
        return "servercore"
    return None


def _checked(text: str, role: str) -> str:
    folded = " ".join(fold(text).text.split())
    if not folded:
        raise UnresolvedNameError(
            f"No {role} was named.", "Name a release, for example Windows Server 2022 or ltsc2022."
        )
    if len(folded) > _LONGEST:
        raise UnresolvedNameError(
            f"The name of the {role} is longer than {_LONGEST} characters.", "Name one release, build or image."
        )
    return folded


def _is_tag(facts: FactBase, folded: str) -> bool:
    """Whether it is a known tag, perhaps with the suffix of a patch or an architecture, or `latest`."""
    if not _TAG.match(folded):
        return False
    stem = folded.partition("-")[0]
    return stem == "latest" or stem in shelf(facts).tags or ("-" in folded and _BUILD.fullmatch(stem) is not None)


def _lookup(facts: FactBase, texts: tuple[str, ...]) -> Named | None:
    known = lexicon(facts).keys
    readings = (texts, _outer_stripped(texts), _outer_stripped(_without_family(texts)))
    return next((found for reading in readings if (found := known.get(joined(reading)))), None)


def _without_family(texts: tuple[str, ...]) -> tuple[str, ...]:
    """The words without "Server Core" and "Nano Server", for names such as Windows Server 2022 Server Core."""
    kept: list[str] = []
    for word in texts:
        if kept and (kept[-1], word) in (("server", "core"), ("nano", "server")):
            kept.pop()
        else:
            kept.append(word)
    return tuple(kept)


def _outer_stripped(texts: tuple[str, ...]) -> tuple[str, ...]:
    start, end = 0, len(texts)
    droppable = OUTER | INNER
    while start < end and texts[start] in droppable:
        start += 1
    while end > start and texts[end - 1] in droppable:
        end -= 1
    return texts[start:end]


def _host_by_build(facts: FactBase, text: str, folded: str, found: re.Match[str]) -> System:
    build, revision = int(found["build"]), _revision(found)
    rest = _words_beside(folded, found)
    if not rest:
        release = release_of_build(facts, build, image=False)
        others = [r.name for r in facts.releases.values() if r.build == build and r is not release]
        note = f"Build {build} was read as {release.name}, not as {' or '.join(others)}." if others else None
        return System(release=release, revision=revision, note=note)
    named = _lookup(facts, rest)
    group = lexicon(facts).groups.get(joined(rest), ())
    release_in_group = next((r for r in group if r.build == build), None)
    if named is None and release_in_group is None:
        raise _unresolved(facts, text, rest)
    meant = named.release if named else release_in_group
    if meant is None or meant.build != build:
        raise _contradiction(text, meant, build)
    return System(release=meant, revision=revision, note=named.note if named else None)


def _image_by_build(facts: FactBase, text: str, folded: str, found: re.Match[str]) -> System:
    release = release_of_build(facts, int(found["build"]), image=True)
    rest = _words_beside(folded, found)
    if rest:
        named = _lookup(facts, rest)
        if named is None and joined(rest) not in ("windows", "windowsserver", "server"):
            raise _unresolved(facts, text, rest)
        if named is not None and named.release.build != release.build:
            raise _contradiction(text, named.release, release.build)
    return replace(image_of_release(facts, release, text), revision=_revision(found))


def _image_in_words(facts: FactBase, text: str, texts: tuple[str, ...]) -> System:
    named = _lookup(facts, texts)
    bare = "".join(_outer_stripped(texts))
    if named is None:
        named = host_of_version(facts, bare)
    if named is not None:
        return image_of_release(facts, named.release, text, named.note)
    candidates = candidates_of(facts, texts) or candidates_of(facts, _outer_stripped(texts))
    if candidates and all(r.role is Role.CLIENT for r in candidates):
        raise never_published(facts, text, candidates[-1], None)
    raise _unresolved(facts, text, texts, Role.SERVER)


def _known_by_version(facts: FactBase, release: Release) -> bool:
    """A server is known by its version where it has no other name or its images are tagged with it."""
    return release.channel is not Channel.LTSC or release.version.lower() in shelf(facts).tags


def _words_beside(folded: str, found: re.Match[str]) -> tuple[str, ...]:
    around = f"{folded[: found.start()]} {folded[found.end() :]}"
    return tuple(t for t in _outer_stripped(tuple(w.text for w in words(around))) if t not in INNER)


def _revision(found: re.Match[str]) -> int | None:
    return int(found["revision"]) if found["revision"] else None


def _contradiction(text: str, release: Release | None, build: int) -> UnresolvedNameError:
    named = f"{release.name} has the build {release.build}" if release else "The name has another build"
    return UnresolvedNameError(
        f"{text!r} contradicts itself: {named}, not {build}.", "Give the name or the build alone."
    )


def _unresolved(facts: FactBase, text: str, texts: tuple[str, ...], role: Role | None = None) -> UnresolvedNameError:
    """The error for a name that no release has: what was probably meant, among the releases of that role if given."""
    shown = text.strip()[:80]
    key = joined(_outer_stripped(texts))
    family = next((f for f in facts.of(Family) if name_key(f.id) == "".join(texts)), None)
    if family is not None and family.id != "windows":
        return UnresolvedNameError(
            f"{shown!r} names a family of images, not a release.", f"Add a tag, such as {family.id}:ltsc2022."
        )
    if ("annual" in texts or "ac" in texts) and "23h2" not in texts:
        return UnresolvedNameError(
            f"{shown!r} is no release: the Annual Channel has had one only.", "It is Windows Server, version 23H2."
        )
    candidates = candidates_of(facts, texts) or candidates_of(facts, _outer_stripped(texts))
    candidates = tuple(r for r in candidates if role in (None, r.role))
    if candidates:
        names = ", ".join(f"{r.name} ({r.id})" for r in candidates[:_MOST_CANDIDATES])
        more = f" or one of {len(candidates) - _MOST_CANDIDATES} more" if len(candidates) > _MOST_CANDIDATES else ""
        return UnresolvedNameError(f"{shown!r} does not name one release.", f"It may mean {names}{more}.")
    linux = {*texts} & {*facts.linux.names}
    if linux:
        return UnresolvedNameError(
            f"{shown!r} is Linux, and this is about Windows containers on Windows hosts.",
            "Name a Windows release or base image, for example servercore:ltsc2022.",
        )
    near = get_close_matches(key, lexicon(facts).keys, n=12, cutoff=0.5)
    releases = list(dict.fromkeys(lexicon(facts).keys[k].release for k in near))[:3]
    if not releases:
        releases = [r for r in facts.releases.values() if r.channel is Channel.LTSC][-3:]
    names = ", ".join(f"{r.name} ({r.id})" for r in releases)
    return UnresolvedNameError(f"No known release is called {shown!r}.", f"The nearest known are {names}.")


def _join(*notes: str | None) -> str | None:
    return " ".join(n for n in notes if n) or None
