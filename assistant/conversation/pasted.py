"""Pasted material in a question, put into words: commands, Dockerfiles, what a host says of itself, node lists, errors.

What such text says of host, image and isolation stands in fixed places; `plain` writes it as a person would, and leaves
out the rest of the line or block (ports, volumes, addresses, versions of Docker), which would only be misread. Text in
which nothing of the kind is found stays as it is.
"""

import re
from collections.abc import Callable

_BUILD = r"10\.0\.\d{5}(?:\.\d{1,6})?"

# docker run, in one line or several: everything from the command to the image.
_COMMAND = re.compile(
    r"\b(?:docker|nerdctl|podman)(?:\.exe)?[ \t]+(?:container[ \t]+|image[ \t]+)?(?P<verb>run|create|pull)[ \t]+"
    r"(?P<words>[^\n]{1,4000})",
    re.I,
)
_CONTINUED = re.compile(r"[ \t]*[\\`^][ \t]*\n[ \t]*")
_WORD = re.compile(r"\s*((?:\"[^\"]*\"|'[^']*'|[^\s\"'])+)")
_ISOLATION = re.compile(r"--isolation[= ][\"']?(process|hyperv)\b", re.I)
_REFERENCE = re.compile(r"[a-z0-9][\w.-]*(?::\d+)?(?:/[\w.-]+)*(?::[\w.-]+)?(?:@sha256:[0-9a-f]+)?", re.I)
_SWITCHES = re.compile(
    r"-[itdPq]+|--(?:rm|init|privileged|tty|interactive|detach|read-only|no-healthcheck|publish-all|quiet|"
    r"disable-content-trust|all-tags|oom-kill-disable|sig-proxy)"
)

# a Dockerfile: its stages, and the variables in their names
_FROM = re.compile(
    r"^[ \t]*FROM[ \t]+(?:--platform=\S+[ \t]+)?(?P<base>[\w.\-/:@${}]+)(?:[ \t]+AS[ \t]+(?P<name>[\w.-]+))?[ \t]*$",
    re.M,
)
_FROM_IN_CAPITALS = re.compile(r"^[ \t]*FROM[ \t]+\S*[:/$]", re.M)
_ARGUMENT = re.compile(r"^[ \t]*ARG[ \t]+(?P<name>\w+)=[\"']?(?P<value>[^\s\"']+)", re.M)
_INSTRUCTION = re.compile(
    r"^[ \t]*(?:FROM|ARG|RUN|COPY|ADD|ENV|WORKDIR|ENTRYPOINT|CMD|EXPOSE|VOLUME|USER|LABEL|SHELL|HEALTHCHECK|ONBUILD|"
    r"STOPSIGNAL)[ \t]+[^\n]*(?:[\\`]\n[^\n]*)*\n?",
    re.M,
)

# docker version, docker info, systeminfo, Get-ComputerInfo, ver: what the host says of itself
_SELF = re.compile(
    r"^[ \t]*(?:Operating System|Kernel Version|Os ?Version|OS Name|Os ?Name|OsHardwareAbstractionLayer|WindowsVersion)"
    r"[ \t]*:[ \t]*(?P<said>[^\n]*)$|^[ \t]*(?P<ver>Microsoft Windows \[Version[ \t]+[\d.]+\])",
    re.M | re.I,
)
_SELF_BUILD = re.compile(r"(?:10\.0[. ]|OS Build )(?P<build>\d{5})(?:\.(?P<revision>\d{1,6}))?", re.I)
_CLIENT = re.compile(r"Windows (?P<name>1[01])\b.{0,30}?\b(?P<version>\d\dH\d)\b", re.I)
_CHATTER = re.compile(
    r"^[ \t]*(?:(?:Client|Server|Engine)[ \t]*:[ \t]*(?:Docker[^\n]*)?|"
    r"(?:Containers|Running|Paused|Stopped|Images|CPUs)[ \t]*:[ \t]*\d+|"
    r"(?:Version|API version|Go version|Git commit|Built|OS/Arch|OSType|Architecture|Context|Experimental|"
    r"Cloud integration|containerd|Default Isolation|Total Memory|Docker Root Dir|Storage Driver|Server Version|"
    r"Logging Driver)[ \t]*:[^\n]*)$\n?",
    re.M,
)

# kubectl get nodes -o wide, and selectors
_NODE = re.compile(r"^[^\n]*[ \t](?:containerd|docker|cri-o)://\S+[^\n]*$", re.M)
_NODE_HEADER = re.compile(
    r"^[ \t]*NAME[ \t]+STATUS[ \t][^\n]*$\n?|^[^\n]{0,40}\bkubectl[ \t]+get[ \t]+no(?:de)?s?\b[^\n]*$\n?", re.M
)
_NODE_BUILD = re.compile(rf"[ \t](?P<build>{_BUILD})[ \t]")
_SELECTOR = re.compile(
    r"(?<![\w./-])[\w./-]{0,60}windows-build[\"']?[ \t]*[:=]{1,2}[ \t]*[\"']?"
    r"(?P<build>10\.0\.\d{5}(?:\.\d{1,6})?)[\"']?"
)

# what Docker and containerd say when host and image do not fit
_MISMATCH = re.compile(
    rf"a Windows version (?P<image>{_BUILD})-based image is incompatible with a (?P<host>{_BUILD}) host", re.I
)
_NO_MANIFEST = re.compile(
    rf"no matching manifest for windows/amd64 (?P<host>{_BUILD})(?: in the manifest list entries)?", re.I
)


def plain(text: str) -> str:
    """The text with what is pasted in it put into words, or the text itself where nothing is pasted."""
    for reader in READERS:
        text = reader(text)
    return text


def _command(text: str) -> str:
    """`docker run ... IMAGE` becomes 'run the image IMAGE', with the isolation that an option names."""
    return _COMMAND.sub(_run, _CONTINUED.sub(" ", text) if _COMMAND.search(text) else text)


def _run(match: re.Match[str]) -> str:
    words, place, skip = match["words"], 0, False
    while found := _WORD.match(words, place):
        word, place = found[1], found.end()
        if skip:
            skip = False
        elif word.startswith("-"):
            skip = "=" not in word and not _SWITCHES.fullmatch(word)
        else:
            reference = word.strip("\"'`.,;?!)")
            if not _REFERENCE.fullmatch(reference) or not re.search(r"[:/@]", reference):
                break
            isolation = _ISOLATION.search(words[:place])
            said = {"hyperv": " with Hyper-V isolation", "process": " in process isolation"}
            mode = said[isolation[1].lower()] if isolation else ""
            rest = words[found.start(1) + len(word.rstrip("\"'`.,;?!)")) :]
            return f"{match['verb'].lower()} the image {reference}{mode}{rest}"
    return match[0]


def _dockerfile(text: str) -> str:
    """The base of the last stage is the image; the other instructions say nothing of where it runs."""
    if not _FROM_IN_CAPITALS.search(text):
        return text
    variables = {found["name"]: found["value"] for found in _ARGUMENT.finditer(text)}
    stages: dict[str, str] = {}
    base = ""
    for found in _FROM.finditer(text):
        named = re.sub(r"\$\{?(\w+)(?::-([^}]*))?\}?", lambda m: variables.get(m[1], m[2] or m[0]), found["base"])
        base = stages.get(named.lower(), named)
        if found["name"]:
            stages[found["name"].lower()] = base
    if not base:
        return text
    said = f"The container is built from the image {base}.\n"
    first = _FROM.search(text)
    start = first.start() if first else 0
    return _INSTRUCTION.sub("", text[:start]) + said + _INSTRUCTION.sub("", text[start:])


def _host(text: str) -> str:
    """What a host says of itself in several lines becomes one host: the fullest build, or the client that is named."""
    lines = list(_SELF.finditer(text))
    hosts: list[str] = []
    for line in lines:
        said = line["said"] or line["ver"]
        client, build = _CLIENT.search(said), _SELF_BUILD.search(said)
        if client:
            hosts.insert(0, f"Windows {client['name']} {client['version'].upper()}")
        elif build:
            revision = f".{build['revision']}" if build["revision"] else ""
            hosts.append(f"10.0.{build['build']}{revision}")
    if not hosts:
        return text
    named = next((host for host in hosts if host.startswith("Windows")), max(hosts, key=len))
    rest = _SELF.sub("", text[lines[0].end() :])
    return _CHATTER.sub("", f"{text[: lines[0].start()]}Host: {named}.{rest}")


def _nodes(text: str) -> str:
    """Every Windows node of a list is a host; nodes of Linux are none."""
    if not _NODE.search(text):
        return text
    seen: set[str] = set()

    def said(match: re.Match[str]) -> str:
        build = _NODE_BUILD.search(match[0])
        if build is None or "windows" not in match[0].lower() or build["build"] in seen:
            return ""
        seen.add(build["build"])
        kind = "AKS" if match[0].lstrip().lower().startswith("aks") else "Kubernetes"
        return f"The {kind} node is {build['build']}."

    return _NODE_HEADER.sub("", _NODE.sub(said, text))


def _selector(text: str) -> str:
    return _SELECTOR.sub(lambda m: f"The Kubernetes node is {m['build']}.", text)


def _errors(text: str) -> str:
    """The builds in messages about host and image, with their roles; the words stay, as documents explain them."""
    text = _MISMATCH.sub(
        lambda m: f"the image {m['image']} is incompatible with the host {m['host']}: can it run there?", text
    )
    return _NO_MANIFEST.sub(lambda m: f"no matching manifest for windows/amd64 on the host {m['host']}", text)


# Order matters: commands come before the errors and prompts around them, whose words they would otherwise take.
READERS: tuple[Callable[[str], str], ...] = (_command, _dockerfile, _host, _nodes, _selector, _errors)
