"""A question -> the words that documents use: what the field abbreviates is written out beside it.

The question itself is never changed, only added to, so that a wrong guess adds noise and loses nothing.
"""

import re
from collections.abc import Callable, Iterable

Official = Callable[[str], Iterable[str]]
"""A text -> the official names of the releases it mentions in any spelling."""


def expand(question: str, official: Official | None = None) -> str:
    """`question`, then in brackets what it abbreviates, each once and in the order in which it is mentioned."""
    found = [
        (match.start(), -match.end(), match.expand(words))
        for pattern, words in _SPELLINGS
        for match in pattern.finditer(question)
    ]
    names, end = [], 0
    for start, minus_end, words in sorted(found):
        if start >= end:  # the longest spelling at a place says it: "WS 1809" is not also "WS"
            names.append(words)
            end = -minus_end
    if official is not None:
        names += official(question)
    said = question.casefold()
    added: list[str] = []
    for name in names:
        if name.casefold() not in said and name not in added:
            added.append(name)
    return f"{question} ({'; '.join(added)})" if added else question


def _as_written(abbreviation: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-]){abbreviation}(?![\w-])")


def _any_case(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w.-]){pattern}(?![\w-])", re.IGNORECASE)


# Two letters mean something else in small ones ("as", "vs"): those are read in capitals only.
_SPELLINGS: tuple[tuple[re.Pattern[str], str], ...] = (
    (_any_case(r"ws[ -]?(20(?:16|19|22|25))"), r"Windows Server \1"),
    (_any_case(r"ws[ -]?(\d\dh\d|1[789]\d\d)"), r"Windows Server, version \1"),
    (_any_case(r"ltsc[ -]?(20\d\d)"), r"Windows Server \1"),
    (_any_case(r"win(?:dows)?[ -]?(10|11)"), r"Windows \1"),
    (_any_case(r"23h2"), r"Windows Server, version 23H2, Annual Channel"),
    (_as_written("WS"), "Windows Server"),
    (_as_written("SA"), "Software Assurance"),
    (_as_written("VL"), "volume licensing"),
    (_as_written("VS"), "Visual Studio"),
    (_as_written("AC"), "Annual Channel"),
    (_any_case("sac"), "Semi-Annual Channel"),
    (_any_case("ltsc"), "Long-Term Servicing Channel"),
    (_any_case("gvlk"), "KMS client setup key"),
    (_any_case("csvlk"), "KMS host key"),
    (_any_case("kms"), "Key Management Service"),
    (_any_case("vlsc"), "Volume Licensing Service Center"),
    (_any_case("abi"), "application binary interface"),
    (_any_case("aks"), "Azure Kubernetes Service"),
    (_any_case("k8s"), "Kubernetes"),
    (_any_case("gmsas?"), "group Managed Service Account"),
    (_any_case("mcr"), "Microsoft Container Registry"),
    (_as_written("ESU"), "Extended Security Updates"),
    (_any_case("(?:eol|eos)"), "end of support"),
    (_any_case("hyperv"), "Hyper-V"),
)
