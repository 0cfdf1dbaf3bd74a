"""AKS and Kubernetes: isolations on offer, OS SKUs and their milestones."""

import re
from typing import Any

from assistant.claims.kinds.told import Row, Scene, isolations, others
from assistant.claims.lexicon import W
from assistant.rules import Isolation
from assistant.rules.aspects.orchestration import Cluster, OffersIsolation
from assistant.rules.aspects.os_sku_versions import OsSku
from assistant.rules.kinds import aks
from assistant.rules.kinds.aks import Milestone

_p = re.compile

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

_CLUSTERS = {"aks": Cluster.AKS, "kubernetes": Cluster.KUBERNETES}


def _clusters(scene: Scene) -> list[Cluster]:
    scene.used.add(W.PLATFORM)
    return list(dict.fromkeys(_CLUSTERS[t.value] for t in scene.view.all(W.PLATFORM)))


def _offers(scene: Scene) -> list[Any]:
    return [OffersIsolation(cluster=c, isolation=i) for c in _clusters(scene) for i in isolations(scene)]


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


NODES: tuple[Row, ...] = (
    Row(cues=(_p(r"\b(?:offers?|supports?|runs?|allows?|provides?|has|knows|available|supported|possible|limited to)\b"), _p(r"\b(?:aks|azure kubernetes service|kubernetes|k8s)\b")), make=_offers, filler=_p(r"\b(?:windows )?(?:containers?|pods?|workloads?)\b"), only=others(Isolation, "isolation"), veto=_p(r"\bltsc20|\bserver\b|\b20\d\d\b|\bimages?\b|\brunhcs|\bhandler")),
    Row(cues=(_p(r"\b(?:retire[sd]?|retirement|retiring|preview|general(?:ly)? availab\w+|ga|removed|removal)\b"), _p(r"\b(?:aks|azure kubernetes service|os-sku|node pools?|windows(?:2019|2022|2025|annual))\b")), make=_happened),
    Row(cues=(_p(r"\b(?:preview|generally available|ga|retired)\b"), _p(r"\bos-sku\b|\bwindows(?:2019|2022|2025|annual)\b|\bnode pools?\b|\baks\b|\bazure kubernetes service\b")), make=_sku_is),
    Row(cues=(_p(r"\bwindows(?:2019|2022|2025|annual)\b"), _p(r"\b(?:runs?|is|stands for|means|uses?)\b")), make=_sku_runs, veto=_p(r"\bdefault\b|\bkubernetes 1|\bretire|\bpreview\b|\bcache")),
)  # fmt: skip
