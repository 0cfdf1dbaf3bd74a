"""A question -> the same question in the words of the documents: "the yearly one" becomes "the Annual Channel".

The embedding model does not know that a box is a container host and a frozen label a pinned tag. Both legs read the
question in either wording. What the documents say themselves ("server", "node", "revision") is no key here, and neither
is a word whose sense depends on its neighbours.
"""

import re


def reword(question: str) -> str:
    """`question` with everyday words replaced by those of the documents; unchanged where there are none."""
    return _ANY.sub(_replacement, question)


def _replacement(match: re.Match[str]) -> str:
    return _WORDS[(match.lastindex or 1) - 1]


# The first row that fits at a place wins, so the longer wording stands before the shorter one. No row has a group.
_SAID: tuple[tuple[str, str], ...] = (
    # channels and releases
    (r"(?:twice[ -]a[ -]year|twice[ -]yearly|half[ -]year(?:ly)?|six[ -]month(?:ly)?|semi ?annual)"
     r"(?: (?:thing|one|channel|version|release|line|server)s?)?", "Semi-Annual Channel"),
    (r"(?:yearly|once[ -]a[ -]year|every[ -]year|annual)"
     r"(?: (?:thing|one|channel|version|release|line|build|edition|server|windows))(?:s?)", "Annual Channel"),
    (r"yearly|once[ -]a[ -]year", "Annual Channel"),
    (r"long[ -]term (?:one|version|release|channel|line|server)s?", "Long-Term Servicing Channel (LTSC)"),
    (r"(?:release |product |update |servicing )?(?:tracks?|trains?)|(?:release|product) lines?|line of windows server",
     "channel"),
    (r"(?:os|operating system|windows) generations?|generations?", "Windows Server version"),
    (r"vendor|redmond", "Microsoft"),
    # hosts, clients and versions
    (r"(?:bare )?(?:machine|box|boxes|pc|hardware node)s?", "container host"),
    (r"laptops?|notebooks?|workstations?|desktop (?:pc|computer)s?", "Windows 10 or Windows 11 client"),
    (r"(?:later|newer|more recent) (?:os|operating system)", "newer Windows version"),
    (r"(?:earlier|older|previous) (?:os|operating system)", "older Windows version"),
    (r"(?:is |be )?(?:lagging |lag )?behind", "older than"),
    (r"(?:packaged|made|created|compiled) for", "built for an image of"),
    (r"(?:exact |same )?(?:patch|update) (?:level|number)s?", "revision"),
    (r"digit groups?", "part of the version number"),
    # isolation
    (r"sandboxed|(?:more )?strong(?:ly|er) (?:isolated|sandboxed)(?: sandboxed)?|isolated mode", "Hyper-V isolated"),
    (r"(?:in|with|inside) (?:its|their|an?) own (?:vm|virtual machine|kernel)", "with Hyper-V isolation"),
    (r"without (?:an? )?(?:virtual machines?|vms?|hyper-?v|virtuali[sz]ation)(?: (?:around|under) (?:it|them))?",
     "in process isolation"),
    (r"(?:plain|ordinary|normal|regular) containers?", "process-isolated container"),
    (r"virtuali[sz]ation (?:engine|feature|layer)s?", "Hyper-V role and hypervisor"),
    (r"(?:a )?vm (?:in|inside|within) (?:a )?vm", "nested virtualization"),
    (r"userland|user space", "user mode"),
    (r"decoupled", "separate by a stable interface"),
    (r"carried forward|forward compatib(?:le|ility)", "portability to newer hosts"),
    # images
    (r"(?:starting|first|bottom|lowest|microsoft) (?:image|layer)s?|starting points?", "base image"),
    (r"from line|from statement", "base image tag in the Dockerfile"),
    (r"(?:tiny|smallest|minimal) (?:image|download)s?|smallest", "Nano Server, smallest image"),
    (r"graphics? cards?|video cards?", "GPU"),
    (r"frozen|stays? fixed", "pinned"),
    (r"recompil(?:e|ed|ing)|build anew|built anew", "rebuild"),
    (r"upload", "push and redistribute"),
    (r"fetch(?:ed|ing)?", "pull"),
    # support and updates
    (r"(?:security |bug ?|monthly )?fixes|bug ?fixes|hotfixes", "updates"),
    (r"rollups?", "update"),
    (r"(?:was |were |is |are )?(?:dropped|killed|axed|sunset|phased out)|gone for good|dead",
     "ended, out of support, discontinued"),
    (r"stops? patching", "ends support and updates"),
    (r"in parallel", "side by side"),
    (r"chronology", "timeline"),
    # licensing, media and keys
    (r"licen[cs](?:e|ing) portal|download portal", "Volume Licensing Service Center"),
    (r"isos?|installers?|setup files|dvds?", "installation media"),
    (r"serial numbers?|product codes?|licen[cs]e codes?", "product key"),
    (r"activation (?:service|server)", "Key Management Service (KMS)"),
    (r"(?:volume|enterprise) (?:agreement|contract)s?", "volume licensing"),
    (r"(?:msdn(?: style)? ?)?(?:developers?'? )?subscription|msdn", "Visual Studio Subscription"),
    (r"legal(?:ly)?|lawful(?:ly)?", "allowed by the licence terms"),
    (r"buying|purchase|purchasing", "acquiring"),
    # installation and upgrade
    (r"full ui|gui|graphical (?:user )?interface|desktop (?:on|shell)", "Server with Desktop Experience"),
    (r"(?:re)?install(?:ed|ation)? from scratch|fresh install(?:ation)?|wipe(?:d)?", "clean installation"),
    (r"(?:migrate|move|get|go) (?:off|away from)", "leave"),
    (r"skip(?:ping)? (?:versions?|releases?|generations?)", "upgrade several versions at a time"),
    # Kubernetes
    (r"(?:existing )?azure (?:cluster|worker|worker node|node)s?", "Azure Kubernetes Service node pool"),
    (r"worker(?: node)?s?", "node"),
    (r"(?:land|end up|placed|put) on (?:the )?(?:right|correct) (?:kind of )?",
     "be scheduled with a node selector on the right "),
    # errors
    (r"(?:will|does|do|did|would|can)(?: not|n'?t) (?:want to )?start|won'?t start|refus(?:es?|ed) to start",
     "fails to start with an error"),
    # around containers
    (r"(?:domain|directory|ad) (?:account|identity|sign-?in)", "group Managed Service Account (gMSA)"),
    (r"clock|hours off", "time zone"),
    (r"typefaces?", "fonts"),
    (r"paper output|print(?:ing|outs?)", "print spooler"),
    (r"virtual (?:network )?cards?|virtual nics?", "virtual network adapter (vNIC)"),
    (r"address ranges?", "IP subnet"),
    (r"ram", "memory"),
    (r"(?:keep|save|preserve) (?:my |the |our )?(?:files|data)", "persistent storage for files"),
    (r"point and click|(?:in|with) a form|without the command line|browser console(?: for servers)?",
     "Windows Admin Center"),
    (r"(?:from )?my own desk|from afar", "remote management"),
    (r"web ?sites?", "IIS web site"),
)  # fmt: skip

_WORDS = tuple(words for _, words in _SAID)
_ANY = re.compile(rf"(?<![\w-])(?:{'|'.join(f'({said})' for said, _ in _SAID)})(?![\w-])", re.IGNORECASE)
