"""Image references and tags -> ImageRef: registries, ports, mirrors, digests, patch and architecture suffixes.

Nothing here asks a registry: what a reference names is read from its words, and what words cannot say is refused.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from assistant.errors import UnresolvedNameError
from assistant.rules.factbase import FactBase
from assistant.rules.records import Family, Image, ReleaseRecord, TagRule
from assistant.rules.release import Channel, ImageRef, Release, Role, System

REPOSITORY = "mcr.microsoft.com/"
_PATCH = re.compile(r"^(?P<tag>.+?)-kb[0-9]{6,8}$")
_ARCHITECTURE = re.compile(r"-(amd64|arm64|x64|arm)$")
_FULL = re.compile(r"^(?:10\.0\.)?(?P<build>[0-9]{5})(?:\.(?P<revision>[0-9]{1,6}))?$")
_DIGEST = re.compile(r"^[a-z0-9]+:[0-9a-f]{32,128}$")
_DERIVED = re.compile(
    r"(?:^|[-_.])(?P<family>windowsservercore|servercore|nanoserver)(?:[-_](?P<tag>[a-z0-9.]+))?(?=$|[-_])"
)
_OLD_HUB = "microsoft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference taken apart, folded: `path` without registry and tag; `tag` and `digest` None where absent."""

    path: tuple[str, ...]
    tag: str | None
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shelf:
    """The facts of images.toml, arranged for lookup."""

    families: dict[str, Family]
    images: dict[tuple[str, str], Image]
    tags: dict[str, tuple[Image, ...]]


@lru_cache(maxsize=8)
def shelf(facts: FactBase) -> Shelf:
    """The image facts arranged for lookup, built once for a fact base."""
    tags: dict[str, tuple[Image, ...]] = {}
    for image in facts.of(Image):
        for tag in (*image.tags, *(n.tag for n in image.noted)):
            tags[tag.lower()] = (*tags.get(tag.lower(), ()), image)
    return Shelf(
        families={f.id: f for f in facts.of(Family)},
        images={(i.family, i.release): i for i in facts.of(Image)},
        tags=tags,
    )


def published_name(facts: FactBase, family: str, release: str) -> str | None:
    """`mcr.microsoft.com/windows/servercore:ltsc2022`, or None where that family has no image of that release."""
    known = shelf(facts)
    image = known.images.get((family, release))
    return f"{REPOSITORY}{known.families[family].repository}:{image.tag}" if image else None


def looks_like_reference(folded: str) -> bool:
    """Whether folded text has the shape of an image reference rather than of a name in words."""
    return " " not in folded and any(mark in folded for mark in ":/@")


def parse(folded: str) -> Reference:
    """A folded reference taken apart. Raises UnresolvedNameError where it has no repository name."""
    rest, _, digest = folded.removeprefix("https://").removeprefix("docker://").partition("@")
    head, slash, last = rest.rpartition("/")
    name, _, tag = last.partition(":")
    parts = [*head.split("/"), name] if slash else [name]
    # A first part with a dot or a port is a registry, as is "localhost".
    if len(parts) > 1 and ("." in parts[0] or ":" in parts[0] or parts[0] == "localhost"):
        parts = parts[1:]
    if not all(parts):
        raise UnresolvedNameError(f"{folded!r} is not an image reference.", "Write it as repository:tag.")
    return Reference(path=tuple(parts), tag=tag or None, digest=digest or None)


def resolve_reference(facts: FactBase, folded: str) -> ImageRef:
    """The image that a reference names. Raises UnresolvedNameError with what to use instead."""
    reference = parse(folded)
    if reference.digest is not None and not _DIGEST.match(reference.digest):
        raise UnresolvedNameError(
            f"{reference.digest!r} in {folded!r} is not a digest.", "A digest is sha256: and 64 hexadecimal digits."
        )
    if "insider" in reference.path:
        raise UnresolvedNameError(
            f"{folded!r} is an Insider image.", facts.get(TagRule, "tag.insider").statement + " Name a released image."
        )
    family, note = _family(facts, reference.path)
    if family is None:
        return _derived(facts, folded, reference)
    if reference.tag is None:
        raise _without_tag(facts, folded, family, reference.digest)
    image = resolve_tag(facts, reference.tag, family)
    if reference.digest is not None:
        note = _join(note, "The tag was read; what the digest pins cannot be looked up offline.")
    return ImageRef(system=image.system, family=image.family, tag=image.tag, note=_join(note, image.note))


def resolve_tag(facts: FactBase, tag: str, family: str | None = None) -> ImageRef:
    """The image that a folded tag names, in one family or in any. Raises UnresolvedNameError saying what to use."""
    bare = _ARCHITECTURE.sub("", tag)
    patched = _PATCH.match(bare)
    bare = _ARCHITECTURE.sub("", patched["tag"]) if patched else bare
    if bare == "latest" or bare.startswith("insider"):
        rule = facts.get(TagRule, "tag.latest" if bare == "latest" else "tag.insider")
        raise UnresolvedNameError(f"The tag {tag!r} names no image.", f"{rule.statement} {_use(facts, family)}")
    full = _FULL.match(bare)
    if full and (family is None or bare.startswith("10.0.")):
        return _by_build(facts, tag, int(full["build"]), full["revision"], family)
    candidates = shelf(facts).tags.get(bare, ())
    if not candidates:
        raise _unpublished(facts, tag, bare, family)
    chosen = [image for image in candidates if family is None or image.family == family]
    if not chosen:
        raise _not_in_family(facts, tag, facts.releases[candidates[0].release], family or "")
    note = None
    if family is not None or len(candidates) == 1:
        note = next((n.note for n in chosen[0].noted if n.tag.lower() == bare), None)
    release = facts.releases[chosen[0].release]
    only_family = family or (chosen[0].family if len(candidates) == 1 else None)
    return ImageRef(system=System(release=release), family=only_family, tag=tag, note=note)


def release_of_build(facts: FactBase, build: int, *, image: bool) -> Release:
    """The release with that build; one that a server and a client share is the server. Raises UnresolvedNameError."""
    found = [r for r in facts.releases.values() if r.build == build and (r.role is Role.SERVER or not image)]
    if found:
        return found[0]
    client = next((r for r in facts.releases.values() if r.build == build), None)
    if client is not None:
        raise UnresolvedNameError(
            f"Build {build} is {client.name}, and base images are made of server releases only.", _use(facts, None)
        )
    known = {r.build: r.name for r in facts.releases.values() if r.role is Role.SERVER or not image}
    # The server's name wins where a client has the same build.
    known |= {r.build: r.name for r in facts.releases.values() if r.role is Role.SERVER}
    nearest = sorted(known, key=lambda b: (abs(b - build), b))[:3]
    named = ", ".join(f"{b} ({known[b]})" for b in nearest)
    raise UnresolvedNameError(f"No known release has the build {build}.", f"The nearest builds are {named}.")


def _family(facts: FactBase, path: tuple[str, ...]) -> tuple[str | None, str | None]:
    """The base-image family that a repository path names, and a note where the path is not the published one."""
    last = path[-1]
    if last == "server":
        if path[-2:-1] == ("windows",):
            return "server", None
        return ("server", "Read as windows/server.") if len(path) == 1 else (None, None)
    for family in facts.of(Family):
        if last in family.names:
            if last == family.id and path[0] != _OLD_HUB:
                return family.id, None
            return family.id, f"The repository is published as {REPOSITORY}{family.repository} today."
    return None, None


def _derived(facts: FactBase, folded: str, reference: Reference) -> ImageRef:
    """An image built on a base image whose tag says on which, such as `golang:1.25-windowsservercore-ltsc2022`."""
    for text in (reference.tag or "", reference.path[-1]):
        for match in _DERIVED.finditer(text):
            family = "servercore" if match["family"].endswith("servercore") else "nanoserver"
            tag = match["tag"]
            if tag is None:
                continue
            base = resolve_tag(facts, tag, family)
            note = f"Read from the words of the tag: built on {family}:{tag}."
            return ImageRef(system=base.system, family=family, tag=reference.tag, note=_join(note, base.note))
    names = {*reference.path, *(re.split(r"[-_.]", reference.tag) if reference.tag else ())}
    linux = names & {*facts.linux.names, *facts.linux.tags}
    if linux:
        what = (
            f"{folded!r} is a Linux image ({min(linux)}), and this is about Windows hosts, which need Windows images."
        )
    else:
        what = f"{folded!r} does not say on which Windows base image it is built."
    raise UnresolvedNameError(
        what, "Name the base image of its Dockerfile, for example servercore:ltsc2022 or nanoserver:ltsc2022."
    )


def _without_tag(facts: FactBase, folded: str, family: str, digest: str | None) -> UnresolvedNameError:
    if digest is None:
        rule = facts.get(TagRule, "tag.latest").statement
        return UnresolvedNameError(f"{folded!r} names no tag.", f"{rule} {_use(facts, family)}")
    return UnresolvedNameError(
        f"{folded!r} names a digest only, and which release a digest holds is known to the registry alone.",
        "Name the tag too, or give the OsVersion that `docker inspect` shows, such as 10.0.20348.2227.",
    )


def _by_build(facts: FactBase, tag: str, build: int, revision: str | None, family: str | None) -> ImageRef:
    release = release_of_build(facts, build, image=True)
    if not any(i.release == release.id for i in facts.of(Image)):
        raise never_published(facts, tag, release, family)
    if family is not None and (family, release.id) not in shelf(facts).images:
        raise _not_in_family(facts, tag, release, family)
    system = System(release=release, revision=None if revision is None else int(revision))
    return ImageRef(system=system, family=family, tag=tag)


def _unpublished(facts: FactBase, tag: str, bare: str, family: str | None) -> UnresolvedNameError:
    """A tag that no family has: of a release without images, of a release under another tag, or of none."""
    year = next((r for r in facts.of(ReleaseRecord) if r.year is not None and bare == str(r.year)), None)
    version = next((r for r in facts.of(ReleaseRecord) if bare == r.version.lower()), None)
    record = year or version
    if record is None:
        return UnresolvedNameError(f"No base image has the tag {tag!r}.", _use(facts, family))
    release = facts.releases[record.id]
    if release.role is Role.CLIENT or release.channel is Channel.ANNUAL:
        return never_published(facts, tag, release, family)
    return _not_in_family(facts, tag, release, family)


def never_published(facts: FactBase, tag: str, release: Release, family: str | None) -> UnresolvedNameError:
    """The error for an image of a release that has none; `tag` is how it was asked for."""
    if release.channel is Channel.ANNUAL:
        rule = facts.get(TagRule, "tag.none-for-23h2")
        instead = published_name(facts, family or "servercore", rule.instead or "")
        fallback = published_name(facts, "server", rule.instead or "")
        return UnresolvedNameError(f"{tag!r} is no base image.", f"{rule.statement} Use {instead or fallback}.")
    what = f"{tag!r} is no base image: there are none of {release.name}, only of server releases."
    return UnresolvedNameError(what, _use(facts, family))


def _not_in_family(facts: FactBase, tag: str, release: Release, family: str | None) -> UnresolvedNameError:
    """The error for a tag that the family does not have, naming the tag of its release or the family that has one."""
    known = shelf(facts)
    own = published_name(facts, family, release.id) if family else None
    other = known.families[family].successor or known.families[family].predecessor if family else None
    use = own or (published_name(facts, other, release.id) if other else None)
    use = use or published_name(facts, "servercore", release.id)
    name = f"{known.families[family].repository}:{tag}" if family else tag
    remedy = f"For {release.name} use {use}."
    if own is None and family is not None:
        remedy = f"{known.families[family].name} has no image of {release.name}. {remedy}"
    return UnresolvedNameError(f"{name!r} was never published.", remedy)


def _use(facts: FactBase, family: str | None) -> str:
    """The tags to choose from, of one family or of Server Core."""
    images = [i for i in facts.of(Image) if i.family == (family or "servercore")]
    current = [i.tag for i in images if facts.releases[i.release].channel is Channel.LTSC]
    tags = current or [i.tag for i in images]
    return f"Name a tag, such as {', '.join(reversed(tags))}."


def _join(*notes: str | None) -> str | None:
    return " ".join(n for n in notes if n) or None
