"""A turn -> what it asks: who is host, who is image, which isolation, platform and date, and which subjects follow."""

import re
from dataclasses import dataclass, replace
from datetime import date

from assistant.conversation import moves
from assistant.conversation.confidential import masked
from assistant.conversation.dates import named_date
from assistant.conversation.followup import goes_on, stays_there, swaps
from assistant.conversation.needs import need_asked
from assistant.conversation.pasted import plain
from assistant.conversation.roles import Side, cast
from assistant.conversation.state import Interpretation, Slot, Topic, Turn
from assistant.conversation.typos import mended
from assistant.conversation.wanted import Wanted, wanted
from assistant.rules import Engine, Form, ImageRef, Isolation, Mention, Outcome, System
from assistant.rules.release import Platform, Release
from assistant.rules.statements import (
    HostRow,
    Identity,
    ImageColumn,
    Misnamed,
    Pair,
    Subject,
    SupportDates,
    SupportOverview,
)
from assistant.rules.wording import host_name, image_name

_BARE_FOLLOW_UP = re.compile(
    r"^(\W*(?:and|or|but|what\s+about|how\s+about|same\s+(?:for|on|with))\s+(?:(?:for|on|with|the|about)\s+)*)(20(?:16|19|22|25))\W*$",
    re.I,
)
_FEW_WORDS = 8
_MOST_PAIRS = 12  # more combinations than this are a table, not an answer
_ASKS_WHAT_RUNS = re.compile(
    r"\b(?:what|which|list|show|all|any|every)\b.{0,60}\b(?:images?|containers?|tags?|versions?|run|runs|support\w*|compatible)\b|\bwhat\s+(?:can|may|does|will)\b",
    re.I,
)
_NAMES_IMAGES = re.compile(
    r"\b(?:which|supported|compatible|possible|allowed)\s+(?:base\s+|container\s+)?(?:images?|containers?)\b|[:,-]\s*(?:images|containers)\s*\?\s*$",
    re.I,
)
_ASKS_WHERE_IT_RUNS = re.compile(
    r"\b(?:where|which|what)\b.{0,60}\b(?:hosts?|servers?|nodes?|versions?|releases?|windows|run|runs|systems?|os)\b|\brun\b",
    re.I,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What one turn names: systems in their roles, mentions whose role the wording leaves open, and what it wants.

    `group`: hosts named together ('Windows 11'); `tagged`: an image was named by tag or reference; `numbered`: a
    release was named by its build; `misnamed` are names that nothing has.
    """

    hosts: tuple[System, ...]
    images: tuple[ImageRef, ...]
    open: tuple[Mention, ...]
    candidates: tuple[str, ...]
    wanted: Wanted
    day: date | None
    group: bool = False
    tagged: bool = False
    numbered: bool = False
    misnamed: tuple[str, ...] = ()

    @property
    def names_nothing(self) -> bool:
        """Whether no release, image or build is named."""
        return not (self.hosts or self.images or self.open)

    @property
    def releases(self) -> tuple[Release, ...]:
        """Every release named, in whichever role."""
        unsettled = tuple(s.release for m in self.open if (s := m.host or (m.image.system if m.image else None)))
        named = (*(h.release for h in self.hosts), *(i.system.release for i in self.images), *unsettled)
        return tuple(dict.fromkeys(named))


def interpret(engine: Engine, turn: Turn) -> Interpretation:
    """Read one turn; what it leaves open is taken from the topic before it, where the wording shows that it goes on."""
    turn = replace(turn, text=moves.written_out(_written_out(mended(plain(masked(turn.text))), turn.topic)))
    said = _said(engine, turn)
    stays = turn.topic.platform not in (said.wanted.platform, Platform.WINDOWS) and stays_there(turn.text)
    if stays:
        said = replace(said, wanted=replace(said.wanted, platform=turn.topic.platform))
    follows = goes_on(turn.text, said.names_nothing, turn.topic)
    if follows:
        said = _with_topic(engine, said, turn)
    as_of = said.day or (follows and turn.topic.as_of) or turn.as_of
    subjects = _subjects(said, turn.text)
    return Interpretation(
        text=turn.text,
        standalone=_standalone(turn.text, said, subjects) if follows or stays else turn.text,
        as_of=as_of,
        subjects=subjects,
        missing=() if subjects else _missing(said, turn.text),
        choices=said.candidates,
        in_field=said.wanted.in_field or not said.names_nothing or bool(said.candidates or said.misnamed),
        topic=_next_topic(said, subjects, turn.topic if follows else Topic()),
    )


def _written_out(text: str, topic: Topic) -> str:
    """'and 2025?' after a release was talked about names a release, although a bare year does not."""
    bare = _BARE_FOLLOW_UP.match(text) if topic.hosts or topic.images else None
    return f"{text[: bare.start(2)]}Windows Server {bare[2]}{text[bare.end(2) :]}" if bare else text


def _said(engine: Engine, turn: Turn) -> Said:
    mentions = engine.find(turn.text)
    hosts: list[System] = []
    images: list[ImageRef] = []
    unsettled: list[Mention] = []
    named = tuple(m for m in mentions if m.host or m.image or m.form is Form.GROUP)
    move = moves.moved(turn.text, named)
    if move is not None and move.target.host is not None:
        named = tuple(m for m in named if m is not move.source and m is not move.target)
        hosts.append(move.target.host)
        if not any(m.image for m in named) and (image := _image_on(engine, move.source)):
            images.append(image)
    for group in cast(turn.text, named):
        for mention in group.mentions:
            if mention.form is Form.GROUP:
                hosts.extend(System(release=r) for r in mention.candidates)
            elif group.side is Side.HOST and mention.host is not None:
                hosts.append(mention.host)
            elif group.side is Side.IMAGE and mention.image is not None:
                images.append(mention.image)
            else:
                unsettled.append(mention)
    return Said(
        hosts=tuple(dict.fromkeys(hosts)),
        images=tuple(dict.fromkeys(images)),
        open=tuple(unsettled),
        candidates=tuple(dict.fromkeys(r.name for m in mentions if m.form is not Form.GROUP for r in m.candidates)),
        wanted=wanted(_without(turn.text, mentions)),
        day=named_date(turn.text, turn.as_of, tuple((m.start, m.end) for m in mentions)),
        group=any(m.form is Form.GROUP for m in mentions),
        tagged=any(m.form in (Form.TAG, Form.IMAGE) for m in mentions),
        numbered=any(m.form is Form.BUILD for m in mentions),
        misnamed=tuple(dict.fromkeys(_name_with_problem(engine, m) for m in mentions if m.problem)),
    )


def _image_on(engine: Engine, source: Mention) -> ImageRef | None:
    """The image that the containers of a host have: the newest that it runs in process isolation."""
    if source.host is None:
        return None
    fitting = (
        image
        for image in reversed(engine.images())
        if engine.check(source.host, image, as_of=engine.reviewed).by_isolation[Isolation.PROCESS].outcome
        is not Outcome.UNSUPPORTED
    )
    return next(fitting, None)


def _name_with_problem(engine: Engine, mention: Mention) -> str:
    """The name such that it is found to be nobody's also when it stands alone: a bare number is called a build."""
    alone = any(m.problem for m in engine.find(mention.text))
    return mention.text if alone else f"build {mention.text}"


def _without(text: str, mentions: tuple[Mention, ...]) -> str:
    """The text with its names blanked: a name such as 'Annual Channel' is not a question about channels."""
    for mention in mentions:
        text = text[: mention.start] + "_" * (mention.end - mention.start) + text[mention.end :]
    return text


def _with_topic(engine: Engine, said: Said, turn: Turn) -> Said:
    """The turn completed from the topic: empty roles are filled, an open name replaces what the topic varied last."""
    topic = turn.topic
    hosts, images = said.hosts, said.images
    if topic.lifecycle and said.open and not said.wanted.compatibility:
        return replace(said, wanted=replace(said.wanted, lifecycle=True))
    if swaps(turn.text):
        hosts = tuple(h for i in topic.images if (h := engine.resolve_host(i.system.release.id)))
        images = tuple(i for h in topic.hosts if (i := _as_image(engine, h)))
    for mention in said.open:
        if mention.image is not None and topic.hosts and not images:
            images = (mention.image,)
        elif mention.host is not None and not hosts:
            hosts = (mention.host,)
    carries = said.wanted
    if not (carries.lifecycle or carries.compatibility or carries.elsewhere):
        carries = replace(carries, compatibility=not topic.lifecycle, lifecycle=topic.lifecycle)
    if carries.platform is Platform.WINDOWS:
        carries = replace(carries, platform=topic.platform)
    return replace(said, hosts=hosts or topic.hosts, images=images or topic.images, open=(), wanted=carries)


def _as_image(engine: Engine, host: System) -> ImageRef | None:
    return next((i for i in engine.images() if i.system.release.id == host.release.id), None)


def _subjects(said: Said, text: str) -> tuple[Subject, ...]:
    """The questions that the rules decide. Documents answer what is left, also where releases are named in passing."""
    if said.misnamed:
        return tuple(Misnamed(name=name) for name in said.misnamed)
    subjects: list[Subject] = list(_compatibility(said, text))
    w = said.wanted
    if (_asks_for_dates(said) or _only_a_day(said, text)) and not (subjects and _only_support(said)):
        subjects.extend(_support_dates(said, text))
    asks_whose = said.numbered and not (w.compatibility or w.elsewhere) and _ASKS_WHOSE.search(text)
    if (w.identity or asks_whose) and not (subjects or w.unborn):
        subjects.extend(Identity(release=r) for r in said.releases)
    return tuple(dict.fromkeys(subjects))[:_MOST_PAIRS]


def _support_dates(said: Said, text: str) -> list[Subject]:
    """The dates asked for: of releases, of one family of images where it is named, or of all servers."""
    begins = bool(_ASKS_FOR_BEGINNING.search(text))
    if said.names_nothing:
        return [SupportOverview()] if _ASKS_WHICH_RELEASES.search(text) else []
    families = [i for i in said.images if i.family is not None]
    if families and not said.hosts:
        return [SupportDates(release=i.system.release, family=i.family, begins=begins) for i in families]
    return [SupportDates(release=r, begins=begins) for r in said.releases]


def _asks_for_dates(said: Said) -> bool:
    """Whether the rules have the dates: of single releases, not of a whole product and not of what AKS offers."""
    w = said.wanted
    known = not (said.candidates or said.group or w.unborn)
    return w.lifecycle and known and w.platform is Platform.WINDOWS


def _only_a_day(said: Said, text: str) -> bool:
    """Whether there is nothing but one release and a day, as in 'ws2025 on 2024-10-01?'."""
    w = said.wanted
    asked = w.compatibility or w.lifecycle or w.identity or w.elsewhere or w.unborn
    return said.day is not None and not asked and len(said.releases) == 1 and len(text.split()) <= _FEW_WORDS


def _only_support(said: Said) -> bool:
    """A pair asked about as 'is A supported on B?' asks for compatibility alone."""
    return bool(said.hosts and said.images) and said.wanted.compatibility


def _compatibility(said: Said, text: str) -> tuple[Subject, ...]:
    w = said.wanted
    hosts, images = said.hosts, said.images
    if not (hosts or images) and len(said.open) == 2 and w.compatibility and not w.elsewhere:
        return _both_ways(said)
    if hosts and images and not _only_named(said, text):
        if said.group:
            return tuple(ImageColumn(image=i, platform=w.platform, isolation=w.isolation, hosts=hosts) for i in images)
        need = need_asked(text)
        isolation = None if need is not None else w.isolation
        pairs = [
            Pair(host=h, image=i, platform=w.platform, isolation=isolation, need=need) for h in hosts for i in images
        ]
        return tuple({_key(p): p for p in reversed(pairs)}.values())[::-1]
    if w.elsewhere or w.lifecycle or said.open:
        return ()
    if hosts and ((w.compatibility and _ASKS_WHAT_RUNS.search(text)) or _NAMES_IMAGES.search(text)):
        return tuple(HostRow(host=h, platform=w.platform, isolation=w.isolation) for h in hosts)
    if w.compatibility and images and _ASKS_WHERE_IT_RUNS.search(text):
        return tuple(ImageColumn(image=i, platform=w.platform, isolation=w.isolation) for i in images)
    return ()


def _key(pair: Pair) -> tuple[str, ...]:
    host, image = pair.host, pair.image.system
    return host.release.id, host.version, image.release.id, image.version


def _only_named(said: Said, text: str) -> bool:
    """Whether two releases are named to move between or to compare them, or one twice for its dates, and no image."""
    if _IMAGES_IN_SIGHT.search(text) or said.tagged:
        return False
    w = said.wanted
    twice = {h.release.id for h in said.hosts} == {i.system.release.id for i in said.images}
    return w.elsewhere or not w.compatibility or (w.lifecycle and twice)


def _both_ways(said: Said) -> tuple[Subject, ...]:
    """Two releases whose roles the wording leaves open: both readings, the one with the newer host first."""
    first, second = said.open
    pairs = [
        Pair(host=h.host, image=i.image, platform=said.wanted.platform, isolation=said.wanted.isolation)
        for h, i in ((first, second), (second, first))
        if h.host is not None and i.image is not None
    ]
    return tuple(sorted(pairs, key=lambda p: -p.host.release.build))


def _missing(said: Said, text: str) -> tuple[Slot, ...]:
    """What has to be asked back: candidates of an ambiguous name, or both sides of 'can my host run this image?'."""
    if said.candidates:
        return (Slot.RELEASE,)
    asks_for_a_verdict = not said.wanted.elsewhere and (
        (said.wanted.compatibility and _VERDICT_ON_MINE.search(text)) or _WHICH_DO_I.search(text)
    )
    if said.names_nothing and asks_for_a_verdict:
        return (Slot.HOST, Slot.IMAGE)
    asks_for_a_release = (said.wanted.lifecycle or said.wanted.identity) and not said.wanted.elsewhere
    if said.names_nothing and asks_for_a_release and _POINTS_AT_ONE.search(text):
        return (Slot.RELEASE,)
    return ()


_IMAGES_IN_SIGHT = re.compile(r"\b(?:images?|containers?|tags?|dockerfile)\b", re.I)
_ASKS_FOR_BEGINNING = re.compile(
    r"\b(?:when\b.{0,60}\b(?:releas\w+|available|availability|come\s+out|came\s+out|launch\w*|ship\w*|start\w*|begin\w*|out)\b|"
    r"releas\w+\s+(?:date|on|day)|general(?:ly)?\s+availab\w+|\bga\b)",
    re.I,
)
_ASKS_WHICH_RELEASES = re.compile(
    r"\b(?:which|what|list|all)\b.{0,40}\b(?:releases?|versions?|servers?|windows|ltscs?|channels?|products?)\b"
    r"|^\W*(?:the\s+)?(?:windows\s+)?(?:ltscs?|servers?|releases?|versions?)\b.{0,30}\bin\s+(?:extended|mainstream)\s+support\b",
    re.I,
)
_ASKS_WHOSE = re.compile(r"\b(?:which|what)\b", re.I)
_VERDICT_ON_MINE = re.compile(
    r"\b(?:my|our|this|that|these|the|it|they)\b.{0,40}\b(?:host|server|node|machine|image|container|app|version|cluster|it)\b"
    r"|^\W*(?:can|will|does|do|is|are|would|should)\s+(?:it|this|that|they|these)\b.{0,40}\b(?:run|work|start|support\w*|compatible)"
    r"|^\W*(?:is|are|will)?\W*(?:it|this|that|they)?\W*(?:compatible|supported|possible)\W*$",
    re.I,
)
_WHICH_DO_I = re.compile(
    r"^\W*(?:which|what)\s+(?:container\s+|base\s+)?(?:image|host|tag|version|isolation)s?\s+"
    r"(?:do|should|can|must|shall|may)\s+(?:i|we)\s+(?:need|use|take|choose|pick|run)\W*$",
    re.I,
)
_POINTS_AT_ONE = re.compile(
    r"\b(?:my|our|this|that|the|it)\b.{0,30}\b(?:host|server|node|release|version|image|it|windows)\b"
    r"|\b(?:is|does|will|has|was|until\s+when\s+is|when\s+does)\s+(?:it|this|that)\b"
    r"|^\W*(?:which|what)\s+(?:build|channel|version|release)\s+is\s+(?:it|this|that)\b",
    re.I,
)


def _next_topic(said: Said, subjects: tuple[Subject, ...], before: Topic) -> Topic:
    hosts, images = said.hosts, said.images
    for mention in said.open:
        if mention.host is not None and not hosts:
            hosts = (mention.host,)
    return Topic(
        hosts=hosts or before.hosts,
        images=images or before.images,
        isolation=said.wanted.isolation,
        platform=said.wanted.platform,
        as_of=said.day or before.as_of,
        lifecycle=bool(subjects) and all(isinstance(s, SupportDates) for s in subjects),
    )


def _standalone(text: str, said: Said, subjects: tuple[Subject, ...]) -> str:
    """The follow-up as a question of its own."""
    for subject in subjects:
        if isinstance(subject, Pair):
            isolated = {None: "", "process": " in process isolation", "hyperv": " with Hyper-V isolation"}[
                subject.isolation
            ]
            host, image = host_name(subject.host, subject.platform), image_name(subject.image)
            return f"Can a {host} run the {image}{isolated}?"
        if isinstance(subject, SupportDates):
            return f"Until when is {subject.release.name} supported?"
    named = [host_name(h) for h in said.hosts] + [image_name(i) for i in said.images]
    return f"{text.strip()} ({', '.join(named)})" if named else text
