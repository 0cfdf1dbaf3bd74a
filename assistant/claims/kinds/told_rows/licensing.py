"""Where to get, license and activate: media, programmes, rights and keys."""

import re
from dataclasses import replace
from typing import Any

from assistant.claims.kinds.told import Row, Scene, isolations, others
from assistant.claims.kinds.told_rows.words import EDITIONS, NEEDED
from assistant.claims.lexicon import W
from assistant.rules.kinds import acquisition as acq
from assistant.rules.kinds import activation as act
from assistant.rules.kinds import licensing

_p = re.compile

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

_KEY = _p(r"\b[a-z0-9]{5}(?:-[a-z0-9]{5}){4}\b")


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
    return [acq.Requires(subject=s, condition=condition) for s in scene.subjects()]


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
    licences, named = scene.values(_LICENCES), isolations(scene)
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
    if not licences or not named or not counts:
        return []
    if len(counts) == len(named):
        pairs = list(zip(named, counts, strict=True))
    elif len(counts) == 1:
        pairs = [(i, counts[0]) for i in named]
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
        [licensing.CountsAs(isolation=i, environments=numbers[0]) for i in isolations(scene)]
        if len(numbers) == 1
        else []
    )


def _client_use(scene: Scene) -> list[Any]:
    if scene.role_subjects() != ["client"]:
        return []
    _half_use(scene)
    return [licensing.MayBeUsedFor(licence=licensing.Licence.CLIENT, use=u) for u in scene.values(_USES)]


def _activated(scene: Scene) -> list[Any]:
    editions = scene.values(EDITIONS)
    if len(editions) > 1 and not scene.view.has(W.AND, W.OR, W.COMMA):
        scene.unread.append("editions")
    return [act.ActivatedWith(subject=s, edition=e) for s in scene.subjects() for e in editions]


def _client_key(scene: Scene) -> list[Any]:
    editions = scene.values(EDITIONS)
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


LICENSING: tuple[Row, ...] = (
    Row(cues=(_KEY, _p(r"\b(?:gvlk|kms client(?: setup)? key|client setup key|setup key|client key|kms)\b|\bkey\b")), make=_client_key, veto=_p(r"\bhost key\b|csvlk|\bimages?\b|\bcontainers?\b")),
    Row(cues=(_p(r"\bkms\b"), _p(r"\b(?:must|needs?|requires?|renews?|renewed|at least|minimum|every)\b")), make=_kms, filler=_p(r"\b(?:has to be|have to be|must be|activations?|activates? (?:clients|servers|hosts|them|anything)|before|computers?|clients?|hosts?|their|its|threshold|number of|renewed|renewal|servers? to activate)\b"), veto=_p(r"csvlk|host key")),
    Row(cues=(_p(r"\bcsvlk\b|\bkms host key\b"), _p(r"\b(?:hosted on|held by|installed on|hosted by|runs on)\b")), make=_hosts_key),
    Row(cues=(_p(r"\bcsvlk\b|\bkms host key\b"), _p(r"\b(?:uses?|activated|activates|with|needs?|takes?|same)\b")), make=_host_key),
    Row(cues=(_p(r"\bactivat(?:e|es|ed|ion)\b"), _p(r"\bkeys?\b|\bactivat")), make=_activated, only=others(act.Edition, "edition"), filler=_p(r"\b(?:needs?|requires?|uses?|takes?|accepts?|must be|has to be|product keys?)\b"), veto=_p(r"csvlk|kms|gvlk")),
    Row(cues=(_p(r"\b(?:vlsc|volume licensing service center)\b"), _p(r"\b(?:retired|closed|shut down|gone|discontinued|retirement|no longer (?:exists?|available|in use|used|open))\b")), make=_place_retired, veto=_p(r"\bmoved\b|\breplac")),
    Row(cues=(_p(r"\b(?:vlsc|volume licensing service center)\b"), _p(r"\b(?:still|in use|is open|is live|still available)\b")), make=_place_used, veto=_p(r"\bmedia\b|\bkeys?\b|\bdownload|annual channel")),
    Row(cues=(_p(r"\b(?:media|iso|isos|download(?:s|ed|able)?)\b"), _p(r"\b(?:vlsc|volume licensing service center|admin center|visual studio|marketplace|evaluation|oem|business center)\b")), make=_media_from, only=others(acq.Place, "place")),
    Row(cues=(_p(r"\bvolume(?:-| )licensing (?:downloads?|keys?|media)\b"), _p(r"\b(?:vlsc|admin center|business center)\b")), make=_found_at),
    Row(cues=(_p(r"\bvisual studio(?: subscriptions?| subscribers?)?\b"), _p(r"\b(?:development|testing|production|dev|test)\b")), make=_copy_used, only=others(licensing.Use, "use"), filler=_p(r"\b(?:copies|copy|software|licen[cs]ed|licen[cs]es?|obtained|acquired|downloaded|downloads?|media|may be used|used|use|from|through|purposes)\b")),
    Row(cues=(_p(r"\bsoftware assurance\b|\bvisual studio\b"), NEEDED), make=_requires, filler=_p(r"\b(?:active|valid|to (?:obtain|get|use|deploy|run|license)|customers?|organi[sz]ations?|licen[cs]es?|licen[cs]ed|volume licensing|covered by|for)\b")),
    Row(cues=(_p(r"\bsoftware assurance\b|\bsoftware subscription|\bvisual studio\b|\bretail\b|\boem\b"), _p(r"\b(?:available|offered|obtained?|get|for|through|open|limited|sold|licen[cs]ed|availability)\b")), make=_available_through, only=_only_assurance, filler=_p(r"\b(?:active|customers?|subscribers?|members?|organi[sz]ations?|volume licen[cs](?:ing|ed)|licen[cs]es?|programs?|programmes?|loyalty programs?|can (?:get|obtain|use|download)|also)\b"), veto=_p(r"media|iso\b|download")),
    Row(cues=(_p(r"\b(?:covers?|allows?|includes?|permits?|licen[cs]es?|grants?|entitles?|rights?|may run|can run|for)\b"), _p(r"\b(?:unlimited|any number of|two|one|three|four|ten|no limit|\d{1,3})\b"), _p(r"\bcontainers?\b")), make=_covers, filler=_p(r"\b(?:editions?|licen[cs]es?|(?:up to|at most)(?= (?:one|two|three|four|\d))|at a time|both|hosts?)\b"), veto=_p(r"\b(?:gb|processors?|minutes|windows 10 iot|build)\b")),
    Row(cues=(_p(r"\bcounts? as\b"), _p(r"\b(?:virtual )?(?:ose|operating system environment)s?\b")), make=_counts_as, filler=_p(r"\b(?:each|every|a|containers?|instances?|licen[cs]ing|for licen[cs]ing(?: purposes)?)\b")),
    Row(cues=(_p(r"\b(?:windows 1[01](?:(?: and| or|,|/) 11)?|clients?)\b"), _p(r"\bcontainers?\b"), _p(r"\b(?:development|testing|production|dev|test)\b")), make=_client_use, only=others((licensing.Use.PRODUCTION, licensing.Use.DEVELOPMENT), "use"), veto=_p(r"\bltsc|\bserver\b|\bimages?\b|\bprocess\b|hyper-v|\bhome\b|\bpro\b")),
)  # fmt: skip
