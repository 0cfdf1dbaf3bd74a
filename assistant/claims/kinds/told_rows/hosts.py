"""What a host needs and does: roles, memory, defaults, revisions, and what its runtime refuses."""

import re
from typing import Any

from assistant.claims.kinds.told import Row, Scene, isolations
from assistant.claims.kinds.told_rows.words import NEEDED
from assistant.claims.lexicon import W
from assistant.rules import Role
from assistant.rules.aspects.patching import RevisionsMustMatch
from assistant.rules.kinds import requirement, runtime

_p = re.compile

_RUNTIMES = (
    (_p(r"\bmirantis(?: container runtime)?\b"), runtime.Runtime.MIRANTIS),
    (_p(r"\bdocker with the containerd image store\b"), runtime.Runtime.DOCKER_STORE),
    (
        _p(r"\bdocker(?: engine)? with the classic (?:windows )?image store\b|\bwindowsfilter\b"),
        runtime.Runtime.DOCKER_CLASSIC,
    ),
    (_p(r"\bhcsshim\b"), runtime.Runtime.HCSSHIM),
    (_p(r"\bcontainerd\b"), runtime.Runtime.CONTAINERD),
)

_HYPERV_ROLE = _p(r"\bhyper-v role\b")

_DEFAULT = _p(r"\b(?:defaults?|by default)\b")

_THINGS = (
    (_HYPERV_ROLE, requirement.Thing.HYPERV_ROLE),
    (
        _p(
            r"\bnested virtualization(?: in a virtual machine| where the host is a virtual machine| if the host is a virtual machine)?\b"
        ),
        requirement.Thing.NESTED,
    ),
    (_p(r"\b(?:windows )?(?:installed )?on (?:drive )?c :?|\bdrive c\b"), requirement.Thing.DRIVE_C),
)


def _needs(scene: Scene) -> list[Any]:
    things = scene.values(_THINGS)
    if requirement.Thing.NESTED in things and not re.search(r"virtual machine|\bvms?\b", scene.text):
        scene.unread.append("nested virtualization")  # needed only where the host is a virtual machine
    return [requirement.Needs(isolation=i, thing=t) for i in isolations(scene) for t in things]


def _nested(scene: Scene) -> list[Any]:
    found = []
    for number, place in scene.numbers():
        rest = scene.text[place : place + 40]
        if match := re.match(r"\w+ gb(?: of)?(?: (?:memory|ram))?", rest):
            found.append(requirement.NestedNeeds(resource=requirement.Resource.MEMORY, least=number))
            scene.cover(place, place + match.end())
        elif match := re.match(r"\w+ (?:virtual )?(?:processors?|cpus?|vcpus?)", rest):
            found.append(requirement.NestedNeeds(resource=requirement.Resource.PROCESSORS, least=number))
            scene.cover(place, place + match.end())
    return found


_CLIENTEDITIONS = tuple((_p(rf"\b{e.value.lower()}\b"), e) for e in requirement.ClientEdition)


def _hosts_containers(scene: Scene) -> list[Any]:
    editions = scene.values(_CLIENTEDITIONS)
    subjects = [s for s in scene.subjects() if s.startswith(("win1", "client"))] or ["client"]
    return [requirement.HostsContainers(subject=s, edition=e) for s in subjects for e in editions]


def _default_isolation(scene: Scene) -> list[Any]:
    releases = [s for s in scene.subjects() if s != "client"]
    subjects = list(dict.fromkeys((*releases, *scene.role_subjects())))
    named = isolations(scene)
    if len(named) == len(subjects) == 2 and re.search(r"\b(?:and|while)\b|,", scene.text):
        return [requirement.DefaultIsolation(subject=s, isolation=i) for s, i in zip(subjects, named, strict=True)]
    if len(named) != 1:
        return []
    return [requirement.DefaultIsolation(subject=s, isolation=named[0]) for s in subjects]


def _revisions(scene: Scene) -> list[Any]:
    subjects = scene.subjects()
    if any(
        t.kind is W.LATER
        or (t.kind is W.FROM and t.text != "from")
        or (t.text in ("on", "onwards", "since", "from") and t.kind in (W.FROM, W.SINCE))
        for t in scene.view.tokens
    ):
        scene.find(_p(r"\b(?:or later|and later|or newer|and newer|onwards?|from|since)\b"))
        if len(subjects) != 1:
            return []
        line = scene.engine.facts.releases
        later = (
            [r for r in line.values() if r.role is Role.SERVER and r.build > line[subjects[0]].build]
            if subjects[0] in line
            else []
        )
        return [RevisionsMustMatch(subject=s) for s in (subjects[0], *(r.id for r in later))]
    return [RevisionsMustMatch(subject=s) for s in subjects]


def _age(scene: Scene) -> list[Any]:
    ages = scene.values(
        (
            (_p(r"\b(?:that (?:is|are) )?newer\b(?: than (?:the|its) host)?"), runtime.ImageAge.NEWER),
            (_p(r"\b(?:that (?:is|are) )?older\b(?: than (?:the|its) host)?"), runtime.ImageAge.OLDER),
        )
    )
    return [runtime.BlocksPull(runtime=r, age=a) for r in scene.values(_RUNTIMES) for a in ages]


HOSTS: tuple[Row, ...] = (
    Row(cues=(_p(r"\b(?:gb|vcpus?|virtual processors?|processors?)\b"), _p(r"\b(?:needs?|requires?|at least|minimum|nested)\b")), make=_nested, veto=_p(r"\bintel\b|\bamd\b")),
    Row(cues=(NEEDED, _p(r"\bhyper-v role\b|\bnested virtualization\b|\bdrive c\b|\bon c\b")), make=_needs, filler=_p(r"\b(?:installed|enabled|to (?:use|run|start)|on the host|feature|switched on|turned on|in (?:a|the) virtual machine|in (?:a|the) vm|inside (?:a|the) virtual machine|windows feature)\b")),
    Row(cues=(_DEFAULT,), make=_default_isolation, filler=_p(r"\b(?:(?:windows )?containers?|container hosts?)\b"), veto=_p(r"\bos-sku\b|\bimages?\b|\bmatcher\b")),
    Row(cues=(_p(r"\b(?:windows )?(?:home|pro|enterprise|education)(?: editions?)?\b"), _p(r"\bcontainers?\b"), _p(r"\b(?:hosts?|runs?|supports?|supported|can|works?|allows?)\b")), make=_hosts_containers, veto=_p(r"\bltsc|\blicen[cs]|\bproduction\b|\bdevelopment\b|\bprocess\b|hyper-v|\bserver\b")),
    Row(cues=(_p(r"\brevisions?\b|\bpatch levels?\b"), _p(r"\b(?:match(?:es)?|equal|same|identical|agree)\b"), _p(r"\b(?:must|need|needs|have to|has to|required?|requires)\b")), make=_revisions, filler=_p(r"\b(?:of )?(?:the )?(?:container )?(?:host|image|container)(?:'s)?s?(?: and (?:of )?(?:the )?(?:container )?(?:host|image|container)s?)?\b|\bnumbers?\b"), veto=_p(r"\bif\b|\bwhen\b|\bkernel\b|hyper-v|\bltsc20|\baks\b")),
    Row(cues=(_p(r"\b(?:docker|containerd|hcsshim|windowsfilter)\b"), _p(r"\b(?:blocks?|refuses?|rejects?)\b"), _p(r"\bimages?\b")), make=_age, veto=_p(r"hyper-v|\bprocess\b")),
)  # fmt: skip
