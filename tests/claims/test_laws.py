"""Laws of reading and judging that hold for every text."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.claims.claim import SentenceStatus, TextStatus
from assistant.claims.judge import judge_text
from assistant.claims.reading import plainly
from assistant.claims.repair import repaired
from assistant.rules import Engine, Isolation, Platform
from assistant.rules.kinds.build import BuildOf
from assistant.rules.kinds.channel import ChannelOf
from assistant.rules.kinds.compatibility import Compatibility, Support
from assistant.rules.kinds.lifecycle import DateOf, Event
from assistant.rules.verdict import Truth

ENGINE = Engine.load()
DAY = date(2026, 11, 24)
WORDS = st.sampled_from(
    "Windows Server 2022|ltsc2019|23H2|runs|does not run|only|except|unless|in process isolation|with Hyper-V isolation|and|or|but|if|because|,|.|:|"  # noqa: E501
    "on|host|image|neither|nor|Yes|No|?|until|13 October 2026|mainstream support|is|build 20348|the Annual Channel|not|older than|newer|so|(|)|"  # noqa: E501
    "- |\n\n|| yes | no ||all|the same goes for|the other way round|it is a myth that|LTSC|every|it|there|Windows 11|or newer|supported|`docker run`|need".split(  # noqa: E501
        "|"
    )
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(WORDS, max_size=40).map(" ".join))


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_every_text_is_judged_and_its_ranges_are_exact(text):
    judged = judge_text(ENGINE, text, DAY)
    before = 0
    for sentence in judged.sentences:
        assert before <= sentence.start <= sentence.end <= len(text)
        before = sentence.start
        for claim in sentence.claims:
            assert sentence.start <= claim.claim.start < claim.claim.end <= max(sentence.end, claim.claim.end)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_the_verdict_on_a_text_is_that_of_its_worst_sentence(text):
    judged = judge_text(ENGINE, text, DAY)
    found = {s.status for s in judged.sentences}
    if SentenceStatus.CONTRADICTED in found:
        assert judged.status is TextStatus.CONTRADICTED
    elif SentenceStatus.UNDECIDED in found:
        assert judged.status is TextStatus.UNVERIFIABLE
    else:
        assert judged.status in (TextStatus.VERIFIED, TextStatus.NO_CLAIMS)


@given(TEXTS)
@settings(max_examples=100, deadline=None)
def test_a_repaired_text_asserts_nothing_false(text):
    shown = repaired(judge_text(ENGINE, text, DAY))
    if shown.strip():
        assert judge_text(ENGINE, shown, DAY).status is not TextStatus.CONTRADICTED or "|" in text or "\n" in text


@given(st.text(max_size=200))
@settings(max_examples=150, deadline=None)
def test_plain_text_leads_back_to_its_source(text):
    plain = plainly(text, 0, len(text))
    assert len(plain.starts) == len(plain.ends) == len(plain.text)
    assert all(0 <= s < e <= len(text) for s, e in zip(plain.starts, plain.ends, strict=True))
    assert list(plain.starts) == sorted(plain.starts)


def _pairs():
    return [(h, i.system) for h in ENGINE.hosts() for i in ENGINE.images()]


@pytest.mark.parametrize("asserted", list(Support))
def test_what_the_rules_state_is_read_back(asserted):
    """`read(state(p)) == p`, and its verdict is the rules' own."""
    for host, image in _pairs():
        for isolation in (*Isolation, None):
            said = Compatibility(host=host, image=image, asserted=asserted, isolation=isolation)
            text = ENGINE.state(said)
            judged = judge_text(ENGINE, text, DAY)
            assert judged.claims, text
            found = {p for c in judged.claims for p in c.claim.propositions}
            want = {(said.host.release.id, said.image.release.id, said.asserted)}
            assert {(p.host.release.id, p.image.release.id, p.asserted) for p in found} == want, text
            isolations = {p.isolation for p in found}
            assert isolations == (
                {isolation} if isolation or asserted is not Support.UNSUPPORTED else set(Isolation)
            ), text


def test_dates_builds_and_channels_that_the_rules_state_are_read_back():
    for release in ENGINE.facts.releases.values():
        said = [BuildOf(release=release, build=release.build), ChannelOf(release=release, channel=release.channel)]
        for event, dated in ((Event.MAINSTREAM_END, release.mainstream_end), (Event.AVAILABLE, release.available)):
            if dated.day is not None:
                said.append(DateOf(release=release, event=event, day=dated.day))
        for proposition in said:
            text = ENGINE.state(proposition)
            judged = judge_text(ENGINE, text, DAY)
            assert proposition in [p for c in judged.claims for p in c.claim.propositions], text
            assert all(c.verdict is not Truth.CONTRADICTED for c in judged.claims), text


def test_the_rules_own_verdicts_are_entailed():
    for check in ENGINE.grid(DAY):
        for isolation, verdict in check.by_isolation.items():
            said = Compatibility(
                host=check.host,
                image=check.image.system,
                asserted=Support(verdict.outcome.value),
                isolation=isolation,
                platform=Platform.WINDOWS,
            )
            text = ENGINE.state(said)
            assert judge_text(ENGINE, text, DAY).status is TextStatus.VERIFIED, text
