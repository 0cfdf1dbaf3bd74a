"""Who gets the channels, and where from: yesterday's portal is not today's."""

from datetime import date

import pytest

from assistant.rules import Channel
from assistant.rules.kinds.acquisition import (
    AdminRole,
    AvailableThrough,
    Condition,
    Customer,
    FoundAt,
    GoesOn,
    HappenedOn,
    Happening,
    Listed,
    ListHolds,
    MediaFrom,
    NeedsRole,
    PathAt,
    Place,
    PlaceInUse,
    PlaceRetired,
    Programme,
    Requires,
    StillOffered,
    Thing,
)
from assistant.rules.kinds.lifecycle import Precision
from assistant.rules.moment import Moment

APRIL = Moment(day=date(2024, 4, 1), precision=Precision.MONTH)
PROGRAMMES = {
    "ws23h2": {Programme.SOFTWARE_ASSURANCE, Programme.SOFTWARE_SUBSCRIPTION, Programme.VISUAL_STUDIO},
    Channel.ANNUAL: {Programme.SOFTWARE_ASSURANCE, Programme.SOFTWARE_SUBSCRIPTION, Programme.VISUAL_STUDIO},
    "ws2025": set(Programme),
}
NOW, THEN = date(2026, 11, 24), date(2024, 3, 31)
PLACES = {
    ("ws23h2", NOW): {Place.ADMIN_CENTER, Place.VISUAL_STUDIO},
    ("ws23h2", THEN): {Place.VLSC, Place.VISUAL_STUDIO},
    ("ws2022", NOW): set(Place) - {Place.VLSC},
    ("ws2022", THEN): set(Place) - {Place.ADMIN_CENTER},
}


@pytest.mark.parametrize("subject", PROGRAMMES)
@pytest.mark.parametrize("programme", Programme)
def test_who_can_get_it(holds, subject, programme) -> None:
    expected = "entailed" if programme in PROGRAMMES[subject] else "contradicted"
    assert holds(AvailableThrough(subject=subject, programme=programme)) == expected


@pytest.mark.parametrize(("subject", "day"), PLACES)
@pytest.mark.parametrize("place", Place)
def test_where_media_come_from(holds, subject, day, place) -> None:
    expected = "entailed" if place in PLACES[subject, day] else "contradicted"
    if subject == "ws2022" and place is Place.ADMIN_CENTER and day == THEN:
        expected = "contradicted"
    assert holds(MediaFrom(subject=subject, place=place), day) == expected


@pytest.mark.parametrize(
    ("place", "now", "then"),
    [
        (Place.MARKETPLACE, "entailed", "entailed"),
        (Place.HOSTERS, "entailed", "entailed"),
        (Place.VISUAL_STUDIO, "entailed", "entailed"),
        (Place.VLSC, "contradicted", "entailed"),
        (Place.OEM, "undecided", "undecided"),
        (Place.RETAIL, "undecided", "undecided"),
        (Place.EVALUATION_CENTER, "undecided", "undecided"),
        (Place.ADMIN_CENTER, "undecided", "undecided"),
        (Place.BUSINESS_CENTER, "undecided", "undecided"),
    ],
)
def test_media_of_the_semi_annual_channel(holds, place, now, then) -> None:
    assert holds(MediaFrom(subject="ws20h2", place=place)) == now
    assert holds(MediaFrom(subject="ws20h2", place=place), date(2022, 1, 1)) == then


@pytest.mark.parametrize(
    ("condition", "annual", "ltsc"),
    [
        (Condition.EITHER, "entailed", "contradicted"),
        (Condition.SOFTWARE_ASSURANCE, "entailed", "contradicted"),
        (Condition.VISUAL_STUDIO, "contradicted", "contradicted"),
    ],
)
def test_what_is_required(engine, holds, condition, annual, ltsc) -> None:
    assert holds(Requires(subject="ws23h2", condition=condition)) == annual
    assert holds(Requires(subject="ws2019", condition=condition)) == ltsc
    ruling = engine.decide(Requires(subject=Channel.ANNUAL, condition=Condition.EITHER), NOW)
    assert [step.conflict for step in ruling.derivation] == ["C21"]


@pytest.mark.parametrize("place", [Place.ADMIN_CENTER, Place.VISUAL_STUDIO])
def test_whether_23h2_is_still_offered_is_unknown(engine, place) -> None:
    ruling = engine.decide(StillOffered(subject="ws23h2", place=place), NOW)
    assert ruling.truth.value == "undecided"
    assert "No source says" in ruling.derivation[0].text


@pytest.mark.parametrize(
    ("customer", "thing", "place", "day", "expected"),
    [
        (Customer.VOLUME, Thing.MEDIA, Place.ADMIN_CENTER, NOW, "entailed"),
        (Customer.VOLUME, Thing.KEYS, Place.ADMIN_CENTER, NOW, "entailed"),
        (Customer.VOLUME, Thing.MEDIA, Place.VLSC, NOW, "contradicted"),
        (Customer.VOLUME, Thing.KEYS, Place.VLSC, NOW, "contradicted"),
        (Customer.VOLUME, Thing.KEYS, Place.VLSC, THEN, "entailed"),
        (Customer.VOLUME, Thing.MEDIA, Place.VLSC, date(2024, 4, 30), "entailed"),
        (Customer.VOLUME, Thing.MEDIA, Place.VLSC, date(2024, 5, 1), "contradicted"),
        (Customer.VOLUME, Thing.MEDIA, Place.ADMIN_CENTER, THEN, "contradicted"),
        (Customer.VOLUME, Thing.MEDIA, Place.ADMIN_CENTER, date(2024, 4, 1), "entailed"),
        (Customer.MPSA, Thing.MEDIA, Place.BUSINESS_CENTER, NOW, "entailed"),
        (Customer.MPSA, Thing.KEYS, Place.ADMIN_CENTER, NOW, "contradicted"),
    ],
)
def test_where_customers_go(holds, customer, thing, place, day, expected) -> None:
    assert holds(FoundAt(customer=customer, thing=thing, place=place), day) == expected


def test_the_old_portal_is_corrected_to_the_new_one(corrected) -> None:
    old = FoundAt(customer=Customer.VOLUME, thing=Thing.MEDIA, place=Place.VLSC)
    assert (
        corrected(old)
        == "Volume-licensing customers find volume licensing downloads in the Microsoft 365 admin center."
    )
    assert corrected(MediaFrom(subject="ws23h2", place=Place.MARKETPLACE)) == (
        "Windows Server, version 23H2 media are not offered through Azure Marketplace."
    )


@pytest.mark.parametrize(
    ("place", "path", "day", "expected"),
    [
        (
            Place.ADMIN_CENTER,
            "Billing > Your products > Volume licensing > View downloads and keys",
            NOW,
            "entailed",
        ),
        (Place.ADMIN_CENTER, "Downloads and Keys", NOW, "contradicted"),
        (Place.VLSC, "Sign In > Downloads and Keys", THEN, "entailed"),
        (Place.VLSC, "Sign In > Downloads and Keys", NOW, "contradicted"),
        (Place.VISUAL_STUDIO, "my.visualstudio.com/Downloads", NOW, "entailed"),
        (Place.OEM, "anywhere", NOW, "undecided"),
    ],
)
def test_the_way_to_the_downloads(holds, place, path, day, expected) -> None:
    assert holds(PathAt(place=place, path=path), day) == expected


@pytest.mark.parametrize(
    ("thing", "roles"),
    [
        (Thing.MEDIA, {AdminRole.ADMINISTRATOR, AdminRole.DOWNLOADS}),
        (Thing.KEYS, {AdminRole.ADMINISTRATOR, AdminRole.KEYS}),
    ],
)
@pytest.mark.parametrize("role", AdminRole)
def test_roles(holds, thing, roles, role) -> None:
    assert holds(NeedsRole(thing=thing, role=role)) == ("entailed" if role in roles else "contradicted")


def test_the_download_list_holds_recent_versions(holds) -> None:
    assert holds(ListHolds(place=Place.ADMIN_CENTER, versions=Listed.RECENT)) == "entailed"
    assert holds(ListHolds(place=Place.ADMIN_CENTER, versions=Listed.ALL)) == "contradicted"
    assert holds(ListHolds(place=Place.OEM, versions=Listed.ALL)) == "undecided"


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (APRIL, "entailed"),
        (Moment(day=date(2024, 1, 1), precision=Precision.YEAR), "entailed"),
        (Moment(day=date(2024, 5, 1), precision=Precision.MONTH), "contradicted"),
        (Moment(day=date(2025, 1, 1), precision=Precision.YEAR), "contradicted"),
        (Moment(day=date(2024, 4, 15)), "undecided"),
        (Moment(day=date(2024, 3, 31)), "contradicted"),
    ],
)
def test_when_the_portal_was_retired(holds, corrected, when, expected) -> None:
    retired = PlaceRetired(place=Place.VLSC, when=when)
    assert holds(retired) == expected
    if expected == "contradicted":
        assert corrected(retired) == "The Volume Licensing Service Center (VLSC) was retired in April 2024."


@pytest.mark.parametrize(
    ("place", "now", "then"),
    [
        (Place.VLSC, "contradicted", "entailed"),
        (Place.ADMIN_CENTER, "entailed", "undecided"),
        (Place.VISUAL_STUDIO, "entailed", "entailed"),
        (Place.BUSINESS_CENTER, "entailed", "entailed"),
        (Place.RETAIL, "undecided", "undecided"),
    ],
)
def test_which_places_are_in_use(holds, place, now, then) -> None:
    assert holds(PlaceInUse(place=place)) == now
    assert holds(PlaceInUse(place=place), THEN) == then


@pytest.mark.parametrize(
    ("happening", "day"), [(Happening.ANNOUNCED, date(2023, 7, 5)), (Happening.TERMS, date(2023, 10, 1))]
)
def test_dates_of_the_announcement(holds, corrected, happening, day) -> None:
    right = HappenedOn(subject=Channel.ANNUAL, happening=happening, when=Moment(day=day))
    wrong = HappenedOn(subject=Channel.ANNUAL, happening=happening, when=Moment(day=date(2023, 9, 1)))
    assert holds(right) == "entailed"
    assert holds(wrong) == "contradicted"
    assert f"{day.day} {day:%B %Y}" in corrected(wrong)


@pytest.mark.parametrize(
    ("subject", "now", "then"),
    [
        (Channel.LTSC, "entailed", "entailed"),
        (Channel.SAC, "contradicted", "entailed"),
        (Channel.ANNUAL, "undecided", "undecided"),
    ],
)
def test_whether_a_channel_goes_on(holds, subject, now, then) -> None:
    assert holds(GoesOn(subject=subject)) == now
    assert holds(GoesOn(subject=subject), date(2022, 8, 9)) == then
    assert holds(GoesOn(subject=subject), date(2022, 8, 10)) == now
