"""Which mutants there are: the core, which compatibility and lifecycle rest on, and all."""

from collections.abc import Iterator

from assistant.rules import Engine, aspect, engine, fixes, lifespan, matchers, moment, verdict, versions
from assistant.rules.aspects import node_pools, orchestration, os_sku_versions, patching
from assistant.rules.kinds import (
    acquisition,
    activation,
    aks,
    build,
    channel,
    compatibility,
    error,
    image,
    installation,
    licensing,
    lifecycle,
    requirement,
    runtime,
    upgrade,
)
from tests.rules.mutation import conditions, facts, tables
from tests.rules.mutation.mutant import Mutant

CORE_MODULES = (compatibility, lifecycle, build, channel, image, lifespan, fixes, engine, verdict)
_TOLD = (acquisition, licensing, activation, installation, upgrade, requirement, error, runtime, aks)
TOLD_KINDS = tuple(module.__name__.rpartition(".")[2] for module in _TOLD)
OTHER_MODULES = (
    *_TOLD,
    *(node_pools, orchestration, os_sku_versions, patching, aspect, matchers, moment, versions),
)
CORE_FILES = frozenset(
    {
        "releases.toml",
        "images.toml",
        "compatibility.toml",
        "lifecycle.toml",
        "kinds/compatibility.py",
        "kinds/lifecycle.py",
        "fixes.py",
    }
)


def core_mutants(of: Engine) -> Iterator[Mutant]:
    """Conditions, tables and facts that compatibility, lifecycle, build, channel and image rest on."""
    yield from conditions.mutants(CORE_MODULES, of)
    yield from (m for m in tables.mutants(of) if m.file in CORE_FILES)
    yield from (m for m in facts.mutants(of) if m.file in CORE_FILES)


def all_mutants(of: Engine) -> Iterator[Mutant]:
    """The core, and then the conditions, tables and facts of the other kinds."""
    yield from core_mutants(of)
    yield from conditions.mutants(OTHER_MODULES, of)
    yield from (m for m in tables.mutants(of) if m.file not in CORE_FILES)
    yield from (m for m in facts.mutants(of) if m.file not in CORE_FILES)


def mutants_of(of: Engine, words: tuple[str, ...]) -> Iterator[Mutant]:
    """Those of the core (`core`), all (`all`), or all whose name has one of the words."""
    if words == ("core",):
        yield from core_mutants(of)
    else:
        yield from (m for m in all_mutants(of) if words == ("all",) or any(word in m.name for word in words))
