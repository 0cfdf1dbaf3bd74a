"""A row or a column of the grid: one sentence for the cells that have the same verdicts."""

from collections.abc import Callable, Iterator, Sized
from datetime import date

from assistant.rules.engine import Engine
from assistant.rules.release import Isolation, Platform, Release, Role
from assistant.rules.statements.pairs import compatibility, conditions
from assistant.rules.statements.subjects import HostRow, ImageColumn, Part, Statement
from assistant.rules.verdict import Check, Outcome, Verdict
from assistant.rules.wording import IN_ISOLATION, article, host_name, image_name, listed_releases

_GROUPS = (
    # The cells of a row or column that share one sentence: process and Hyper-V outcome -> how it is said of the images
    ((Outcome.SUPPORTED, Outcome.SUPPORTED), "in process isolation and with Hyper-V isolation"),
    ((Outcome.SUPPORTED, Outcome.CONDITIONAL), "in process isolation, and with Hyper-V isolation under conditions"),
    ((Outcome.SUPPORTED, Outcome.UNSUPPORTED), "in process isolation only"),
    ((Outcome.CONDITIONAL, Outcome.SUPPORTED), "with Hyper-V isolation, and in process isolation under conditions"),
    ((Outcome.CONDITIONAL, Outcome.CONDITIONAL), "in both isolations, under conditions"),
    ((Outcome.CONDITIONAL, Outcome.UNSUPPORTED), "in process isolation only, and under conditions"),
    ((Outcome.UNSUPPORTED, Outcome.SUPPORTED), "with Hyper-V isolation only"),
    (
        (Outcome.UNSUPPORTED, Outcome.CONDITIONAL),
        "with Hyper-V isolation only, under conditions that no printed table confirms",
    ),
)


def row(engine: Engine, asked: HostRow, as_of: date) -> Iterator[Statement]:
    """What runs on a host."""
    subject = article(host_name(asked.host, asked.platform))
    subject = subject[:1].upper() + subject[1:]
    cells = [(c.image.system.release, c) for c in cells_of(engine, asked, as_of)]

    def some(images: list[Release], how: str) -> str:
        return f"{subject} supports the {listed_releases(images)} {_plural('image', images)} {how}."

    def none(images: list[Release]) -> str:
        return f"{subject} does not support the {listed_releases(images, 'or')} {_plural('image', images)}."

    yield from _grouped(cells, asked.isolation, some, none)


def column(engine: Engine, asked: ImageColumn, as_of: date) -> Iterator[Statement]:
    """Where an image runs."""
    image, where = image_name(asked.image), _WHERE[asked.platform]
    cells = [(c.host.release, c) for c in cells_of(engine, asked, as_of)]

    def some(hosts: list[Release], how: str) -> str:
        return f"The {image} is supported on {listed_releases(hosts)} {where}s {how}."

    def none(hosts: list[Release]) -> str:
        return f"The {image} is not supported on {listed_releases(hosts, 'or')} {where}s."

    yield from _grouped(cells, asked.isolation, some, none)


_WHERE = {Platform.WINDOWS: "host", Platform.AKS: "AKS node", Platform.KUBERNETES: "Kubernetes node"}
_Cells = list[tuple[Release, Check]]


def _grouped(
    cells: _Cells,
    isolation: Isolation | None,
    some: Callable[[list[Release], str], str],
    none: Callable[[list[Release]], str],
) -> Iterator[Statement]:
    """One sentence a group of cells with the same outcomes, the newest releases first, the unsupported ones last."""
    asked = (isolation,) if isolation else tuple(Isolation)
    newest_first = sorted(cells, key=lambda cell: (cell[0].role is Role.CLIENT, -cell[0].build))
    for outcomes, how in _ways(isolation):
        group = [(r, c) for r, c in newest_first if tuple(c.by_isolation[i].outcome for i in asked) == outcomes]
        if group:
            yield _group(some([r for r, _ in group], how), group, asked)
    rest = [(r, c) for r, c in newest_first if all(c.by_isolation[i].outcome is Outcome.UNSUPPORTED for i in asked)]
    if rest:
        yield _group(none([r for r, _ in rest]), rest, asked)
    verdicts = {
        i: [v for _, c in newest_first if (v := c.by_isolation[i]).outcome is not Outcome.UNSUPPORTED] for i in asked
    }
    yield from conditions({i: _shared(found) for i, found in verdicts.items() if found})


def _shared(verdicts: list[Verdict]) -> list[str]:
    """The conditions that every one of these verdicts has."""
    return [c for c in verdicts[0].conditions if all(c in v.conditions for v in verdicts)]


def _ways(isolation: Isolation | None) -> tuple[tuple[tuple[Outcome, ...], str], ...]:
    if isolation is None:
        return _GROUPS
    how = IN_ISOLATION[isolation]
    return (((Outcome.SUPPORTED,), how), ((Outcome.CONDITIONAL,), f"{how}, under conditions"))


def _group(text: str, group: _Cells, asked: tuple[Isolation, ...]) -> Statement:
    claims = tuple(compatibility(check, isolation) for _, check in group for isolation in asked)
    return Statement(text=text, part=Part.ANSWER, claims=claims)


def _plural(noun: str, things: Sized) -> str:
    return noun if len(things) == 1 else f"{noun}s"


def cells_of(engine: Engine, subject: HostRow | ImageColumn, as_of: date) -> tuple[Check, ...]:
    """The checks of a row or column, always with both isolations."""
    if isinstance(subject, HostRow):
        return tuple(
            engine.check(subject.host, image, platform=subject.platform, as_of=as_of)
            for image in subject.images or engine.images()
        )
    return tuple(
        engine.check(host, subject.image, platform=subject.platform, as_of=as_of)
        for host in subject.hosts or engine.hosts()
    )
