"""Installation options, upgrades in place and clean installations."""

import re
from typing import Any

from assistant.claims.kinds.told import Row, Scene, others
from assistant.claims.kinds.told_rows.words import EDITIONS, NEEDED
from assistant.claims.lexicon import W
from assistant.rules import Form
from assistant.rules.kinds import installation, upgrade

_p = re.compile

_OPTIONS = (
    (_p(r"\b(?:server with )?desktop experience\b|\bfull desktop\b|\bgui\b"), installation.Option.DESKTOP),
    (_p(r"\bserver core\b"), installation.Option.SERVER_CORE),
    (_p(r"\bnano server\b"), installation.Option.NANO),
)

_INSTALL = _p(
    r"\b(?:install(?:s|ed|ation)?|set up|deployed|installation option|available|offered|comes|come|runs|has|have|offers|exists?|supports?|there (?:is|are|was))\b"
)

_UPGRADE = _p(r"\b(?:in-place|in place|upgrad(?:e|es|ed|ing))\b")

_PASSIVE = _p(
    r"\b(?:upgraded|migrated|supports? (?:an? )?in-place upgrades?|upgrade (?:an? |the |your )?(?:windows server|version))\b"
)

_CLEAN = _p(r"\b(?:clean install(?:ation)?s?|reinstall(?:ation)?|fresh install(?:ation)?|new installation)\b")


def _installs_as(scene: Scene) -> list[Any]:
    options = scene.values(_OPTIONS)
    if len(options) > 1 and not scene.view.has(W.AND, W.OR, W.COMMA):
        scene.unread.append("options")
    return [installation.InstallsAs(subject=s, option=o) for s in scene.subjects() for o in options]


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
    return [installation.NeedsCleanInstallation(subject=s) for s in scene.subjects()]


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
    return [upgrade.VersionsAtATime(method=method, target=s, most=numbers[0]) for s in scene.subjects()]


def _edition_change(scene: Scene) -> list[Any]:
    editions = scene.values(EDITIONS)
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


INSTALLING: tuple[Row, ...] = (
    Row(cues=(_UPGRADE, _p(r"\bversions? at (?:a|one) time\b|\bversions? at once\b|\bup to\b|\bat most\b")), make=_versions_at_a_time, filler=_p(r"\b(?:from|back|earlier|older|can be|skipped|supports?|when)\b")),
    Row(cues=(_p(r"\b(?:standard|datacenter)\b"), _p(r"\b(?:upgrade|conver(?:t|ted|sion)|change|changed|switch|move)\w*\b")), make=_edition_change),
    Row(cues=(_p(r"\bserver core\b"), _p(r"\bdesktop experience\b"), _p(r"\b(?:switch|change|convert|become|conver\w+|move)\w*\b")), make=_option_change),
    Row(cues=(_CLEAN, NEEDED), make=_clean_from),
    Row(cues=(_UPGRADE, _p(r"\bfrom\b|\bof\b|\bupgraded\b|\bupgrades?\b"), _p(r"\bto\b")), make=_in_place, filler=_p(r"\b(?:there (?:is|are)|paths?|straight|supports?|installations?|directly|servers?|hosts?|an existing|existing)\b"), veto=_p(r"\bclean\b|\bversions? at\b|node pool|\baks\b|\bdocument|\btable\b")),
    Row(cues=(_p(r"\bserver core\b|\bdesktop experience\b"), _INSTALL), make=_installs_as, only=others(installation.Option, "option"), filler=_p(r"\b(?:both|options?|installation options?|hosts?|offered|version)\b"), veto=_p(r"\bimages?\b|\bcontainers?\b(?! host)|\bswitch|\bconvert|\bprocess isolation|hyper-v")),
)  # fmt: skip
