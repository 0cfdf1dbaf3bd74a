"""Codes and messages: what they mean, where they come from, what helps and what does not."""

from datetime import date

import pytest

from assistant.rules.kinds.error import (
    Cause,
    CausedBy,
    CuredBy,
    Error,
    Fix,
    FixedBy,
    FixKnown,
    Meaning,
    Means,
    NamedAs,
    PrintedAs,
    Provided,
)

PREFIX = "ERROR_VMCOMPUTE_"
NAMES = {
    Error.IMAGE_MISMATCH: PREFIX + "IMAGE_MISMATCH",
    Error.HYPERV_NOT_INSTALLED: PREFIX + "HYPERV_NOT_INSTALLED",
    Error.OPERATION_PENDING: PREFIX + "OPERATION_PENDING",
    Error.INVALID_STATE: PREFIX + "INVALID_STATE",
    Error.UNEXPECTED_EXIT: PREFIX + "UNEXPECTED_EXIT",
    Error.UNKNOWN_MESSAGE: PREFIX + "UNKNOWN_MESSAGE",
    Error.INVALID_JSON: PREFIX + "INVALID_JSON",
    Error.ALREADY_STOPPED: PREFIX + "SYSTEM_ALREADY_STOPPED",
    Error.INVALID_LAYER: PREFIX + "INVALID_LAYER",
    Error.INSIDER_REQUIRED: PREFIX + "WINDOWS_INSIDER_REQUIRED",
    Error.NO_HYPERVISOR: "ERROR_HV_NOT_PRESENT",
}
CODES = {
    Error.IMAGE_MISMATCH: "0xc0370101",
    Error.HYPERV_NOT_INSTALLED: "0xc0370102",
    Error.OPERATION_PENDING: "0xc0370103",
    Error.INVALID_STATE: "0xc0370105",
    Error.UNEXPECTED_EXIT: "0xc0370106",
    Error.UNKNOWN_MESSAGE: "0xc037010b",
    Error.INVALID_JSON: "0xc037010d",
    Error.ALREADY_STOPPED: "0xc0370110",
    Error.INVALID_LAYER: "0xc0370112",
    Error.INSIDER_REQUIRED: "0xc0370113",
    Error.NO_HYPERVISOR: "0xc0351000",
}
MEANINGS = {
    Error.IMAGE_MISMATCH: Meaning.MISMATCH,
    Error.HYPERV_NOT_INSTALLED: Meaning.HYPERV_NOT_INSTALLED,
    Error.OPERATION_PENDING: Meaning.PENDING,
    Error.INVALID_STATE: Meaning.INVALID_STATE,
    Error.UNEXPECTED_EXIT: Meaning.EXITED,
    Error.UNKNOWN_MESSAGE: Meaning.UNKNOWN_MESSAGE,
    Error.INVALID_JSON: Meaning.INVALID_JSON,
    Error.ALREADY_STOPPED: Meaning.STOPPED,
    Error.INVALID_LAYER: Meaning.INVALID_LAYER,
    Error.INSIDER_REQUIRED: Meaning.INSIDER,
    Error.NO_HYPERVISOR: Meaning.NO_HYPERVISOR,
    Error.NO_MANIFEST: Meaning.NO_IMAGE,
    Error.INCOMPATIBLE_IMAGE: Meaning.BLOCKED,
    Error.NO_PLATFORM: Meaning.REFUSED,
    Error.LATEST_NOT_FOUND: Meaning.NO_LATEST,
    Error.UNSUPPORTED_BY_PLATFORM: Meaning.PLATFORM_LIMIT,
    Error.APP_SERVICE_LIMIT: Meaning.PLATFORM_LIMIT,
    Error.OLD_CLIENT: Meaning.HYPERV_ONLY,
    Error.OLD_DAEMON_HOST: Meaning.BUILD_TOO_LOW,
    Error.BASELINE_FAILURE: Meaning.BASELINE,
}
CAUSES = {
    Error.IMAGE_MISMATCH: {Cause.OTHER_BUILD},
    Error.NO_MANIFEST: {Cause.HOST_OLDER, Cause.LINUX_ONLY, Cause.MATCHER},
    Error.INCOMPATIBLE_IMAGE: {Cause.IMAGE_NEWER},
    Error.NO_PLATFORM: {Cause.MATCHER},
    Error.UNEXPECTED_EXIT: {Cause.REVISION_NEWER},
    Error.INVALID_LAYER: {Cause.LAYER_25H2},
    Error.NO_HYPERVISOR: {Cause.NO_HYPERVISOR},
    Error.LATEST_NOT_FOUND: {Cause.NO_LATEST},
    Error.UNSUPPORTED_BY_PLATFORM: {Cause.PLATFORM},
    Error.APP_SERVICE_LIMIT: {Cause.PLATFORM},
    Error.OLD_CLIENT: {Cause.OLD_CLIENT},
    Error.OLD_DAEMON_HOST: {Cause.LOW_BUILD},
    Error.BASELINE_FAILURE: {Cause.BASELINE},
}
NO_CAUSES = {Error.IMAGE_MISMATCH: {Cause.NO_HYPERVISOR, Cause.LINUX_ONLY}}
FIXES = {
    Error.IMAGE_MISMATCH: {Fix.MATCHING_IMAGE, Fix.MATCHING_HOST},
    Error.NO_MANIFEST: {Fix.MATCHING_IMAGE, Fix.NEWER_HOST, Fix.NEWER_RUNTIME},
    Error.INCOMPATIBLE_IMAGE: {Fix.NEWER_HOST, Fix.OLDER_IMAGE},
    Error.NO_PLATFORM: {Fix.NEWER_RUNTIME},
    Error.UNEXPECTED_EXIT: {Fix.PATCH_HOST, Fix.OLDER_PATCH, Fix.HYPERV},
    Error.INVALID_LAYER: {Fix.IMAGE_2022},
    Error.NO_HYPERVISOR: {Fix.HYPERV_ROLE, Fix.NESTED, Fix.PROCESS},
    Error.LATEST_NOT_FOUND: {Fix.NAMED_TAG},
    Error.UNSUPPORTED_BY_PLATFORM: {Fix.LISTED_VERSION},
    Error.APP_SERVICE_LIMIT: {Fix.LISTED_VERSION},
    Error.OLD_CLIENT: {Fix.HYPERV, Fix.NEWER_HOST},
    Error.OLD_DAEMON_HOST: {Fix.NEWER_HOST, Fix.OLD_ENGINE},
    Error.BASELINE_FAILURE: {Fix.UPDATE_BOTH},
}
USELESS = {Error.INCOMPATIBLE_IMAGE: Fix.HYPERV, Error.NO_PLATFORM: Fix.HYPERV, Error.INVALID_LAYER: Fix.HYPERV}


@pytest.mark.parametrize("error", Error)
def test_names_and_codes(holds, corrected, error) -> None:
    if error not in NAMES:
        assert holds(NamedAs(error=error, name=NAMES[Error.IMAGE_MISMATCH])) == "undecided"
        return
    assert error.value == CODES[error]
    for other, name in NAMES.items():
        assert holds(NamedAs(error=error, name=name)) == ("entailed" if other is error else "contradicted")
    assert NAMES[error] in corrected(NamedAs(error=error, name="ERROR_OTHER"))


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (Error.IMAGE_MISMATCH, "The operating system of the container does not match"),
        (Error.IMAGE_MISMATCH, "hcsshim::CreateComputeSystem"),
        (Error.IMAGE_MISMATCH, "hcs::CreateComputeSystem"),
        (Error.IMAGE_MISMATCH, "The container operating system does not match the host operating system"),
        (Error.NO_HYPERVISOR, "No hypervisor is present on this system"),
        (Error.INVALID_LAYER, "unrecognized format"),
    ],
)
def test_messages(holds, error, message) -> None:
    assert holds(PrintedAs(error=error, message=message)) == "entailed"
    assert holds(PrintedAs(error=Error.INVALID_JSON, message=message)) == "undecided"


@pytest.mark.parametrize("error", Error)
def test_meanings(engine, holds, corrected, error) -> None:
    for meaning in Meaning:
        said = Means(error=error, meaning=meaning)
        right = MEANINGS[error] is meaning
        assert holds(said) == ("entailed" if right else "contradicted")
        if not right:
            assert corrected(said) == engine.state(Means(error=error, meaning=MEANINGS[error]))


@pytest.mark.parametrize("error", Error)
def test_causes(holds, error) -> None:
    for cause in Cause:
        expected = "entailed" if cause in CAUSES.get(error, ()) else "undecided"
        expected = "contradicted" if cause in NO_CAUSES.get(error, ()) else expected
        assert holds(CausedBy(error=error, cause=cause)) == expected


@pytest.mark.parametrize("error", Error)
def test_fixes(holds, error) -> None:
    for fix in Fix:
        expected = "entailed" if fix in FIXES.get(error, ()) else "undecided"
        expected = "contradicted" if USELESS.get(error) is fix else expected
        assert holds(FixedBy(error=error, fix=fix)) == expected


@pytest.mark.parametrize(
    ("error", "provided", "expected"),
    [
        (Error.IMAGE_MISMATCH, Provided.ANY, "undecided"),
        (Error.IMAGE_MISMATCH, Provided.HOST_NEWER, "entailed"),
        (Error.IMAGE_MISMATCH, Provided.IMAGE_NEWER, "contradicted"),
        (Error.INCOMPATIBLE_IMAGE, Provided.IMAGE_NEWER, "contradicted"),
        (Error.UNEXPECTED_EXIT, Provided.HOST_NEWER, "entailed"),
        (Error.INVALID_JSON, Provided.HOST_NEWER, "undecided"),
    ],
)
def test_whether_hyperv_isolation_helps(holds, corrected, error, provided, expected) -> None:
    said = FixedBy(error=error, fix=Fix.HYPERV, provided=provided)
    assert holds(said) == expected
    if expected == "contradicted":
        assert "does not help" in corrected(said)
        assert provided.value in corrected(said)


def test_the_condition_of_a_fix_is_said(engine) -> None:
    said = FixedBy(error=Error.IMAGE_MISMATCH, fix=Fix.HYPERV, provided=Provided.HOST_NEWER)
    assert engine.state(said) == (
        "Hyper-V isolation helps against the error '0xc0370101' where the host is newer than the image."
    )


def test_known_fixes(holds) -> None:
    with_fix = {e for e in FIXES if e not in {Error.INVALID_LAYER, *_NOT_ABOUT_VERSIONS}}
    for error in Error:
        expected = "entailed" if error in with_fix else "undecided"
        expected = "contradicted" if error is Error.INVALID_LAYER else expected
        assert holds(FixKnown(error=error)) == expected


_NOT_ABOUT_VERSIONS = (
    Error.UNSUPPORTED_BY_PLATFORM,
    Error.APP_SERVICE_LIMIT,
    Error.OLD_CLIENT,
    Error.OLD_DAEMON_HOST,
)


def test_an_update_that_cured(holds) -> None:
    assert holds(CuredBy(error=Error.UNEXPECTED_EXIT, update="KB5058411")) == "entailed"
    assert holds(CuredBy(error=Error.UNEXPECTED_EXIT, update="KB5087541")) == "undecided"


def test_before_april_2019_the_tag_latest_was_published(holds) -> None:
    day = date(2019, 4, 15)
    assert holds(Means(error=Error.LATEST_NOT_FOUND, meaning=Meaning.NO_LATEST), day) == "undecided"
    assert holds(CausedBy(error=Error.LATEST_NOT_FOUND, cause=Cause.NO_LATEST), day) == "undecided"
    assert holds(FixedBy(error=Error.LATEST_NOT_FOUND, fix=Fix.NAMED_TAG), day) == "undecided"
