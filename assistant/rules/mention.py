"""Every mention of a release, build, tag or image reference in running text, with its place in the original.

Candidates come from scans for references, builds, tags, names, and bare versions and years; where they overlap the
longest wins. A bare year counts only where the words around it make it a Windows release ("a 2022 host", "2019 and 2022
images"). What is clearly meant as a name and cannot be resolved is a mention with a `problem`, not silence.

The scans stay with the rule that settles between them: each pattern is written in view of what the others take.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from assistant.errors import UnresolvedNameError
from assistant.rules.factbase import FactBase
from assistant.rules.names import (
    INNER,
    Lexicon,
    Named,
    candidates_of,
    host_of_version,
    image_of_release,
    lexicon,
    resolve_host,
)
from assistant.rules.references import parse, release_of_build, resolve_reference, resolve_tag, shelf
from assistant.rules.release import ImageRef, Release, System
from assistant.rules.spelling import Folded, Word, fold, words


class Form(StrEnum):
    """In which form something was named."""

    RELEASE = "release"
    VERSION = "version"
    YEAR = "year"
    BUILD = "build"
    TAG = "tag"
    IMAGE = "image"
    GROUP = "group"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A mention at [start, end) of the original text, `text` being those characters.

    `host` and `image` are what it means in either role, None where it means nothing or not one thing in that role. An
    ambiguous form or a group has `candidates`; a name that nothing has, such as a build of no release, has a `problem`.
    """

    text: str
    start: int
    end: int
    form: Form
    host: System | None = None
    image: ImageRef | None = None
    candidates: tuple[Release, ...] = ()
    problem: str | None = None

    @property
    def releases(self) -> tuple[Release, ...]:
        """Every release that it may mean, the host's reading first."""
        found = [self.host.release] if self.host else []
        found += [self.image.system.release] if self.image else []
        return tuple(dict.fromkeys((*found, *self.candidates)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A candidate in folded text, before overlaps are settled."""

    start: int
    end: int
    form: Form
    host: System | None = None
    image: ImageRef | None = None
    candidates: tuple[Release, ...] = ()
    problem: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Scanner:
    """What the word scan needs of a lexicon: every beginning of every key, and the words that are bare forms."""

    known: Lexicon
    beginnings: frozenset[str]
    version_words: frozenset[str]


_MOST_WORDS = 9
_GAP = re.compile(r"[ \t\-_,()*\[\]]{0,4}(?:\n[ \t>*-]{0,4})?")
_REFERENCE = re.compile(r"(?<![\w./:@-])[a-z0-9][a-z0-9._/:@-]{2,400}")
_REFERENCE_SIGN = re.compile(r"[:/@]")
_FAMILY_WORD = re.compile(r"servercore|nanoserver|(?:^|/)windows[:/@]|(?:^|/)windows/server|^server:ltsc")
_BUILD = re.compile(
    r"(?<![\w.])(?:10\.0\.(?P<full>[0-9]{5})(?:\.(?P<revision>[0-9]{1,6}))?(?:-amd64)?"
    r"|(?P<build>[0-9]{5})(?:\.(?P<update>[0-9]{1,6}))?)(?![\w]|\.[0-9])"
)
_FIVE_DIGITS = re.compile(r"[0-9]{5}")
_TAG_SIGN = re.compile(r"ltsc20|sac2016|-kb")
_TAG = re.compile(
    r"(?<![\w.:/-])(?:(?:ltsc20[0-9]{2}|sac2016|[0-9]{4}|[0-9]{2}h[0-9])(?:-kb[0-9]{6,8})(?:-amd64)?|(?:ltsc20[0-9]{2}|sac2016)(?:-amd64)?)(?![\w-])"
)
_UNKNOWN_SERVER = re.compile(
    r"(?<![\w])(?:(?:windows|win)[ -]server[ ,-]{1,2}(?:version )?(?:20[0-9]{2}(?: r2)?|[0-9]{2}h[0-9])"
    r"|windows (?:7|8|8\.1|12|13|xp|vista))(?![\w.])"
)
_ANNUAL_RELEASE = re.compile(
    r"(?<!\w)(?<!semi[ -])(?:windows server )?annual[ -]channel(?: for containers)?[ ,(-]{1,3}"
    r"(?:version |release )?[0-9]{2}h[0-9](?!\w)"
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,?"
_DATE_BEFORE = re.compile(rf"(?:\b{_MONTH}(?: [0-9]{{1,2}},?)? |(?<![0-9a-z])[0-9]{{1,2}}[/.-])$")
_DATE_AFTER = re.compile(r"[-/.][0-9]{1,2}(?![0-9])")
_THING = (
    r"(?:hosts?|images?|containers?|nodes?|node[- ]pools?|servers?|machines?|vms?|base|tags?|boxes|box|kernels?)\b"
    r"(?! ?(?:,? ?version )?[0-9])"  # "in 2022 Windows Server 2022 came": the server has a number of its own
)
_YEAR_AFTER = re.compile(
    rf"[ -](?:(?:windows|ltsc|based|base|process|hyper-v|container|containerised|containerized|isolated|server|core|"
    rf"nano|datacenter|standard|aks|kubernetes)[ -]){{0,3}}{_THING}"
)
_YEAR_BEFORE = re.compile(
    r"(?:\bon(?: an?)?|\bhosts?|\bimages?|\bnodes?|\bcontainers?|\b(?:upgrad|migrat)\w*(?: \w+){0,4} (?:from|to)) $"
)
# "can 2022 run 2019", "does 2019 work on": a year that does something, or is run, is a release.
_YEAR_DOES = re.compile(r"[ -](?:runs?|works?|starts?|hosts?|supports?|accepts?)\b")
_DOER_BEFORE = re.compile(r"\b(?:can|could|does|do|did|will|would|may|should)(?: an?| the| my| our)? $")
_YEAR_IS_RUN = re.compile(
    r"\b(?:can|could|does|do|will|would)\b[^.?!]{1,40} (?:run|host|start|support|accept)(?: an?)? $"
)
_JOINED = re.compile(r" ?(?:,|/|&|,? ?\b(?:and|or|nor|to|than|vs\.?|versus)\b) ?(?:a |an |the |on |version )?")
_FAMILY_INSIDE = re.compile(r"\b(nano ?server|server ?core)\b")
_FAMILY_BEFORE = re.compile(r"(nano ?server|server ?core)(?: (?:base |container )?image (?:of|for|from))?[ :-]$")
_FAMILY_AFTER = re.compile(r"[ -](nano ?server|server ?core)\b")
_VERSION_NUMBER = re.compile(r"[0-9]{4}")
_CALLED_VERSION = re.compile(r"(?:\bversions?|\bsac) $")
_CALLED_BUILD = re.compile(r"\bbuilds? (?:number )?$")
_SIGN_BEFORE = re.compile(r"[$€£#.]$")
_NUMBER_BEFORE = re.compile(r"[0-9] ?$")


def find(facts: FactBase, text: str) -> tuple[Mention, ...]:
    """Every mention in `text`, in order and without overlap."""
    folded = fold(text)
    candidates = [
        *_references(facts, folded.text),
        *_builds(facts, folded.text),
        *_tags(facts, folded.text),
    ]
    tokens = tuple(words(folded.text))
    candidates += _names(facts, folded.text, tokens)
    candidates += _unknown_servers(facts, folded.text)
    settled = _settle(candidates)
    if bare := _bare(facts, folded.text, tokens, settled):
        settled = _settle([*settled, *bare])
    return tuple(_mention(text, folded, _with_family(facts, folded.text, found)) for found in settled)


def _settle(candidates: list[_Found]) -> list[_Found]:
    """The longest of overlapping candidates, in order of place; of equally long ones the first found."""
    taken: list[_Found] = []
    covered: set[int] = set()
    for found in sorted(candidates, key=lambda f: (f.start - f.end, f.start)):
        if covered.isdisjoint((found.start, found.end - 1)) and not covered.intersection(range(found.start, found.end)):
            taken.append(found)
            covered.update(range(found.start, found.end))
    return sorted(taken, key=lambda f: f.start)


def _mention(text: str, folded: Folded, found: _Found) -> Mention:
    start, end = folded.span(found.start, found.end)
    return Mention(
        text=text[start:end],
        start=start,
        end=end,
        form=found.form,
        host=found.host,
        image=found.image,
        candidates=found.candidates,
        problem=found.problem,
    )


def _references(facts: FactBase, text: str) -> Iterator[_Found]:
    """Image references: a word with a colon, slash or at-sign that names a family, or a Linux image with a tag."""
    if _REFERENCE_SIGN.search(text) is None:
        return
    for match in _REFERENCE.finditer(text):
        word = match.group().rstrip(".:-_/@")
        if _REFERENCE_SIGN.search(word) is None or "://" in word:
            continue
        end = match.start() + len(word)
        if _FAMILY_WORD.search(word) is None:
            yield from _linux(facts, word, match.start(), end)
            continue
        try:
            image = resolve_reference(facts, word)
        except UnresolvedNameError as error:
            # "Windows: ..." is prose; a tag that nothing has is worth a problem where the repository is beyond doubt.
            if re.search(r"(?:servercore|nanoserver)[:@]|windows/server[:@]|mcr\.microsoft\.com/windows[:/@]", word):
                yield _Found(start=match.start(), end=end, form=Form.IMAGE, problem=str(error))
            continue
        yield _Found(start=match.start(), end=end, form=Form.IMAGE, host=image.system, image=image)


def _linux(facts: FactBase, word: str, start: int, end: int) -> Iterator[_Found]:
    if ":" not in word:
        return
    try:
        name = parse(word).path[-1]
        if name in facts.linux.names:
            resolve_reference(facts, word)
    except UnresolvedNameError as error:
        yield _Found(start=start, end=end, form=Form.IMAGE, problem=str(error))


def _builds(facts: FactBase, text: str) -> Iterator[_Found]:
    """Full versions and known builds; an unknown number only where it is written as a version or called a build."""
    if _FIVE_DIGITS.search(text) is None:
        return
    for match in _BUILD.finditer(text):
        number = int(match["full"] or match["build"])
        revision = match["revision"] or match["update"]
        known = any(release.build == number for release in facts.releases.values())
        if (
            not known
            and not match["full"]
            and not _CALLED_BUILD.search(text[max(0, match.start() - 20) : match.start()])
        ):
            continue
        host = image = None
        problem = None
        parsed = int(revision) if revision else None
        try:
            host = System(release=release_of_build(facts, number, image=False), revision=parsed)
        except UnresolvedNameError as error:
            problem = str(error)
        try:
            release = image_of_release(facts, release_of_build(facts, number, image=True), match.group())
            image = ImageRef(system=System(release=release.release, revision=parsed))
        except UnresolvedNameError:
            pass  # a build of a client, or of 23H2: it is a host's and no image's
        yield _Found(start=match.start(), end=match.end(), form=Form.BUILD, host=host, image=image, problem=problem)


def _tags(facts: FactBase, text: str) -> Iterator[_Found]:
    if _TAG_SIGN.search(text) is None:
        return
    for match in _TAG.finditer(text):
        try:
            image = resolve_tag(facts, match.group())
        except UnresolvedNameError as error:
            yield _Found(start=match.start(), end=match.end(), form=Form.TAG, problem=str(error))
        else:
            yield _Found(start=match.start(), end=match.end(), form=Form.TAG, host=image.system, image=image)


def _names(facts: FactBase, text: str, tokens: tuple[Word, ...]) -> Iterator[_Found]:
    """Names in words: from every word the longest run whose key a release or a group has."""
    scanner = _scanner(facts)
    beginnings = scanner.beginnings
    for first, word in enumerate(tokens):
        if word.text not in beginnings or word.text in INNER:
            continue
        if first and tokens[first - 1].text == "semi":  # "Semi-Annual Channel" is not the Annual Channel
            continue
        run = _longest_name(scanner, text, tokens, first)
        if run is not None:
            last, named, group = run
            start, end = word.start, tokens[last].end
            if named is not None:
                form = Form.TAG if text[start:end] in shelf(facts).tags else Form.RELEASE
                yield _read(facts, named, start, end, form, text[start:end])
            elif group and text[start:end] != "windows":
                yield _Found(start=start, end=end, form=Form.GROUP, candidates=group)


def _longest_name(
    scanner: _Scanner, text: str, tokens: tuple[Word, ...], first: int
) -> tuple[int, Named | None, tuple[Release, ...]] | None:
    key = ""
    best: tuple[int, Named | None, tuple[Release, ...]] | None = None
    for index in range(first, min(first + _MOST_WORDS, len(tokens))):
        if index > first and not _GAP.fullmatch(text, tokens[index - 1].end, tokens[index].start):
            break
        word = tokens[index].text
        if word in INNER:
            continue
        key += word
        if key not in scanner.beginnings:
            break
        # A version that stands alone is read by its surroundings, see `_bare`.
        if index == first and word in scanner.version_words:
            continue
        named, group = scanner.known.keys.get(key), scanner.known.groups.get(key, ())
        if named is not None or (group and key not in ("windowsserver", "w10", "w11")):
            best = (index, named, group)
    return best


@lru_cache(maxsize=8)
def _scanner(facts: FactBase) -> _Scanner:
    known = lexicon(facts)
    beginnings = {key[:length] for key in (*known.keys, *known.groups) for length in range(1, len(key) + 1)}
    return _Scanner(
        known=known, beginnings=frozenset(beginnings), version_words=frozenset((*known.versions, *known.years))
    )


def _unknown_servers(facts: FactBase, text: str) -> Iterator[_Found]:
    """Servers that no fact knows, such as Windows Server 2012 R2; known ones are as long and come first."""
    for match in _ANNUAL_RELEASE.finditer(text) if "annual" in text else ():
        try:
            resolve_host(facts, match.group())
        except UnresolvedNameError as error:
            yield _Found(start=match.start(), end=match.end(), form=Form.UNKNOWN, problem=str(error))
    for match in _UNKNOWN_SERVER.finditer(text) if "win" in text else ():
        problem = f"No known release is called {match.group()!r}."
        yield _Found(start=match.start(), end=match.end(), form=Form.UNKNOWN, problem=problem)


def _bare(facts: FactBase, text: str, tokens: tuple[Word, ...], settled: list[_Found]) -> list[_Found]:
    """Versions and years that stand alone, read by what is around them; from left to right, so that lists carry on."""
    scanner = _scanner(facts)
    starts = [f.start for f in settled]
    version_words = scanner.version_words
    open_words = [
        word for word in tokens if word.text.removeprefix("v") in version_words and not _covered(settled, starts, word)
    ]
    if not open_words:
        return []
    stands = _standing_for_releases(text, open_words, scanner)
    found: list[_Found] = []
    for word, stands_alone in zip(open_words, stands, strict=True):
        index = bisect_right(starts, word.start)
        before = [*settled[max(0, index - 1) : index], *found[-1:]]
        inherited = _inherited(facts, text, word, max(before, key=lambda f: f.end, default=None))
        if inherited is not None:
            found.append(_read(facts, inherited, word.start, word.end, Form.RELEASE, word.text))
        elif stands_alone:
            found.append(_read_bare(facts, word))
    return found


def _with_family(facts: FactBase, text: str, found: _Found) -> _Found:
    """The family that the words beside a name give its image: "Nano Server 2022", "the Server Core image of 1809"."""
    if found.image is None or found.image.family is not None:
        return found
    beside = (
        _FAMILY_INSIDE.search(text, max(0, found.start - 5), found.end)
        or _FAMILY_BEFORE.search(text[max(0, found.start - 45) : found.start])
        or _FAMILY_AFTER.match(text, found.end)
    )
    if beside is None:
        return found
    family = "nanoserver" if beside[1].startswith("nano") else "servercore"
    if (family, found.image.system.release.id) not in shelf(facts).images:
        return found
    # "Nano Server 2022" was read as "Server 2022".
    start = found.start - 5 if text[max(0, found.start - 5) : found.start + 6] == "nano server" else found.start
    return replace(found, start=start, image=replace(found.image, family=family))


def _covered(settled: list[_Found], starts: list[int], word: Word) -> bool:
    index = bisect_right(starts, word.start)
    return (index > 0 and settled[index - 1].end > word.start) or (index < len(starts) and starts[index] < word.end)


def _inherited(facts: FactBase, text: str, word: Word, previous: _Found | None) -> Named | None:
    """The second name of a list takes the beginning of the first: "Windows 11 22H2 and 23H2"."""
    if previous is None or not _JOINED.fullmatch(text, previous.end, word.start):
        return None
    if previous.form is not Form.RELEASE or previous.host is None:
        return None
    if _DATE_AFTER.match(text, word.end) or _DATE_BEFORE.search(text[max(0, word.start - 20) : word.start]):
        return None
    product = previous.host.release.id.partition("-")[0]
    prefix = {"win10": "windows10", "win11": "windows11"}.get(product, "windowsserver")
    return lexicon(facts).keys.get(prefix + word.text)


def _standing_for_releases(text: str, open_words: list[Word], scanner: _Scanner) -> list[bool]:
    """For each bare word, whether it is a release here; from right to left, as "2019 and 2022 images" share it."""
    stands: list[bool] = []
    following: Word | None = None
    for word in reversed(open_words):
        shares = following is not None and stands[-1] and _JOINED.fullmatch(text, word.end, following.start)
        stands.append(_stands_for_release(text, word, scanner, shares_noun=bool(shares)))
        following = word
    return stands[::-1]


def _stands_for_release(text: str, word: Word, scanner: _Scanner, *, shares_noun: bool) -> bool:
    """Whether a bare word is a Windows release here and not a year, a price or a part of a date."""
    before, plain = text[max(0, word.start - 60) : word.start], word.text.removeprefix("v")
    if _DATE_AFTER.match(text, word.end) or _DATE_BEFORE.search(before) or _SIGN_BEFORE.search(before):
        return False
    # 23H2 is nothing else, and a number that is called a version is one.
    if not _VERSION_NUMBER.fullmatch(plain) or _CALLED_VERSION.search(before):
        return True
    if plain not in scanner.known.years and plain != "2004":
        return not _NUMBER_BEFORE.search(before)  # 1809 and its like are not taken for years here
    does = _YEAR_DOES.match(text, word.end) and _DOER_BEFORE.search(before)
    return shares_noun or bool(
        does or _YEAR_IS_RUN.search(before) or _YEAR_AFTER.match(text, word.end) or _YEAR_BEFORE.search(before)
    )


def _read_bare(facts: FactBase, word: Word) -> _Found:
    plain = word.text.removeprefix("v")
    form = Form.YEAR if plain in lexicon(facts).years else Form.VERSION
    named = host_of_version(facts, plain)
    if named is not None:
        return _read(facts, named, word.start, word.end, form, plain)
    return _Found(start=word.start, end=word.end, form=form, candidates=candidates_of(facts, (plain,)))


def _read(  # noqa: PLR0917
    facts: FactBase, named: Named, start: int, end: int, form: Form, text: str
) -> _Found:
    """What a name means in either role: not every release has images."""
    host, image = _roles(facts, named.release.id, named.note, text if form is Form.TAG else None)
    return _Found(start=start, end=end, form=form, host=host, image=image)


@lru_cache(maxsize=1024)
def _roles(facts: FactBase, release: str, note: str | None, tag: str | None) -> tuple[System, ImageRef | None]:
    host = System(release=facts.releases[release], note=note)
    image = None
    try:
        tagged = resolve_tag(facts, tag) if tag is not None else None
        image = tagged or ImageRef(system=image_of_release(facts, host.release, tag or "", note))
    except UnresolvedNameError:
        pass  # a client, or 23H2: a host and no image
    return host, image
