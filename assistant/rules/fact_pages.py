"""The fact pages of the guidance, printed from the facts: what sources state outright, one line for each entry.

`reference` prints what the rules decide from premises; here stands what the facts tell as they are: keys, licences,
upgrade paths, error codes, runtimes, node pools, image tags. A line is the rules' own sentence, so that an answer which
rests on such a fact finds it word for word in a page. What no source states is not printed: a written page says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, replace

from assistant.rules.engine import Engine
from assistant.rules.kinds.image import HasImage, TagNames
from assistant.rules.printed_page import PrintedPage
from assistant.rules.records import Family, Image, Source
from assistant.rules.rulebook import RULES
from assistant.rules.told import Holds, Telling, Told
from assistant.rules.wording import in_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """One page: the rules whose facts it tells, from the number `first` to the number `last`."""

    name: str
    title: str
    first: int
    last: int


def fact_pages(engine: Engine) -> dict[str, str]:
    """File name -> text of every fact page, as Markdown with front matter, in the order of the names."""
    pages = {f"facts-{span.name}.md": _told(engine, span) for span in SPANS} | {"facts-images.md": _images(engine)}
    return dict(sorted(pages.items()))


def statements(engine: Engine, entry: Told[Telling], about: str | None = None) -> list[str]:
    """What an entry tells, in the rules' sentences: asserted where it holds, denied where it does not.

    With `about`, the id of a release, only what names that release.
    """
    if entry.holds is Holds.UNKNOWN:
        return []
    said = [that for that in entry.those if about is None or names(that, about)]
    if entry.holds is Holds.NO:
        said = [replace(that, asserted=not that.asserted) for that in said]
    return [engine.state(that) for that in said]


def names(that: Telling, release: str) -> bool:
    """Whether a proposition names the release of that id."""
    return any(getattr(that, f.name) == release for f in fields(that))


def _told(engine: Engine, span: Span) -> str:
    lines: list[str] = []
    used: list[Told[Telling]] = []
    printed: set[type[Telling]] = set()
    for rule in RULES:
        if not span.first <= int(rule.id[1:]) <= span.last:
            continue
        entries = [e for kind in rule.told if kind not in printed for e in engine.facts.told_of(kind)]
        printed |= set(rule.told)
        said = {e: statements(engine, e) for e in entries if e.valid_on(engine.reviewed)}
        told = [f"- {' '.join(texts)}" for texts in said.values() if texts]
        if told:
            lines += [f"## {rule.title}", "", *told, ""]
            used += said
    sources = engine.facts.cited(e.id for e in used)
    return told_page(engine, span.title, "Windows Server", sources, lines)


def _images(engine: Engine) -> str:
    lines: list[str] = []
    images = engine.facts.of(Image)
    for family in engine.facts.of(Family):
        lines += [f"## Images and tags of {family.repository}", ""]
        for image in images:
            if image.family == family.id:
                lines.append(f"- {' '.join(image_statements(engine, image))}")
        lines.append("")
    cited = engine.facts.cited(i.id for i in images)
    return told_page(engine, "Facts on images and tags", "Windows Server", cited, lines)


def image_statements(engine: Engine, image: Image) -> Iterator[str]:
    """The image, its tags and its own end, in the rules' sentences."""
    release = engine.facts.releases[image.release]
    yield engine.state(HasImage(release=release, family=image.family))
    for tag in image.tags:
        yield engine.state(TagNames(tag=tag, release=release, family=image.family))
    if image.ended is not None:
        name = engine.facts.get(Family, image.family).name
        yield f"The {name} image of {release.name} ended on {in_words(image.ended)}."


def told_page(engine: Engine, title: str, about: str, sources: Iterable[Source], lines: Iterable[str]) -> str:
    """A page of which each line is a fact. Of its sources those without a date stand last."""
    opening = f"Each line is a fact as it stands on {in_words(engine.reviewed)}, in the words of the rules."
    cited = sorted(sources, key=lambda source: (source.dated is None, source.id))
    return PrintedPage(title, [about], cited, opening).markdown(engine.reviewed, lines)


SPANS = (
    Span(name="acquisition", title="Facts on getting media and keys", first=40, last=59),
    Span(name="licensing", title="Facts on licences", first=60, last=69),
    Span(name="activation", title="Facts on activation and keys", first=70, last=79),
    Span(name="installation", title="Facts on installation", first=80, last=89),
    Span(name="upgrade", title="Facts on upgrades", first=90, last=99),
    Span(name="requirement", title="Facts on requirements", first=100, last=119),
    Span(name="error-codes", title="Facts on error codes", first=120, last=122),
    Span(name="error-causes", title="Facts on causes of errors and what helps", first=123, last=129),
    Span(name="runtime", title="Facts on container runtimes", first=130, last=149),
    Span(name="patching", title="Facts on patching", first=150, last=159),
    Span(name="aks-os-skus", title="Facts on AKS os-skus", first=160, last=167),
    Span(name="aks-node-pools", title="Facts on AKS node pools", first=168, last=180),
    Span(name="clusters", title="Facts on Kubernetes and other orchestrators", first=181, last=199),
)
