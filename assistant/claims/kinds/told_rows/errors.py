"""What error codes mean, what causes them and what helps."""

import re
from collections.abc import Callable
from typing import Any

from assistant.claims.kinds.told import Row, Scene
from assistant.rules.kinds import error

_p = re.compile

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


def _of_errors(table: Any, build: Callable[[Any, Any], Any]) -> Callable[[Scene], list[Any]]:
    def make(scene: Scene) -> list[Any]:
        codes = scene.values(_CODES)
        return [build(c, v) for c in codes for v in scene.values(table)] if len(codes) == 1 else []

    return make


ERRORS: tuple[Row, ...] = (
    Row(cues=(_p(r"(?:\berror(?: code)? )?0xc03[0-9a-f]{5}"), _p(r"\b(?:means?|says?|stands for|(?:is raised|is shown|appears|occurs|happens) when|tells|indicates?)\b|:")), make=_of_errors(_MEANINGS, lambda c, v: error.Means(error=c, meaning=v)), veto=_p(r"\bcaused?\b|\bhelps?\b|\bfix")),
    Row(cues=(_p(r"(?:\berror(?: code)? )?0xc03[0-9a-f]{5}"), _p(r"\b(?:caused? by|comes from|is the result of|due to|happens with)\b")), make=_of_errors(_CAUSES, lambda c, v: error.CausedBy(error=c, cause=v))),
    Row(cues=(_p(r"(?:\berror(?: code)? )?0xc03[0-9a-f]{5}"), _p(r"\b(?:fix(?:es|ed)?|helps?|solves?|resolves?|cures?|against|remed(?:y|ies))\b")), make=_of_errors(_FIXES, lambda c, v: error.FixedBy(error=c, fix=v))),
)  # fmt: skip
