"""The patterns of the kinds that sources state outright: which words of a clause make which proposition. Data."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from assistant.claims.kinds.told import ISOLATIONS, Row, Scene
from assistant.claims.lexicon import W
from assistant.rules import Form, Isolation, Role
from assistant.rules.aspects.orchestration import Cluster, OffersIsolation
from assistant.rules.aspects.os_sku_versions import OsSku
from assistant.rules.aspects.patching import RevisionsMustMatch
from assistant.rules.kinds import acquisition as acq
from assistant.rules.kinds import activation as act
from assistant.rules.kinds import aks, error, installation, licensing, requirement, runtime, upgrade
from assistant.rules.kinds.aks import Milestone


def _p(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


_EDITIONS = (
    (_p(r"\bazure edition\b"), act.Edition.AZURE),
    (_p(r"\bdatacenter\b"), act.Edition.DATACENTER),
    (_p(r"\bstandard\b"), act.Edition.STANDARD),
)
_OPTIONS = (
    (_p(r"\b(?:server with )?desktop experience\b|\bfull desktop\b|\bgui\b"), installation.Option.DESKTOP),
    (_p(r"\bserver core\b"), installation.Option.SERVER_CORE),
    (_p(r"\bnano server\b"), installation.Option.NANO),
)
_PROGRAMMES = (
    (_p(r"\bwithout software assurance\b"), acq.Programme.VOLUME_ALONE),
    (_p(r"\bsoftware assurance\b"), acq.Programme.SOFTWARE_ASSURANCE),
    (_p(r"\bsoftware subscriptions?\b"), acq.Programme.SOFTWARE_SUBSCRIPTION),
    (_p(r"\bvisual studio(?: subscriptions?| subscribers?)?\b"), acq.Programme.VISUAL_STUDIO),
    (_p(r"\bretail\b"), acq.Programme.RETAIL),
    (_p(r"\boem\b"), acq.Programme.OEM),
)
_PLACES = (
    (_p(r"\b(?:volume licensing service center|vlsc)(?: vlsc)?\b"), acq.Place.VLSC),
    (_p(r"\b(?:microsoft 365 )?admin center\b"), acq.Place.ADMIN_CENTER),
    (_p(r"\bvisual studio(?: subscriptions?)?\b"), acq.Place.VISUAL_STUDIO),
    (_p(r"\bbusiness center\b"), acq.Place.BUSINESS_CENTER),
    (_p(r"\b(?:azure )?marketplace\b"), acq.Place.MARKETPLACE),
    (_p(r"\bevaluation cent(?:er|re)\b"), acq.Place.EVALUATION_CENTER),
    (_p(r"\boem media\b"), acq.Place.OEM),
)
_LICENCES = (
    (_p(r"\b(?:windows server )?datacenter\b"), licensing.Licence.DATACENTER),
    (_p(r"\b(?:windows server )?standard\b"), licensing.Licence.STANDARD),
)
_USES = (
    (
        _p(
            r"\b(?:for )?(?:development and testing|development and test|testing and development|dev ?/ ?test|test and development|development or testing|for testing|for development)(?: only)?\b"
        ),
        licensing.Use.DEVELOPMENT,
    ),
    (_p(r"\b(?:for |in )?production(?: use| workloads)?\b"), licensing.Use.PRODUCTION),
)
_CODES = tuple((_p(re.escape(e.value)), e) for e in error.Error if e.value.startswith("0x"))
_OF_SYSTEM = r"(?:operating system|os|windows|base image|build|version)(?: version| build| number)?"
_MEANINGS = (
    (
        _p(
            rf"(?:version )?mismatch between (?:the )?(?:container|image) and (?:the )?host(?: {_OF_SYSTEM}s?)?|"
            rf"(?:{_OF_SYSTEM} (?:of|in) )?(?:the )?(?:container|image)(?:'s)?(?: image)?(?: {_OF_SYSTEM})? (?:does not|doesn't) match "
            rf"(?:(?:that|the one|the {_OF_SYSTEM}) of )?(?:the )?(?:container )?host(?:'s)?(?: {_OF_SYSTEM})?"
        ),
        error.Meaning.MISMATCH,
    ),
    (
        _p(
            r"(?:operating systems?|os|versions?|build) of (?:the )?(?:container|image|host)s? and (?:of )?(?:the )?(?:host|container|image)s? (?:do(?:es)? not match|differ)|(?:container|image)(?: os| operating system)? (?:does not|doesn't) match the host|image (?:and|or) host (?:do not|don't) match|(?:container|image) and host do not match|host and (?:image|container) do not match|image (?:does not|doesn't) fit the host"
        ),
        error.Meaning.MISMATCH,
    ),
    (_p(r"hyper-v is not installed|hyper-v (?:is )?missing"), error.Meaning.HYPERV_NOT_INSTALLED),
    (
        _p(r"container exited unexpectedly|exited unexpectedly|unexpected exit|container exited at (?:the )?start"),
        error.Meaning.EXITED,
    ),
    (
        _p(
            r"no hypervisor is present(?: on (?:the|this) system)?|hypervisor is not present|no hypervisor(?: is)? running"
        ),
        error.Meaning.NO_HYPERVISOR,
    ),
    (_p(r"layer of the image is invalid|invalid layer|image layer is invalid"), error.Meaning.INVALID_LAYER),
)
_CAUSES = (
    (
        _p(
            r"image of another build in process isolation|image with another build in process isolation|different builds? (?:of host and image )?in process isolation|image of a different build in process isolation"
        ),
        error.Cause.OTHER_BUILD,
    ),
    (
        _p(
            r"(?:image revision|revision of the image|image whose revision) (?:that )?(?:is )?(?:newer|higher) than (?:the )?(?:host revision|revision of the host|host's(?: revision)?|host)"
        ),
        error.Cause.REVISION_NEWER,
    ),
    (_p(r"image (?:that is )?newer than the host|newer image than (?:the )?host"), error.Cause.IMAGE_NEWER),
    (_p(r"host without a (?:running )?hypervisor|missing hypervisor"), error.Cause.NO_HYPERVISOR),
)
_FIXES = (
    (_p(r"(?:(?:enabling|installing|turning on|switching on) (?:the )?)?hyper-v role"), error.Fix.HYPERV_ROLE),
    (
        _p(r"(?:image that matches the host|matching (?:base )?image|image that fits the host)"),
        error.Fix.MATCHING_IMAGE,
    ),
    (_p(r"(?:host that matches the image|matching host)"), error.Fix.MATCHING_HOST),
    (_p(r"(?:enabling |turning on )?nested virtualization"), error.Fix.NESTED),
    (_p(r"newer host"), error.Fix.NEWER_HOST),
    (_p(r"older image"), error.Fix.OLDER_IMAGE),
    (_p(r"newer runtime"), error.Fix.NEWER_RUNTIME),
)
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
_SKUS = tuple((_p(rf"\b{s.value.lower()}\b"), s) for s in OsSku)
_SKU_OF = {
    "ws2019": OsSku.WINDOWS_2019,
    "ws2022": OsSku.WINDOWS_2022,
    "ws2025": OsSku.WINDOWS_2025,
    "ws23h2": OsSku.WINDOWS_ANNUAL,
    "Annual Channel": OsSku.WINDOWS_ANNUAL,
}
_MILESTONES = (
    (
        _p(r"(?:node )?images (?:are|were|will be|get) removed|removal of (?:its |the )?(?:node )?images"),
        Milestone.IMAGES_REMOVED,
    ),
    (_p(r"general(?:ly)? availab(?:le|ility)|\bga\b"), Milestone.GENERAL),
    (_p(r"\bpreview\b"), Milestone.PREVIEW),
    (_p(r"\bretire[sd]?\b|\bretirement\b|\bretiring\b"), Milestone.RETIRED),
)
_KEY = _p(r"\b[a-z0-9]{5}(?:-[a-z0-9]{5}){4}\b")
_NEEDED = _p(
    r"\b(?:needs?|requires?|required|must|has to|have to|necessary|needed|mandatory|depends on|prerequisite)\b"
)
_INSTALL = _p(
    r"\b(?:install(?:s|ed|ation)?|set up|deployed|installation option|available|offered|comes|come|runs|has|have|offers|exists?|supports?|there (?:is|are|was))\b"
)
_UPGRADE = _p(r"\b(?:in-place|in place|upgrad(?:e|es|ed|ing))\b")
_PASSIVE = _p(
    r"\b(?:upgraded|migrated|supports? (?:an? )?in-place upgrades?|upgrade (?:an? |the |your )?(?:windows server|version))\b"
)
_CLEAN = _p(r"\b(?:clean install(?:ation)?s?|reinstall(?:ation)?|fresh install(?:ation)?|new installation)\b")
_HYPERV_ROLE = _p(r"\bhyper-v role\b")
_DEFAULT = _p(r"\b(?:defaults?|by default)\b")


def _each(scene: Scene, build: Callable[[str], Any]) -> list[Any]:
    return [build(s) for s in scene.subjects()]


def _isolations(scene: Scene) -> list[Isolation]:
    scene.used |= ISOLATIONS
    found = []
    for token in scene.view.tokens:
        if token.kind is W.PROCESS:
            found.append(Isolation.PROCESS)
        elif token.kind is W.HYPERV and not scene.text[_at(scene, token.start) :].startswith("hyper-v role"):
            found.append(Isolation.HYPERV)
        elif token.kind is W.BOTH_ISOLATIONS:
            found += list(Isolation)
    return list(dict.fromkeys(found))


def _at(scene: Scene, start: int) -> int:
    """Where the token that starts at a place of plain text stands in the clause's text."""
    place = 0
    for token in scene.clause.tokens:
        if token.start == start:
            break
        place += len(token.text) + 1
    return place


def _rest(enum: Any, field: str) -> Callable[[Scene, list[Any]], list[Any]]:
    """What an 'only' denies: every other value of the enumeration, for the same keys."""

    def others(scene: Scene, made: list[Any]) -> list[Any]:  # noqa: ARG001
        named = {getattr(p, field) for p in made}
        keys = dict.fromkeys(replace(p, **{field: next(iter(enum))}) for p in made)
        return [replace(k, **{field: value}, asserted=False) for k in keys for value in enum if value not in named]

    return others


# --- makers -----------------------------------------------------------------------------------------------------------


def _installs_as(scene: Scene) -> list[Any]:
    options = scene.values(_OPTIONS)
    if len(options) > 1 and not scene.view.has(W.AND, W.OR, W.COMMA):
        scene.unread.append("options")
    return [installation.InstallsAs(subject=s, option=o) for s in scene.subjects() for o in options]


def _requires(scene: Scene) -> list[Any]:
    programmes = scene.values(_PROGRAMMES)
    if acq.Programme.SOFTWARE_ASSURANCE in programmes and acq.Programme.SOFTWARE_SUBSCRIPTION in programmes:
        condition = acq.Condition.EITHER
    elif programmes == [acq.Programme.SOFTWARE_ASSURANCE]:
        condition = acq.Condition.SOFTWARE_ASSURANCE
    elif programmes == [acq.Programme.VISUAL_STUDIO]:
        condition = acq.Condition.VISUAL_STUDIO
    else:
        return []
    return _each(scene, lambda s: acq.Requires(subject=s, condition=condition))


def _available_through(scene: Scene) -> list[Any]:
    programmes = scene.values(_PROGRAMMES)
    return [acq.AvailableThrough(subject=s, programme=p) for s in scene.subjects() for p in programmes]


def _only_assurance(scene: Scene, made: list[Any]) -> list[Any]:
    """'available only with Software Assurance' says that it is required."""
    named = {p.programme for p in made}
    if acq.Programme.SOFTWARE_ASSURANCE in named and acq.Programme.VISUAL_STUDIO in named:
        scene.unread.append("only")  # the subscription that may stand in for it is not named
    if named == {acq.Programme.SOFTWARE_ASSURANCE}:
        condition = acq.Condition.SOFTWARE_ASSURANCE
    elif named == {acq.Programme.SOFTWARE_ASSURANCE, acq.Programme.SOFTWARE_SUBSCRIPTION}:
        condition = acq.Condition.EITHER
    else:
        return [
            replace(p, asserted=False, programme=other) for p in made for other in acq.Programme if other not in named
        ]
    return [acq.Requires(subject=p.subject, condition=condition) for p in made]


def _media_from(scene: Scene) -> list[Any]:
    places = scene.values(_PLACES)
    return [acq.MediaFrom(subject=s, place=p) for s in scene.subjects() for p in places]


def _place_retired(scene: Scene) -> list[Any]:
    places, moments = scene.values(_PLACES), scene.moments()
    if len(places) != 1:
        return []
    if moments:
        return [acq.PlaceRetired(place=places[0], when=m) for m in moments]
    return [acq.PlaceInUse(place=places[0], asserted=False)]


def _place_used(scene: Scene) -> list[Any]:
    places = scene.values(_PLACES)
    return [acq.PlaceInUse(place=places[0])] if len(places) == 1 and not scene.moments() else []


def _found_at(scene: Scene) -> list[Any]:
    places = scene.values(_PLACES)
    things = scene.values(((_p(r"\bdownloads?\b|\bmedia\b"), acq.Thing.MEDIA), (_p(r"\bkeys?\b"), acq.Thing.KEYS)))
    if scene.subjects():
        return []
    return [acq.FoundAt(customer=acq.Customer.VOLUME, thing=t, place=p) for t in things for p in places]


def _covers(scene: Scene) -> list[Any]:
    licences, isolations = scene.values(_LICENCES), _isolations(scene)
    counts: list[int | None] = []
    for match in re.finditer(
        r"\b(?:unlimited|any number of|no limit)\b|\b(?:two|one|three|four|ten|\d+)\b(?= (?:\w+ ){0,2}(?:hyper-v|process|containers?))",
        scene.text,
    ):
        scene.cover(*match.span())
        word = match[0]
        counts.append(
            None
            if word in ("unlimited", "any number of", "no limit")
            else {"one": 1, "two": 2, "three": 3, "four": 4, "ten": 10}.get(word) or int(word)
        )
    if not licences or not isolations or not counts:
        return []
    if len(counts) == len(isolations):
        pairs = list(zip(isolations, counts, strict=True))
    elif len(counts) == 1:
        pairs = [(i, counts[0]) for i in isolations]
    else:
        return []
    return [licensing.Covers(licence=li, isolation=i, containers=c) for li in licences for i, c in pairs]


def _half_use(scene: Scene) -> None:
    """'for development only' leaves testing out, which the licence names beside it."""
    both = re.search(r"\bdev\w*\b", scene.text) and re.search(r"\btest\w*\b", scene.text)
    if scene.view.has(W.ONLY) and not both:
        scene.unread.append("only")


def _copy_used(scene: Scene) -> list[Any]:
    _half_use(scene)
    uses = scene.values(_USES)
    subjects = scene.subjects() or ["server"]
    return [
        licensing.CopyMayBeUsedFor(subject=s, origin=licensing.Origin.VISUAL_STUDIO, use=u)
        for s in subjects
        for u in uses
    ]


def _counts_as(scene: Scene) -> list[Any]:
    numbers = [n for n, _ in scene.numbers()]
    return (
        [licensing.CountsAs(isolation=i, environments=numbers[0]) for i in _isolations(scene)]
        if len(numbers) == 1
        else []
    )


def _client_use(scene: Scene) -> list[Any]:
    if scene.role_subjects() != ["client"]:
        return []
    _half_use(scene)
    return [licensing.MayBeUsedFor(licence=licensing.Licence.CLIENT, use=u) for u in scene.values(_USES)]


def _activated(scene: Scene) -> list[Any]:
    editions = scene.values(_EDITIONS)
    if len(editions) > 1 and not scene.view.has(W.AND, W.OR, W.COMMA):
        scene.unread.append("editions")
    return [act.ActivatedWith(subject=s, edition=e) for s in scene.subjects() for e in editions]


def _client_key(scene: Scene) -> list[Any]:
    editions = scene.values(_EDITIONS)
    keys = [m[0].upper() for m in _KEY.finditer(scene.text)]
    subjects = scene.subjects()
    if len(keys) != 1 or len(editions) != 1 or len(subjects) != 1:
        return []
    return [act.ClientKey(subject=subjects[0], edition=editions[0], key=keys[0])]


def _host_key(scene: Scene) -> list[Any]:
    subjects = scene.subjects()
    return [act.HostKey(subject=subjects[0], source=subjects[1])] if len(subjects) == 2 else []


def _hosts_key(scene: Scene) -> list[Any]:
    subjects = scene.subjects()
    mentions = list(scene.view.all(W.MENTION))
    if len(mentions) < 2 or not subjects or mentions[0].value.host is None:
        return []
    source, hosts = mentions[0].value.host.release.id, [t.value.host.release.id for t in mentions[1:] if t.value.host]
    return [act.HostsKey(source=source, host=h) for h in hosts]


_KMS_UNITS = (
    (_p(r"\w+ (?:windows )?(?:servers?|computers?|hosts?|machines?)\b"), act.Unit.SERVERS),
    (_p(r"\w+ days?\b"), act.Unit.DAYS),
)


def _kms(scene: Scene) -> list[Any]:
    found = []
    for number, place in scene.numbers():
        rest = scene.text[place : place + 30]
        for pattern, unit in _KMS_UNITS:
            if match := pattern.match(rest):
                found.append(act.KmsNeeds(unit=unit, number=number))
                scene.cover(place, place + match.end())
                break
    if len(found) > 1:
        scene.unread.append("several numbers")
    return found


def _in_place(scene: Scene) -> list[Any]:
    order = scene.order(passive=_PASSIVE.search(scene.text) is not None)
    if scene.view.has(W.IMAGE) or any(t.value.form in (Form.TAG, Form.IMAGE) for t in scene.view.all(W.MENTION)):
        scene.unread.append("image")  # servers are upgraded, images are built anew
    return [upgrade.InPlace(source=s, target=t) for s in order[0] for t in order[1]] if order else []


def _clean_from(scene: Scene) -> list[Any]:
    order = scene.order()
    if order:
        return [upgrade.CleanInstallation(source=s, target=t) for s in order[0] for t in order[1]]
    if re.search(r"\b(?:from|to|into)\b", scene.text):
        scene.unread.append("from or to what")
    return _each(scene, lambda s: installation.NeedsCleanInstallation(subject=s))


def _versions_at_a_time(scene: Scene) -> list[Any]:
    if "version" not in scene.text:
        return []
    numbers = []
    for number, place in scene.numbers():
        if match := re.match(r"\w+ (?:more |newer )?versions?\b", scene.text[place : place + 24]):
            numbers.append(number)
            scene.cover(place, place + match.end())
    method = upgrade.Method.ROLLING if "rolling" in scene.text else upgrade.Method.IN_PLACE
    if len(numbers) != 1:
        return []
    return _each(scene, lambda s: upgrade.VersionsAtATime(method=method, target=s, most=numbers[0]))


def _edition_change(scene: Scene) -> list[Any]:
    editions = scene.values(_EDITIONS)
    return (
        [upgrade.EditionChange(before=editions[0], after=editions[1])]
        if len(editions) == 2 and re.search(r"\bto\b|->", scene.text)
        else []
    )


def _option_change(scene: Scene) -> list[Any]:
    options = scene.values(_OPTIONS)
    return (
        [upgrade.OptionChange(before=options[0], after=options[1])]
        if len(options) == 2 and re.search(r"\bto\b|\bbecome\b", scene.text)
        else []
    )


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
    return [requirement.Needs(isolation=i, thing=t) for i in _isolations(scene) for t in things]


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


_CLIENT_EDITIONS = tuple((_p(rf"\b{e.value.lower()}\b"), e) for e in requirement.ClientEdition)


def _hosts_containers(scene: Scene) -> list[Any]:
    editions = scene.values(_CLIENT_EDITIONS)
    subjects = [s for s in scene.subjects() if s.startswith(("win1", "client"))] or ["client"]
    return [requirement.HostsContainers(subject=s, edition=e) for s in subjects for e in editions]


def _default_isolation(scene: Scene) -> list[Any]:
    releases = [s for s in scene.subjects() if s != "client"]
    subjects = list(dict.fromkeys((*releases, *scene.role_subjects())))
    isolations = _isolations(scene)
    if len(isolations) == len(subjects) == 2 and re.search(r"\b(?:and|while)\b|,", scene.text):
        return [requirement.DefaultIsolation(subject=s, isolation=i) for s, i in zip(subjects, isolations, strict=True)]
    if len(isolations) != 1:
        return []
    return [requirement.DefaultIsolation(subject=s, isolation=isolations[0]) for s in subjects]


def _of_errors(table: Any, build: Callable[[Any, Any], Any]) -> Callable[[Scene], list[Any]]:
    def make(scene: Scene) -> list[Any]:
        codes = scene.values(_CODES)
        return [build(c, v) for c in codes for v in scene.values(table)] if len(codes) == 1 else []

    return make


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


_CLUSTERS = {"aks": Cluster.AKS, "kubernetes": Cluster.KUBERNETES}


def _clusters(scene: Scene) -> list[Cluster]:
    scene.used.add(W.PLATFORM)
    return list(dict.fromkeys(_CLUSTERS[t.value] for t in scene.view.all(W.PLATFORM)))


def _offers(scene: Scene) -> list[Any]:
    return [OffersIsolation(cluster=c, isolation=i) for c in _clusters(scene) for i in _isolations(scene)]


def _skus(scene: Scene) -> list[Any]:
    scene.used.add(W.PLATFORM)
    named = scene.values(_SKUS)
    if named:
        scene.used.add(W.MENTION)
        return named
    if not scene.view.has(W.PLATFORM) and "node pool" not in scene.text:
        return []
    return [_SKU_OF[s] for s in scene.subjects() if s in _SKU_OF]


def _happened(scene: Scene) -> list[Any]:
    milestones, moments, skus = scene.values(_MILESTONES), scene.moments(), _skus(scene)
    if len(milestones) != 1 or len(moments) != 1:
        return []
    return [aks.Happened(sku=s, milestone=milestones[0], when=moments[0]) for s in skus]


def _sku_is(scene: Scene) -> list[Any]:
    states = scene.values(
        (
            (_p(r"\bin (?:public )?preview\b"), aks.State.PREVIEW),
            (_p(r"\bgenerally available\b|\bga\b"), aks.State.GENERAL),
            (_p(r"\bretired\b"), aks.State.RETIRED),
        )
    )
    return [aks.SkuIs(sku=s, state=states[0]) for s in _skus(scene)] if len(states) == 1 and not scene.moments() else []


def _sku_runs(scene: Scene) -> list[Any]:
    skus = scene.values(_SKUS)
    return [aks.SkuRuns(sku=s, subject=r) for s in skus for r in scene.subjects()] if len(skus) == 1 else []


def _age(scene: Scene) -> list[Any]:
    ages = scene.values(
        (
            (_p(r"\b(?:that (?:is|are) )?newer\b(?: than (?:the|its) host)?"), runtime.ImageAge.NEWER),
            (_p(r"\b(?:that (?:is|are) )?older\b(?: than (?:the|its) host)?"), runtime.ImageAge.OLDER),
        )
    )
    return [runtime.BlocksPull(runtime=r, age=a) for r in scene.values(_RUNTIMES) for a in ages]


# Order is precedence: the more special row first.
ROWS: tuple[Row, ...] = (
    Row(cues=(_p(r"(?:\berror(?: code)? )?0xc03[0-9a-f]{5}"), _p(r"\b(?:means?|says?|stands for|(?:is raised|is shown|appears|occurs|happens) when|tells|indicates?)\b|:")), make=_of_errors(_MEANINGS, lambda c, v: error.Means(error=c, meaning=v)), veto=_p(r"\bcaused?\b|\bhelps?\b|\bfix")),
    Row(cues=(_p(r"(?:\berror(?: code)? )?0xc03[0-9a-f]{5}"), _p(r"\b(?:caused? by|comes from|is the result of|due to|happens with)\b")), make=_of_errors(_CAUSES, lambda c, v: error.CausedBy(error=c, cause=v))),
    Row(cues=(_p(r"(?:\berror(?: code)? )?0xc03[0-9a-f]{5}"), _p(r"\b(?:fix(?:es|ed)?|helps?|solves?|resolves?|cures?|against|remed(?:y|ies))\b")), make=_of_errors(_FIXES, lambda c, v: error.FixedBy(error=c, fix=v))),
    Row(cues=(_KEY, _p(r"\b(?:gvlk|kms client(?: setup)? key|client setup key|setup key|client key|kms)\b|\bkey\b")), make=_client_key, veto=_p(r"\bhost key\b|csvlk|\bimages?\b|\bcontainers?\b")),
    Row(cues=(_p(r"\bkms\b"), _p(r"\b(?:must|needs?|requires?|renews?|renewed|at least|minimum|every)\b")), make=_kms, filler=_p(r"\b(?:has to be|have to be|must be|activations?|activates? (?:clients|servers|hosts|them|anything)|before|computers?|clients?|hosts?|their|its|threshold|number of|renewed|renewal|servers? to activate)\b"), veto=_p(r"csvlk|host key")),
    Row(cues=(_p(r"\bcsvlk\b|\bkms host key\b"), _p(r"\b(?:hosted on|held by|installed on|hosted by|runs on)\b")), make=_hosts_key),
    Row(cues=(_p(r"\bcsvlk\b|\bkms host key\b"), _p(r"\b(?:uses?|activated|activates|with|needs?|takes?|same)\b")), make=_host_key),
    Row(cues=(_p(r"\bactivat(?:e|es|ed|ion)\b"), _p(r"\bkeys?\b|\bactivat")), make=_activated, only=_rest(act.Edition, "edition"), filler=_p(r"\b(?:needs?|requires?|uses?|takes?|accepts?|must be|has to be|product keys?)\b"), veto=_p(r"csvlk|kms|gvlk")),
    Row(cues=(_p(r"\b(?:vlsc|volume licensing service center)\b"), _p(r"\b(?:retired|closed|shut down|gone|discontinued|retirement|no longer (?:exists?|available|in use|used|open))\b")), make=_place_retired, veto=_p(r"\bmoved\b|\breplac")),
    Row(cues=(_p(r"\b(?:vlsc|volume licensing service center)\b"), _p(r"\b(?:still|in use|is open|is live|still available)\b")), make=_place_used, veto=_p(r"\bmedia\b|\bkeys?\b|\bdownload|annual channel")),
    Row(cues=(_p(r"\b(?:media|iso|isos|download(?:s|ed|able)?)\b"), _p(r"\b(?:vlsc|volume licensing service center|admin center|visual studio|marketplace|evaluation|oem|business center)\b")), make=_media_from, only=_rest(acq.Place, "place")),
    Row(cues=(_p(r"\bvolume(?:-| )licensing (?:downloads?|keys?|media)\b"), _p(r"\b(?:vlsc|admin center|business center)\b")), make=_found_at),
    Row(cues=(_p(r"\bvisual studio(?: subscriptions?| subscribers?)?\b"), _p(r"\b(?:development|testing|production|dev|test)\b")), make=_copy_used, only=_rest(licensing.Use, "use"), filler=_p(r"\b(?:copies|copy|software|licen[cs]ed|licen[cs]es?|obtained|acquired|downloaded|downloads?|media|may be used|used|use|from|through|purposes)\b")),
    Row(cues=(_p(r"\bsoftware assurance\b|\bvisual studio\b"), _NEEDED), make=_requires, filler=_p(r"\b(?:active|valid|to (?:obtain|get|use|deploy|run|license)|customers?|organi[sz]ations?|licen[cs]es?|licen[cs]ed|volume licensing|covered by|for)\b")),
    Row(cues=(_p(r"\bsoftware assurance\b|\bsoftware subscription|\bvisual studio\b|\bretail\b|\boem\b"), _p(r"\b(?:available|offered|obtained?|get|for|through|open|limited|sold|licen[cs]ed|availability)\b")), make=_available_through, only=_only_assurance, filler=_p(r"\b(?:active|customers?|subscribers?|members?|organi[sz]ations?|volume licen[cs](?:ing|ed)|licen[cs]es?|programs?|programmes?|loyalty programs?|can (?:get|obtain|use|download)|also)\b"), veto=_p(r"media|iso\b|download")),
    Row(cues=(_p(r"\b(?:covers?|allows?|includes?|permits?|licen[cs]es?|grants?|entitles?|rights?|may run|can run|for)\b"), _p(r"\b(?:unlimited|any number of|two|one|three|four|ten|no limit|\d{1,3})\b"), _p(r"\bcontainers?\b")), make=_covers, filler=_p(r"\b(?:editions?|licen[cs]es?|(?:up to|at most)(?= (?:one|two|three|four|\d))|at a time|both|hosts?)\b"), veto=_p(r"\b(?:gb|processors?|minutes|windows 10 iot|build)\b")),
    Row(cues=(_p(r"\bcounts? as\b"), _p(r"\b(?:virtual )?(?:ose|operating system environment)s?\b")), make=_counts_as, filler=_p(r"\b(?:each|every|a|containers?|instances?|licen[cs]ing|for licen[cs]ing(?: purposes)?)\b")),
    Row(cues=(_p(r"\b(?:windows 1[01](?:(?: and| or|,|/) 11)?|clients?)\b"), _p(r"\bcontainers?\b"), _p(r"\b(?:development|testing|production|dev|test)\b")), make=_client_use, only=_rest((licensing.Use.PRODUCTION, licensing.Use.DEVELOPMENT), "use"), veto=_p(r"\bltsc|\bserver\b|\bimages?\b|\bprocess\b|hyper-v|\bhome\b|\bpro\b")),
    Row(cues=(_UPGRADE, _p(r"\bversions? at (?:a|one) time\b|\bversions? at once\b|\bup to\b|\bat most\b")), make=_versions_at_a_time, filler=_p(r"\b(?:from|back|earlier|older|can be|skipped|supports?|when)\b")),
    Row(cues=(_p(r"\b(?:standard|datacenter)\b"), _p(r"\b(?:upgrade|conver(?:t|ted|sion)|change|changed|switch|move)\w*\b")), make=_edition_change),
    Row(cues=(_p(r"\bserver core\b"), _p(r"\bdesktop experience\b"), _p(r"\b(?:switch|change|convert|become|conver\w+|move)\w*\b")), make=_option_change),
    Row(cues=(_CLEAN, _NEEDED), make=_clean_from),
    Row(cues=(_UPGRADE, _p(r"\bfrom\b|\bof\b|\bupgraded\b|\bupgrades?\b"), _p(r"\bto\b")), make=_in_place, filler=_p(r"\b(?:there (?:is|are)|paths?|straight|supports?|installations?|directly|servers?|hosts?|an existing|existing)\b"), veto=_p(r"\bclean\b|\bversions? at\b|node pool|\baks\b|\bdocument|\btable\b")),
    Row(cues=(_p(r"\bserver core\b|\bdesktop experience\b"), _INSTALL), make=_installs_as, only=_rest(installation.Option, "option"), filler=_p(r"\b(?:both|options?|installation options?|hosts?|offered|version)\b"), veto=_p(r"\bimages?\b|\bcontainers?\b(?! host)|\bswitch|\bconvert|\bprocess isolation|hyper-v")),
    Row(cues=(_p(r"\b(?:gb|vcpus?|virtual processors?|processors?)\b"), _p(r"\b(?:needs?|requires?|at least|minimum|nested)\b")), make=_nested, veto=_p(r"\bintel\b|\bamd\b")),
    Row(cues=(_NEEDED, _p(r"\bhyper-v role\b|\bnested virtualization\b|\bdrive c\b|\bon c\b")), make=_needs, filler=_p(r"\b(?:installed|enabled|to (?:use|run|start)|on the host|feature|switched on|turned on|in (?:a|the) virtual machine|in (?:a|the) vm|inside (?:a|the) virtual machine|windows feature)\b")),
    Row(cues=(_DEFAULT,), make=_default_isolation, filler=_p(r"\b(?:(?:windows )?containers?|container hosts?)\b"), veto=_p(r"\bos-sku\b|\bimages?\b|\bmatcher\b")),
    Row(cues=(_p(r"\b(?:windows )?(?:home|pro|enterprise|education)(?: editions?)?\b"), _p(r"\bcontainers?\b"), _p(r"\b(?:hosts?|runs?|supports?|supported|can|works?|allows?)\b")), make=_hosts_containers, veto=_p(r"\bltsc|\blicen[cs]|\bproduction\b|\bdevelopment\b|\bprocess\b|hyper-v|\bserver\b")),
    Row(cues=(_p(r"\brevisions?\b|\bpatch levels?\b"), _p(r"\b(?:match(?:es)?|equal|same|identical|agree)\b"), _p(r"\b(?:must|need|needs|have to|has to|required?|requires)\b")), make=_revisions, filler=_p(r"\b(?:of )?(?:the )?(?:container )?(?:host|image|container)(?:'s)?s?(?: and (?:of )?(?:the )?(?:container )?(?:host|image|container)s?)?\b|\bnumbers?\b"), veto=_p(r"\bif\b|\bwhen\b|\bkernel\b|hyper-v|\bltsc20|\baks\b")),
    Row(cues=(_p(r"\b(?:docker|containerd|hcsshim|windowsfilter)\b"), _p(r"\b(?:blocks?|refuses?|rejects?)\b"), _p(r"\bimages?\b")), make=_age, veto=_p(r"hyper-v|\bprocess\b")),
    Row(cues=(_p(r"\b(?:offers?|supports?|runs?|allows?|provides?|has|knows|available|supported|possible|limited to)\b"), _p(r"\b(?:aks|azure kubernetes service|kubernetes|k8s)\b")), make=_offers, filler=_p(r"\b(?:windows )?(?:containers?|pods?|workloads?)\b"), only=_rest(Isolation, "isolation"), veto=_p(r"\bltsc20|\bserver\b|\b20\d\d\b|\bimages?\b|\brunhcs|\bhandler")),
    Row(cues=(_p(r"\b(?:retire[sd]?|retirement|retiring|preview|general(?:ly)? availab\w+|ga|removed|removal)\b"), _p(r"\b(?:aks|azure kubernetes service|os-sku|node pools?|windows(?:2019|2022|2025|annual))\b")), make=_happened),
    Row(cues=(_p(r"\b(?:preview|generally available|ga|retired)\b"), _p(r"\bos-sku\b|\bwindows(?:2019|2022|2025|annual)\b|\bnode pools?\b|\baks\b|\bazure kubernetes service\b")), make=_sku_is),
    Row(cues=(_p(r"\bwindows(?:2019|2022|2025|annual)\b"), _p(r"\b(?:runs?|is|stands for|means|uses?)\b")), make=_sku_runs, veto=_p(r"\bdefault\b|\bkubernetes 1|\bretire|\bpreview\b|\bcache")),
)  # fmt: skip
