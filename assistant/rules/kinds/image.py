"""Which base images and tags exist? Families and tags are in images.toml; what it does not list was never published."""

from dataclasses import dataclass, replace
from datetime import date

from assistant.errors import UnresolvedNameError
from assistant.rules.factbase import FactBase
from assistant.rules.records import Family, Image, TagRule
from assistant.rules.references import resolve_tag, shelf
from assistant.rules.release import ImageRef, Release
from assistant.rules.rule import Kind, Rule
from assistant.rules.spelling import fold
from assistant.rules.verdict import Ruling, Step, Truth


@dataclass(frozen=True, slots=True, kw_only=True)
class HasImage:
    """The proposition that a release has a base image, of one family or of any (or has none)."""

    release: Release
    family: str | None = None
    asserted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TagExists:
    """The proposition that a tag is published, in one family or in any (or is not)."""

    tag: str
    family: str | None = None
    asserted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class TagNames:
    """The proposition that a tag holds a release (or does not)."""

    tag: str
    release: Release
    family: str | None = None
    asserted: bool = True


Proposition = HasImage | TagExists | TagNames


def decide(facts: FactBase, proposition: Proposition, as_of: date) -> Ruling[Proposition]:
    """Whether the proposition is true. Until 16 April 2019 the tag `latest` existed; what it held then is unknown."""
    if isinstance(proposition, HasImage):
        return _decide_image(facts, proposition)
    return _decide_tag(facts, proposition, as_of)


def _decide_image(facts: FactBase, proposition: HasImage) -> Ruling[Proposition]:
    release, family = proposition.release, proposition.family
    images = [i for i in facts.of(Image) if i.release == release.id and family in (None, i.family)]
    if images:
        tags = ", ".join(f"{shelf(facts).families[i.family].repository}:{i.tag}" for i in images)
        text = f"{release.name} has the base images {tags}." if family is None else f"{release.name} has {tags}."
        step = Step(rule="R30", text=text, facts=tuple(i.id for i in images), conflict=images[0].conflict)
    else:
        step = _none(facts, release, family)
    if bool(images) is proposition.asserted:
        return Ruling(truth=Truth.ENTAILED, derivation=(step,))
    correction = replace(proposition, asserted=bool(images))
    return Ruling(truth=Truth.CONTRADICTED, derivation=(step,), correction=correction)


def _none(facts: FactBase, release: Release, family: str | None) -> Step:
    """Why there is no such image."""
    rule = next((r for r in facts.of(TagRule) if r.release == release.id), None)
    if rule is not None:
        return Step(rule="R31", text=rule.statement, facts=(rule.id,))
    if family is None:
        return Step(rule="R30", text=f"There is no base image of {release.name}.", facts=(release.id,))
    found = facts.get(Family, family)
    return Step(rule="R30", text=f"{found.name} has no image of {release.name}.", facts=(found.id,))


def _decide_tag(facts: FactBase, proposition: TagExists | TagNames, as_of: date) -> Ruling[Proposition]:
    tag = fold(proposition.tag).text.strip()
    latest = facts.get(TagRule, "tag.latest")
    if tag == "latest":
        step = Step(rule="R32", text=latest.statement, facts=(latest.id,))
        if not latest.valid_on(as_of):
            return Ruling(truth=Truth.UNDECIDED, derivation=(step,))
        return _answer(proposition, exists=False, step=step)
    try:
        image = resolve_tag(facts, tag, proposition.family)
    except UnresolvedNameError as error:
        return _answer(proposition, exists=False, step=Step(rule="R30", text=str(error)))
    step = Step(rule="R30", text=f"The tag {tag} is {image.system.release.name}.", facts=(_entry(facts, image),))
    if image.note is not None and isinstance(proposition, TagExists):
        return Ruling(truth=Truth.UNDECIDED, derivation=(replace(step, text=image.note),))
    if isinstance(proposition, TagNames) and image.system.release.id != proposition.release.id:
        return _other_release(proposition, image.system.release, step)
    return _answer(proposition, exists=True, step=step)


def _other_release(proposition: TagNames, release: Release, step: Step) -> Ruling[Proposition]:
    if not proposition.asserted:
        return Ruling(truth=Truth.ENTAILED, derivation=(step,))
    return Ruling(truth=Truth.CONTRADICTED, derivation=(step,), correction=replace(proposition, release=release))


def _answer(proposition: TagExists | TagNames, *, exists: bool, step: Step) -> Ruling[Proposition]:
    if exists is proposition.asserted:
        return Ruling(truth=Truth.ENTAILED, derivation=(step,))
    return Ruling(truth=Truth.CONTRADICTED, derivation=(step,), correction=replace(proposition, asserted=exists))


def _entry(facts: FactBase, image: ImageRef) -> str:
    """The fact of the image; every release with images has a Server Core image."""
    return shelf(facts).images[image.family or "servercore", image.system.release.id].id


def state(facts: FactBase, proposition: Proposition) -> str:
    """The proposition as a sentence that asserts it."""
    if isinstance(proposition, HasImage):
        kind = facts.get(Family, proposition.family).name if proposition.family else "base"
        return f"There is {'a' if proposition.asserted else 'no'} {kind} image of {proposition.release.name}."
    name = proposition.tag
    if proposition.family:
        name = f"{facts.get(Family, proposition.family).repository}:{proposition.tag}"
    no = "" if proposition.asserted else "not "
    if isinstance(proposition, TagNames):
        return f"The tag {name} is {no}{proposition.release.name}."
    return f"The tag {name} is {no}published."


RULES: tuple[Rule, ...] = (
    Rule(
        id="R30",
        title="Each family has images of certain releases only",
        statement="Server Core exists for every release with images, Nano Server too, the Windows image from 1809 to "
        "20H2, the Windows Server image from 2022 on; each under its own tags.",
        facts=("servercore", "nanoserver", "windows", "server"),
        applies=_decide_image,
    ),
    Rule(
        id="R31",
        title="There is no 23H2 image",
        statement="No base image of version 23H2 was ever published; its hosts use the Windows Server 2022 images.",
        facts=("tag.none-for-23h2",),
        applies=_none,
    ),
    Rule(
        id="R32",
        title="The tag latest is not published",
        statement="Since 16 April 2019 the tag `latest` is neither published nor maintained: a tag must be named.",
        facts=("tag.latest",),
        applies=_decide_tag,
    ),
)

KIND = Kind(name="image", propositions=(HasImage, TagExists, TagNames), decide=decide, state=state, rules=RULES)
