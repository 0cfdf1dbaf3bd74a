"""The words that claims are made of: what each word or phrase does in a clause. Data only; `mentions` reads it.

The table is what the reader knows of English. A word that stands in no row is "unread": a clause that holds one is
never entailed, because an unknown word may turn a statement round. So adding neutral words makes the reader abler, and
a neutral word must be one that cannot deny, limit, doubt or report what stands beside it. It is one table, because a
word stands in one row: split, nobody could see that it does.
"""

from enum import StrEnum, auto
from typing import cast


class Meaning(StrEnum):
    """What a word does."""

    MENTION = auto()  # a release, build, tag or image, found by the rules
    DATE = auto()
    DURATION = auto()
    NUMBER = auto()
    PROCESS = auto()
    HYPERV = auto()
    BOTH_ISOLATIONS = auto()
    ONE_ISOLATION = auto()  # "in some way", "in at least one isolation"
    HOST = auto()  # a noun for what runs containers
    IMAGE = auto()  # a noun for what is run
    FAMILY = auto()
    CHANNEL = auto()
    PLATFORM = auto()
    YES = auto()  # a predicate: it runs, it is supported
    NO = auto()  # a predicate: it fails, it is unsupported
    ANSWER_YES = auto()
    ANSWER_NO = auto()
    NOT = auto()
    UNABLE = auto()  # denies the predicate that follows ("fails to"), or stands for one
    ONLY = auto()
    NOT_ONLY = auto()
    ALONE = auto()  # "without Hyper-V isolation": the other isolation
    NEEDS = auto()  # "needs Hyper-V isolation"
    ALL = auto()
    NOT_ALL = auto()
    OTHER = auto()
    LATER = auto()  # "or newer"
    EARLIER = auto()  # "or older"
    FROM = auto()
    UP_TO = auto()
    NEWER = auto()  # an adjective of relation: "newer", "newer than"
    OLDER = auto()
    SAME = auto()
    DIFFERENT = auto()
    THAN = auto()
    HEDGE = auto()
    DENY = auto()  # "it is a myth that"
    TRUE = auto()  # "it is true that"
    REPORT = auto()  # "some say that"
    IN_FACT = auto()
    IGNORANT = auto()  # "nobody knows whether"
    EXCEPT = auto()
    UNLESS = auto()
    IF = auto()
    BUT = auto()
    BREAK = auto()  # begins another clause
    BECAUSE = auto()
    SO = auto()
    AND = auto()
    OR = auto()
    UNLIKE = auto()
    CONTRARY = auto()  # "contrary to the claim that"
    SAME_GOES = auto()
    REVERSE = auto()
    ALSO = auto()
    CONDITION = auto()  # value: the category of the condition
    UNDER = auto()  # "under conditions"
    IT = auto()
    ON = auto()
    BY = auto()
    WITH = auto()
    OF = auto()
    TO = auto()
    DET = auto()
    WHICH = auto()
    ASK = auto()  # a request or a pointer to another page
    COMMAND = auto()
    WOULD = auto()
    COMMA = auto()
    SEMICOLON = auto()
    COLON = auto()
    DASH = auto()
    OPEN = auto()
    CLOSE = auto()
    END = auto()
    SLASH = auto()
    QUOTE = auto()
    # what the other kinds look for
    SUPPORT = auto()  # "support" as a noun
    MAINSTREAM = auto()
    EXTENDED = auto()
    ENDS = auto()
    BEGINS = auto()
    OUT = auto()  # "out of support", "end of life"
    UNTIL = auto()
    SINCE = auto()
    STILL = auto()
    NO_LONGER = auto()
    LASTS = auto()
    BUILD = auto()
    REVISION = auto()
    IS = auto()
    EXISTS = auto()
    TAG = auto()
    MATTER = auto()  # a word of another kind: licence, key, upgrade; alone it makes a sentence smell
    CADENCE = auto()
    NEUTRAL = auto()
    UNREAD = auto()


class _Direct:
    """The meanings as attributes of a plain object."""

    def __init__(self) -> None:
        self.__dict__.update(Meaning.__members__)


# Reading a member of an enum's class takes five times as long in Python 3.11, and tokens are compared with meanings
# some ten thousand times a page.
W = cast("type[Meaning]", _Direct())


def _table(rows: dict[Meaning, str]) -> dict[str, tuple[Meaning, str]]:
    return {phrase.strip(): (kind, "") for kind, text in rows.items() for phrase in text.split("|") if phrase.strip()}


def _values(kind: Meaning, rows: dict[str, str]) -> dict[str, tuple[Meaning, str]]:
    return {
        phrase.strip(): (kind, value) for value, text in rows.items() for phrase in text.split("|") if phrase.strip()
    }


_CLASSES: dict[Meaning, str] = {
    W.BOTH_ISOLATIONS: "both isolations|both isolation modes|both modes|both isolation types|either isolation|either isolation mode"
    "|either mode|any isolation|any isolation mode|whatever the isolation|whichever isolation|regardless of isolation"
    "|regardless of the isolation|regardless of the isolation mode|regardless of isolation mode|irrespective of isolation"
    "|irrespective of the isolation|irrespective of the isolation mode|no matter the isolation|no matter which isolation"
    "|independent of the isolation|independently of isolation|both kinds of isolation|both forms of isolation"
    "|all isolation modes|both ways|either way|under any isolation|each isolation|every isolation mode|two isolation modes"
    "|either kind of isolation|any kind of isolation|both types of isolation|whatever isolation|no matter the isolation mode"
    "|whichever isolation mode|regardless of which isolation mode|all isolations|both of the isolation modes|each isolation mode"
    "|either form of isolation|either type of isolation|both isolation levels|either of the isolation modes|whatever the isolation mode",
    W.ONE_ISOLATION: "some way|one way or another|one way or the other|at least one isolation|at least one isolation mode"
    "|at least one of the isolation modes|at least one mode|one isolation or the other|one of the two isolations|some isolation mode"
    "|some isolation|one of the isolation modes",
    W.HOST: "hyper-v host|hyper-v hosts|host|hosts|container host|container hosts|node|nodes|server|servers|machine|machines|box|boxes|vm|vms|node pool"
    "|node pools|nodepool|nodepools|worker|workers|host os|host system|host systems|host operating system|host machine|host machines"
    "|virtual machine|virtual machines|worker node|worker nodes|laptop|laptops|pc|pcs|desktop|desktops|workstation|workstations"
    "|host version|host side|docker host|docker hosts|host kernel|host operating systems|server host|server hosts|client hosts"
    "|client host|host release|host releases|operating system host|hosting machine|machine's os|container-host|host's os",
    W.IMAGE: "image|images|container image|container images|base image|base images|container|containers|container base image"
    "|container base images|dockerfile|dockerfiles|pod|pods|app|apps|application|applications|workload|workloads|layer|layers"
    "|windows container|windows containers|windows container image|windows container images|image version|container version"
    "|guest|guests|base layer|base layers|containerized app|containerized apps|containerised app|os image|os images|base-image"
    "|base-images|container os|image os|containerised apps|containerized workloads|containerised workloads|windows image"
    "|windows images|container workloads|container workload|container base os image|base os image|base os images"
    "|windows base image|windows base images|windows server container|windows server containers|windows server images|windows server image",
    W.YES: "just fine|run just fine|runs just fine|works just fine|run|runs|running|ran|work|works|working|worked|start|starts|starting|started|boot|boots|launch|launches|launched"
    "|execute|executes|executed|support|supports|supported|supporting|compatible|accept|accepts|accepted|allow|allows|allowed"
    "|permit|permits|permitted|possible|fine|ok|okay|usable|use|uses|used|deploy|deployed|deploys|schedule|scheduled|valid"
    "|go|goes|get along|cope|copes|handle|handles|handled|feasible|doable|come up|comes up|operate|operates|functional"
    "|function|functions|viable|runnable|bootable|take|takes|succeed|succeeds|go together|permissible|legal|workable|hosted|hosting"
    "|load|loads|serve|serves|comes up|spin up|spins up|get on|fire up|fires up|carries|carry|is a go|fair game|good to go|no problem at all"
    "|officially supported|fully supported|a supported combination|supported combination|a supported configuration|welcome"
    "|tolerate|tolerates|consume|consumes|a supported scenario|supported configuration|a valid combination|run happily|suitable|eligible",
    W.NO: "unsupported|incompatible|fail|fails|failed|failing|impossible|crash|crashes|crashed|break|breaks|broken|forbidden"
    "|prohibited|disallowed|out of the question|unusable|not an option|blocked|rejected|refused|ruled out|excluded|no-go|off limits"
    "|off the table|unavailable|doomed|infeasible|unfeasible|unworkable|dead end|barred|invalid|denied|goes nowhere|a no-go"
    "|dies|die|an unsupported combination|not possible|an invalid combination|unviable|never an option|no option|aborts|abort"
    "|mismatch|mismatched|errors out|error out|falls over|hopeless|inadmissible|an unsupported configuration|illegal|no good|a dead end|a non-starter|non-starter",
    W.UNABLE: "fails to|fail to|failed to|refuses to|refuse to|refused to|unable to|incapable of|prevents|prevent|prevented|stops"
    "|declines to|blocks|block|blocking|rejects|reject|refuse|refuses|forbids|forbid|prohibits|rules out|rule out|bars"
    "|excludes|exclude|lacks|lack|lacking|disallows|breaks on|chokes on|impossible to|impossible for|lost the ability to|has trouble"
    "|drops|drop|dropped|abandons|denies|deny|turns away|turn away|turned away|bans|ban|banned|precludes|preclude|rejecting|refusing|won't hear of",
    W.ANSWER_YES: "yes|yep|yeah|yup|sure|certainly|absolutely|of course|affirmative|definitely|indeed yes",
    W.ANSWER_NO: "nope|nah|negative|not at all",
    W.NOT: "no way to|no way of|no way|no chance|no chance of|no longer able to|not|never|no|none|neither|nobody|nothing|nowhere|cannot|can't|cant|won't|wont|doesn't|doesnt|don't|dont|didn't|didnt"
    "|isn't|isnt|aren't|arent|wasn't|wasnt|weren't|couldn't|couldnt|shouldn't|wouldn't|hasn't|haven't|hadn't|mustn't|needn't"
    "|by no means|in no way|under no circumstances|at no time|far from|anything but|hardly|barely|scarcely|not any|can not"
    "|ain't|not even|no single|not a single|not one|nor|in no case|on no account|not once|not ever|never ever|not yet|may not|might not"
    "|no one|i doubt|we doubt|i doubt that|doubt|doubt that|doubtful|doubtful that|unlikely|unlikely that|it is doubtful whether|i doubt whether|doubts|doubted|questionable|in no"
    "|cannot ever|neither of|none of|mayn't|shan't|under none|in neither",
    W.NO_LONGER: "no longer|not any longer|any longer|anymore|any more|not anymore|not any more",
    W.ONLY: "only|solely|exclusively|just|merely|nothing but|nothing other than|no other than|nothing else than|purely|limited to"
    "|restricted to|nothing except|confined to|but one|none other than|strictly|alone",
    W.NOT_ONLY: "not only|not just|not merely|not solely|not exclusively",
    W.ALONE: "without hyper-v|without hyper-v isolation|without the hyper-v|without hyperv|no hyper-v|instead of hyper-v isolation"
    "|without using hyper-v|without using hyper-v isolation|without any hyper-v|without hyper v|without needing hyper-v isolation"
    "|without needing hyper-v|instead of hyper-v|without hyperv isolation|rather than hyper-v isolation|without resorting to hyper-v isolation|without resorting to hyper-v",
    W.NEEDS: "need|needs|needed|require|requires|required|requiring|must|has to|have to|must use|necessary|mandatory|needing|depends on"
    "|dependent on|calls for|demands|obligatory|insists on|relies on|is the only way|are the only way|a must|compulsory|takes nothing less than|depend on",
    W.ALL: "all|every|any|each|everything|all of|each of|any of|every one of|all the|everywhere|anything|whatever|whichever|always|every single|both|any and all|entire|in every",
    W.NOT_ALL: "not all|not every|not each|not always|not everything|not everywhere|not necessarily|not both|not in all|not in every",
    W.OTHER: "no other|other|others|another|anything else|nothing else|the rest|remaining|rest|everything else|elsewhere|any other|all other|all others|no others|else",
    W.LATER: "or later|or newer|and later|and newer|or above|and above|and up|or higher|and higher|and upwards|upwards|onwards|onward"
    "|or up|and beyond|or more recent|and more recent|and onwards|and anything newer|or anything newer|and all later|and all newer"
    "|and everything newer|and everything after|and all later releases|or any later|and any newer|and any later|or any newer|plus"
    "|or greater|and greater|and every later|and following|and after|and every newer|and each later|and subsequent|on up|and up to date"
    "|and later ones|and newer ones|or later ones|or newer ones|and all newer ones|and all later ones|and all later versions|and every later one|and its successors|and successors",
    W.EARLIER: "or earlier|or older|and earlier|and older|or below|and below|or lower|and lower|and down|downwards|and anything older|and everything older"
    "|and all earlier|and all older|or any older|or any earlier|and any older|and before|and prior|or prior|and all older ones|and older ones|or older ones|and earlier ones|and every older|and all earlier ones|and everything before it",
    W.UP_TO: "up to|through|up to and including|no newer than|not newer than|no later than|not later than",
    W.FROM: "starting with|starting from|beginning with|from|as of|starting at|no older than|not older than|at least",
    W.NEWER: "newer|later|more recent|higher|latest|newest|newer version|subsequent|following|above|after|ahead of|younger|later version|newer build|successor|successors|higher build|higher version",
    W.OLDER: "older|earlier|lower|previous|prior|preceding|oldest|below|before|behind|predecessor|predecessors|older build|older version|lower build|earlier version|down-level|downlevel|lower version|legacy",
    W.SAME: "same|identical|equal|matching|match|matches|matched|agree|agrees|equals|coincide|corresponding|the same|its own|own|exact same|exactly the same|equally|like-for-like|same-version|fits|fit|fitting",
    W.DIFFERENT: "different|differ|differs|differing|unequal|non-matching|mismatching|unmatched",
    W.THAN: "than",
    W.HEDGE: "should|may|might|could|probably|likely|perhaps|maybe|possibly|presumably|i think|i believe|we think|we believe|in theory"
    "|theoretically|seems|seem|appears|appear|seemingly|supposedly|apparently|i guess|i assume|in principle|i am sure|i'm sure"
    "|i am confident|i'm confident|as far as i know|afaik|i suppose|i reckon|most likely|in all likelihood|chances are|expect|expected"
    "|i would say|i'd say|i expect|we expect|imho|in my opinion|in my view|i trust|surely|no doubt|without doubt|without a doubt|undoubtedly|reportedly|allegedly|arguably|ought to|generally|normally|as a rule|in general",
    W.DENY: "myth|myths|misconceptions|falsehood|falsehoods|lies|rumours|rumors|mistakes|false|untrue|wrong|incorrect|misconception|nonsense|mistaken|rumour|rumor|lie|mistake|error to|fallacy|incorrectly|wrongly"
    "|falsely|mistakenly|inaccurate|misleading|bogus|rubbish|hoax|legend|erroneously|erroneous|misunderstanding|baloney|misinformation|fiction|disproved|debunked|hogwash|bunk|misbelief|misread|misreading|confused|a fairy tale|fairy tale|fake|urban legend|old wives' tale|the opposite|opposite",
    W.TRUE: "true|correct|right|accurate|fact|confirmed|the case|truth",
    W.REPORT: "by this rule|by this check|under this rule|you said|you say|you claimed|you wrote|you told|you mentioned|you stated|you think|you believe|some say|some claim|some people say"
    "|people say|people think|people claim|people believe|it is said|they say|they claim|he said|she said|someone said|somebody said"
    "|someone told|somebody told|rumor has it|rumour has it|many believe|many people think|many think|some believe|some think|it is claimed|it is often said"
    "|it is often claimed|it is believed|says|said|claims|claimed|claim|told|heard|wrote|suggests|suggest|suggested|asserts|asserted|states that|insists|argues"
    "|believe|think|say|argue|often believe|believes|believed|thinks|thought|assumes|assumed|assume|assumption|my colleague|a colleague|our vendor|the vendor|a blog|blog|blogs|a forum|forum|quoted|quote|promises|promised|promise|rumoured|rumored|purportedly|alleges|alleged|according to some|someone|somebody"
    "|the customer|customer says|they believe|they think|the previous answer|earlier answer|your claim|your statement|the claim|the statement|pretends|would have you believe|you assume|you assumed|belief|the idea|the notion|impression|under the impression|the belief|idea|notion|some users|one user|a user|users report|marketing|vendor|chatgpt|the chatbot|supposed|the assertion|assertion|allegation|the suggestion",
    W.IN_FACT: "in fact|actually|in reality|the truth is|the fact is|in truth|as a matter of fact|indeed|rather",
    W.IGNORANT: "i don't know|i do not know|we don't know|we do not know|nobody knows|it is unclear|it is unknown|it's unclear|it's unknown|is unclear|is unknown|unclear"
    "|unknown|not known|not clear|not sure|i'm not sure|unsure|uncertain|wonder|wondering|whether|undecided|open question|cannot tell|can't tell|cannot say|can't say|no idea|untested|not tested|have not tested|haven't tested"
    "|not documented whether|remains to be seen|i am not sure|we are not sure|yet to be seen|to be confirmed|tbd|tbc",
    W.EXCEPT: "except|except for|except on|except with|except in|apart from|aside from|other than|save for|excluding|excepting|with the exception of|barring|bar|minus"
    "|except that|besides|with one exception|the exception|the only exception|exception|exceptions|exempt|exempts|exempted|spared",
    W.UNLESS: "unless|if not|other than if|except when|except if|save when",
    W.IF: "if|when|whenever|once|as long as|so long as|provided|provided that|providing|on condition that|assuming|in case|supposing|so far as|suppose|only if|only when|only as long as",
    W.BUT: "but|however|yet|although|though|even though|while|whereas|still|on the other hand|by contrast|in contrast|conversely to|whilst|instead|despite|in spite of|nevertheless|nonetheless|albeit|then again|on the contrary|rather than",
    W.BREAK: "where|in which case|in that case|on which|under which|for which",
    W.BECAUSE: "because|for the reason that|due to|owing to|thanks to|seeing that|because of|as the|as it is|as its|as their|given that",
    W.SO: "so|therefore|hence|thus|consequently|accordingly|as a result|it follows that|which means|that means|this means|that is why|which is why|so that|that's why|thereby|for this reason|for that reason|as a consequence|in consequence|implies|this is why|ergo|it follows",
    W.AND: "and|as well as|along with|together with|plus also|&|and also|but also|and even|even|in addition to|then|and then|in addition|additionally|moreover|furthermore|and additionally|followed by",
    W.OR: "or|or even|and/or|nor even|nor yet|alternatively|or else",
    W.UNLIKE: "unlike|in contrast to|as opposed to|different from|differently from|compared with|compared to|contrary to what holds for|in contrast with|as against|versus|vs|vs.",
    W.CONTRARY: "contrary to|in contradiction to|against the claim",
    W.SAME_GOES: "the same goes for|the same holds for|the same is true for|the same is true of|the same applies to|same goes for|likewise for|the same holds on"
    "|the same holds true for|this also applies to|this applies equally to|that also goes for|so does|so do|so can|so is|so are|as does|as do|as is|as can|likewise|similarly|ditto"
    "|ditto for|the same with|same for|same story for|the same for|that goes for|this goes for|this also holds for|equally true for|so too does|neither does|neither do|neither can|neither is|nor does|nor do|nor can|nor is|neither will|nor will"
    "|just as|just like|like|as with|equally|the same applies for|the same applies on|the same applies with|the same is valid for|it is the same for|it is the same with|the same happens on|the same happens with",
    W.REVERSE: "vice versa|the other way round|the other way around|the other way about|conversely|the reverse|in reverse|the opposite direction|other way round|other way around"
    "|the converse|in the other direction|in the opposite direction|the opposite way|the opposite way round|reversed|swapped|the reverse combination|swap them|the inverse|inversely|in the reverse direction|turned around|backwards",
    W.ALSO: "also|too|as well|both of them",
    W.UNDER: "under conditions|under certain conditions|with conditions|conditionally|with limitations|with restrictions|with caveats|with a caveat|under some conditions|subject to conditions"
    "|with reservations|conditional|in some cases|in certain cases|under specific conditions|with some restrictions|with certain restrictions|partially|on conditions|sometimes|with limits|under the condition|under one condition"
    "|on one condition|with some limitations|under circumstances|under certain circumstances|with one caveat|with one condition|with a condition|limited support|subject to|to a limited extent|partly|in part|depends|it depends|at times|now and then|occasionally|with provisos|with qualifications|mostly|usually|typically|by and large|tends to|tend to|for the most part"
    "|largely|often|frequently|in most cases|most of the time",
    W.IT: "it|its|they|them|this|that|these|those|there|the latter|the former|one|ones|their|both of these|the combination|this combination|that combination|this pair|the pair|there too|here|thereon|therein",
    W.ON: "on|onto|under|atop|inside|upon|on top of",
    W.BY: "by",
    W.WITH: "with|via|using|by means of|by using|through use of|thanks to using|in combination with|when using|if you use|with the help of|alongside|by way of",
    W.OF: "of|based on|built on|built from|from|based upon|tagged|tagged as|built for|built against|derived from|that use|labelled|made from|made of|created from|created with",
    W.TO: "to",
    W.DET: "the|a|an|our|your|my|his|some|such|its|whose",
    W.WHICH: "which|who|whom",
    W.ASK: "please|see|refer to|read|tell me|let me know|can you|could you|would you|help me|explain|check|find out|look up|ask|learn|consult|verify|compare|confirm|describe|list"
    "|show me|give me|more about|more information|related|go to|click|open|page|article|section|table below|details|wants to know|want to know|i want|we want|i need|we need|we plan|i plan|planning|plans|plan|intend|intends|hope|hopes|hoping|wish|wishes|wants|want|todo|to do|task|goal|aim|would like|try|decide|deciding|topic|this page|this article|question|questions|consider|considering|discuss|discusses|covers|cover|looking for|asking|asked|asks|evaluate|evaluating|investigate|roadmap|we will|we'll|let's|let us|i'd like|you might want|imagine",
    W.COMMAND: "docker run|docker build|docker pull|docker|nerdctl run|ctr run|--rm|-it|-d|run -it|cmd|powershell",
    W.WOULD: "would|if only|were to|had it|hypothetically",
    W.SUPPORT: "support|servicing|updates|security updates|update|patches|fixes|support period|support phase|phase|lifecycle|service|support window|security fixes|monthly updates|maintenance|life|lifespan|lifetime|patching|support lifecycle|security patches|coverage",
    W.MAINSTREAM: "mainstream support|mainstream|mainstream servicing|mainstream phase|mainstream support phase|mainstream support period|mainstream maintenance",
    W.EXTENDED: "extended support|extended|extended servicing|extended phase|extended support phase|extended support period|extended maintenance|extended security maintenance",
    W.ENDS: "end|ends|ended|ending|end date|expire|expires|expired|expiry|stop|stopped|cease|ceases|ceased|runs out|ran out|run out|finish|finishes|finished|leave|leaves|left|last day|end of|over|final day|retire|retires|retired|retirement|terminates|terminated|lapses|lapsed|conclude|concludes|concluded|drop out|drops out|dropped out|comes to an end|came to an end|will end|is over|exits|exit|exited|goes out|went out|closes|closed|end dates|reaches the end of|reached the end of|reach the end of|discontinued|sunset|deadline|stopped receiving|stops receiving|stop receiving|cuts off|ran until",
    W.BEGINS: "available|released|release date|generally available|general availability|ga|launched on|came out|shipped|ships|appeared|became available|published on|introduced|debuted|available from|available since|released on|hit the market|availability|published|arrived|launched in|start date|goes ga|went ga|out since|begins|began",
    W.OUT: "out of support|end of life|end of support|end-of-life|end-of-support|eol|eos|out of service|out of maintenance|out of servicing|end of servicing|end of service|past its end of support|past end of support|out-of-support|no support|dead|obsolete|end of its life|past its support|beyond support|unmaintained|outside support|unserviced|defunct|end of updates|out of its support",
    W.UNTIL: "until|till|through to|up until|valid until|lasts until|as late as|not until|to the end of|right up to|all the way to|all the way until",
    W.SINCE: "since|ever since|from then on|as from",
    W.STILL: "still|currently|now|today|at present|presently|at the moment|nowadays|these days|right now|already|as of today|for now|as of now|today's|this year|this month",
    W.LASTS: "lasts|lasted|receive|receives|received|get|gets|got|gives|gave|enjoys|offers|offered|granted|spans|comprises|consists of|consist of|long",
    W.BUILD: "build|builds|build number|build numbers|os build|version number|kernel version|os version|kernel build|build no|build no.|windows build",
    W.REVISION: "revision|revisions|patch level|patch levels|ubr|revision number|revision numbers|update level|patch revision",
    W.IS: "is|are|was|were|be|been|being|has|have|had|having|does|do|did|am|can|will|shall|it's|that's|there's|they're|corresponds to|correspond to|refers to|refer to",
    W.EXISTS: "exist|exists|existed|there is|there are|there was|there were|published|publishes|shipped|offered|released as|available as|ships|available for|publish|provide|provides|comes with|come with|has a|missing",
    W.TAG: "tag|tags|tagged|latest|:latest|image tag|image tags|repository|mcr.microsoft.com",
    W.CADENCE: "twice a year|once a year|yearly|annually|every year|every two to three years|every 2-3 years|every 2 to 3 years|every six months|twice per year|once every|per year|cadence",
    W.MATTER: "licence|licences|license|licenses|licensed|licensing|activate|activates|activated|activation|key|keys|gvlk|kms|csvlk|avma|vlsc|volume licensing|software assurance|visual studio"
    "|upgrade|upgrades|upgraded|upgrading|in-place|in place|clean install|clean installation|migrate|migration|migrated|reinstall|install|installs|installed|installation|installing|download|downloads|downloaded|obtain|obtained|purchase|iso|media|marketplace"
    "|server core|desktop experience|server with desktop experience|installation option|gui|edition|editions|standard|datacenter|portability|nested virtualization|nested|role|hyper-v role|default|defaults|by default|prerequisite|prerequisites|requirement|requirements"
    "|manifest|error code|hcsshim|containerd|mirantis|dockerd|engine|runtime|runtimes|2b|baseline|fips|microsoft 365 admin center|microsoft 365|os-sku|ossku|os sku|windowsannual|windows2022|windows2025|windows2019|node image|node images|software subscription|subscription|evaluation|admin center|preview|hostprocess|retired|abi|stable abi|esu|extended security updates|gmsa|swarm|servicing channel|gb|memory|ram|vcpu|processors|processor|drive|edition's|buy|bought|loyalty",
}

_CONDITIONS: dict[str, str] = {
    # category -> how a condition is named; the categories are compared with the rules behind a conditional verdict
    "revision": "if the revisions match|when the revisions match|with the same revision|with equal revision|with matching revisions|with identical revisions|if the revision matches"
    "|if host and image have the same revision|when host and image have the same revision|of the same revision|with equal revisions|with the same revisions|if revisions are equal|if the revisions are equal|if the revisions are the same"
    "|provided the revisions match|provided that the revisions match|as long as the revisions match|if the revisions of host and image match|if the revisions of host and image are equal|if the revisions of host and image are the same|only if the revision matches too|if the revision is the same|provided the revision matches|provided that the revision matches"
    "|with a matching revision|with an equal revision|with an identical revision|provided their revisions match|if their revisions match|when their revisions match|when the revision matches|if the patch levels match|with the same patch level|if both have the same revision|with equal revision only|as long as the revision is the same|provided both have the same revision"
    "|provided that host and image have the same revision|as long as host and image have the same revision|provided host and image have the same revision|if the revision numbers match|if the revision numbers are equal|if the revision of host and image is the same|as long as the revisions are the same|as long as the revisions are equal|provided that the revisions are equal|provided the revisions are equal|when revisions match|if revisions match|given equal revisions|given matching revisions",
    "development": "for development and testing|for development and test|for testing and development|for dev/test|for test and development|for development or testing|for testing|for development|for dev and test|for test or development|for development/testing|for dev or test|in development and testing|in development and test|for developers|for test purposes|for testing purposes|for testing or development|dev/test only|for dev/test use|for dev/test purposes|for development and testing only|for development and testing purposes|for development purposes|on developer machines|for non-production use|outside production",
    "undocumented": "undocumented|not documented|without documentation|although no table lists it|though no table lists it|though undocumented|although undocumented|without being documented|not listed in any table|in no published table|although it is not documented|even though it is not documented|though it is not documented|but it is undocumented|but undocumented"
    "|without official documentation|no published table confirms|no printed table confirms|no published table lists|unlisted|as no table lists it|although no published table lists it|though no published table lists it|no table confirms it",
    "policy": "although matching images are the policy|while matching images are the policy|against the policy|although the policy asks for matching images|though the policy asks for matching images|while the policy asks for matching images|though matching images are recommended|although matching images are recommended|with the matching image as the recommended policy"
    "|matching images remain the policy|the matching image remains the recommended policy|matching image remains the recommended policy|the matching image is the recommended policy|matching images are the policy|matching images are the recommended policy|matching images are recommended|the policy asks for matching images",
    "runtime": "with a recent runtime|with a current runtime|if the runtime is recent enough|with recent runtimes|with a fixed runtime|depending on the runtime|with some runtimes only|although some runtimes refuse it|although some runtimes refuse the pull|though some runtimes refuse the pull|though some runtimes refuse it|with known issues|despite known issues|but known issues exist|with a known fault|with known faults|some runtime versions refuse the pull|some runtimes refuse the pull|depending on the runtime version|with known problems",
    "edition": "on pro and enterprise|with the pro or enterprise edition|on pro or enterprise|on the pro and enterprise editions|on the pro or enterprise editions|on pro and enterprise editions",
    "role": "if the hyper-v role is installed|with the hyper-v role|when the hyper-v role is installed|if hyper-v is enabled|with the hyper-v role installed|once the hyper-v role is installed|provided the hyper-v role is installed|with the hyper-v role enabled|when hyper-v is enabled|if the hyper-v role is enabled|given the hyper-v role|as long as the hyper-v role is installed|with hyper-v enabled|if the host has the hyper-v role|when the host has the hyper-v role|provided that the hyper-v role is installed|provided the host has the hyper-v role|with nested virtualization|with nested virtualization enabled|if nested virtualization is enabled|if nested virtualization is available|provided nested virtualization is enabled",
    "request": "if requested with --isolation=process|when process isolation is requested|with --isolation=process requested",
    "own-build": "with an image of exactly its own build|with exactly the same build|if the builds are identical|with identical build|with an identical build|if the builds match|when the builds match|if the build is the same|with the same build|provided the builds match|as long as the builds match|if host and image have the same build|when host and image have the same build",
}

_OTHER_VALUES: dict[str, tuple[Meaning, str]] = {
    **_values(
        W.FAMILY,
        {
            "nanoserver": "nano server|nanoserver|nano",
            "servercore": "servercore|server core image|server core images|server core base image|server core base images|server core container image|servercore image|servercore images",
            "server": "windows/server|windows server base image|windows server family|server family",
            "windows": "windows base image|full windows image|windows family",
        },
    ),
    **_values(
        W.CHANNEL,
        {
            "LTSC": "ltsc|long-term servicing channel|long term servicing channel|lts|long-term servicing|long-term-servicing channel|long-term servicing channel ltsc",
            "SAC": "sac|semi-annual channel|semiannual channel|semi annual channel",
            "Annual Channel": "annual channel|annual channel for containers|ac",
            "General Availability Channel": "general availability channel",
        },
    ),
    **_values(
        W.PLATFORM,
        {
            "aks": "aks|azure kubernetes service|azure kubernetes",
            "kubernetes": "kubernetes|k8s",
        },
    ),
    **_values(
        W.HYPERV,
        {
            "": "hyper-v isolation|hyper-v isolated|hyper-v-isolated|hyper-v mode|hyperv isolation|hyper v isolation|hyper-v isolation mode|hyper-v containers|hyper-v container|hyper-v|hyperv|--isolation=hyperv"
            "|--isolation hyperv|isolation=hyperv|hyper-v based isolation|hyper-v-isolation|hypervisor isolation|vm isolation|hyperv-isolated|hyper-v only isolation|isolation: hyperv|hyper v|kernel isolation|hyperv mode|hypervisor-isolated|hyper-v partition|utility vm",
        },
    ),
    **_values(
        W.PROCESS,
        {
            "": "process isolation|process-isolated|process isolated|process mode|process isolation mode|--isolation=process|--isolation process|isolation=process|process-isolation|process containers|process container"
            "|process|isolation: process|shared-kernel mode|shared kernel|process-level isolation|process based isolation|process-based isolation|argon",
        },
    ),
    **{phrase: (W.CONDITION, value) for value, text in _CONDITIONS.items() for phrase in text.split("|")},
    **_values(
        W.UNREAD,
        {
            "product": "hyper-v server|hyper-v servers|docker desktop|windows server core",
            "past": "it used to be|used to be",
        },
    ),
}
_OTHER_VALUES["that"] = (W.IT, "that")

# Words that carry no claim and can neither turn one round nor narrow it. A closed list: a noun, verb or adjective that says
# where, for whom, by whom, at what price or how fast is no row of it, so that "on Macs" or "for gamers" stays unread.
_NEUTRAL = """
i you he she we me us my mine your yours our ours them themselves you're we're i'm he's she's let lets here's there's there
as in into at for within able what pick picks choose chooses people folks everyone everybody
will well so then become becomes became remain remains remained stay stays stayed keep keeps kept continue continues
continued stand stands turn turns come comes mean means meaning given channel channels reach reaches reached
belong belongs counts count move moves moved moving
windows windows' microsoft microsoft's ms version versions ver release releases release's number numbers system systems
operating os kernel kernels product products combination combinations client clients date dates
day mode modes level levels type types kind kinds sort name names named isolation isolated case
host's hosts' container's image's server's itself himself respective respectively
table tables row rows column columns cell cells list matrix chart documentation docs document documents documented guidance policy
rule verdict answer answers answered statement statements sum summary summing takeaway upshot result results state states note notes
shows show noted
part last
clearly obviously evidently plainly certainly notably namely simply really truly explicitly expressly naturally
essentially basically effectively definitely absolutely indeed especially particularly quite very even ever meanwhile furthermore
further etc hence together altogether simultaneously
fully completely entirely totally officially correctly properly happily gladly cheerfully smoothly nicely neatly flawlessly
effortlessly easily safely reliably gracefully comfortably perfectly readily straightforward
up out
"""

# Where an organisation runs its things: its own surroundings change nothing in what Microsoft supports.
_SURROUNDINGS = (
    "environment|cluster|clusters|lab|fleet|estate|data center|datacentre|shop|company|organisation|organization"
    "|team|infrastructure|network|tests|test environment|setup|testing|deployment|deployments|case"
)


def _harmless_adjuncts() -> str:
    """'in our lab', 'in your environment', 'in production': one phrase each, as their words alone are not read."""
    owners = ("our ", "your ", "my ", "their ", "this ", "the ", "")
    places = _SURROUNDINGS.split("|")
    bare = ("testing", "tests")
    return "|".join(f"in {owner}{place}" for owner in owners for place in places if owner or place in bare)


_PHRASES: dict[str, str] = {
    # phrases whose words would mislead one by one
    "no matter": "NEUTRAL",
    "no problem": "NEUTRAL",
    "no problems": "NEUTRAL",
    "no issues": "NEUTRAL",
    "no trouble": "NEUTRAL",
    "no changes": "NEUTRAL",
    "no change": "NEUTRAL",
    "no rebuild is needed": "NEUTRAL",
    "no rebuild is required": "NEUTRAL",
    "no rebuild": "NEUTRAL",
    "without a rebuild": "NEUTRAL",
    "without rebuild": "NEUTRAL",
    "without rebuilding": "NEUTRAL",
    "without being rebuilt": "NEUTRAL",
    "without changes": "NEUTRAL",
    "without any changes": "NEUTRAL",
    "without change": "NEUTRAL",
    "without problems": "NEUTRAL",
    "without any problem": "NEUTRAL",
    "without any problems": "NEUTRAL",
    "without trouble": "NEUTRAL",
    "without issues": "NEUTRAL",
    "without issue": "NEUTRAL",
    "without any issues": "NEUTRAL",
    "without modification": "NEUTRAL",
    "without modifications": "NEUTRAL",
    "without further ado": "NEUTRAL",
    "without fuss": "NEUTRAL",
    "without a hitch": "NEUTRAL",
    "without difficulty": "NEUTRAL",
    "without question": "NEUTRAL",
    "of its own": "NEUTRAL",
    "of their own": "NEUTRAL",
    "is raised when": "NEUTRAL",
    "is shown when": "NEUTRAL",
    "appears when": "NEUTRAL",
    "occurs when": "NEUTRAL",
    "happens when": "NEUTRAL",
    "at all": "NEUTRAL",
    "in other words": "NEUTRAL",
    "among other things": "NEUTRAL",
    "on the one hand": "NEUTRAL",
    "in practice": "NEUTRAL",
    "for example": "NEUTRAL",
    "for instance": "NEUTRAL",
    "in short": "NEUTRAL",
    "in a nutshell": "NEUTRAL",
    "as expected": "NEUTRAL",
    "of course": "NEUTRAL",
    "i.e.": "NEUTRAL",
    "e.g.": "NEUTRAL",
    "as documented": "NEUTRAL",
    "according to microsoft": "NEUTRAL",
    "according to the documentation": "NEUTRAL",
    "according to the docs": "NEUTRAL",
    "according to the table": "NEUTRAL",
    "according to microsoft's documentation": "NEUTRAL",
    "microsoft says": "NEUTRAL",
    "microsoft says that": "NEUTRAL",
    "microsoft states that": "NEUTRAL",
    "microsoft documents that": "NEUTRAL",
    "the documentation says": "NEUTRAL",
    "the documentation says that": "NEUTRAL",
    "the documentation states that": "NEUTRAL",
    "the docs say": "NEUTRAL",
    "the docs say that": "NEUTRAL",
    "the table says": "NEUTRAL",
    "the table says that": "NEUTRAL",
    "note that": "NEUTRAL",
    "remember that": "NEUTRAL",
    "keep in mind that": "NEUTRAL",
    "be aware that": "NEUTRAL",
    "it is worth noting that": "NEUTRAL",
    "bear in mind that": "NEUTRAL",
    "be sure": "NEUTRAL",
    "rest assured": "NEUTRAL",
    "rest assured that": "NEUTRAL",
    "make no mistake": "NEUTRAL",
    "no matter what": "NEUTRAL",
    "first of all": "NEUTRAL",
    "after all": "NEUTRAL",
    "all in all": "NEUTRAL",
    "above all": "NEUTRAL",
    "all right": "NEUTRAL",
    "as well as with": "AND",
    "as well as in": "AND",
    "and with": "AND",
    "and in": "AND",
    "or with": "OR",
    "or in": "OR",
    "nor with": "OR",
    "nor in": "OR",
    "as such": "NEUTRAL",
    "such as": "NEUTRAL",
    "same time": "NEUTRAL",
    "at the same time": "NEUTRAL",
    "the same way": "NEUTRAL",
    "in the same way": "NEUTRAL",
    "used to": "PAST",
    "can be used": "YES",
    "may be used": "YES",
    "be used": "YES",
    "is able to": "NEUTRAL",
    "are able to": "NEUTRAL",
    "able to": "NEUTRAL",
    "not able to": "NOT",
    "isn't able to": "NOT",
    "aren't able to": "NOT",
    "allows you to": "NEUTRAL",
    "lets you": "NEUTRAL",
    "allows to": "NEUTRAL",
    "possible to": "NEUTRAL",
    "is it possible": "YES",
    "no need for": "DOES_NOT_NEED",
    "no need of": "DOES_NOT_NEED",
    "does not need": "DOES_NOT_NEED",
    "doesn't need": "DOES_NOT_NEED",
    "do not need": "DOES_NOT_NEED",
    "don't need": "DOES_NOT_NEED",
    "does not require": "DOES_NOT_NEED",
    "doesn't require": "DOES_NOT_NEED",
    "do not require": "DOES_NOT_NEED",
    "don't require": "DOES_NOT_NEED",
    "without the need for": "DOES_NOT_NEED",
    "the only image": "ONLY",
    "the only images": "ONLY",
    "the only host": "ONLY_HOST",
    "the only hosts": "ONLY_HOST",
    "the only server": "ONLY_HOST",
    "the only servers": "ONLY_HOST",
}


def _lexicon() -> dict[str, tuple[Meaning, str]]:
    neutral = dict.fromkeys((*_NEUTRAL.split(), *_harmless_adjuncts().split("|")), (W.NEUTRAL, ""))
    special = {phrase: (_SPECIAL[name], name) for phrase, name in _PHRASES.items()}
    return {**neutral, **_table(_CLASSES), **_OTHER_VALUES, **special}


_SPECIAL = {
    "NEUTRAL": W.NEUTRAL,
    "AND": W.AND,
    "OR": W.OR,
    "PAST": W.ENDS,
    "YES": W.YES,
    "NOT": W.NOT,
    "DOES_NOT_NEED": W.ALONE,
    "ONLY": W.ONLY,
    "ONLY_HOST": W.ONLY,
}

WORDS: dict[str, tuple[Meaning, str]] = _lexicon()
"""Every word and phrase with what it does and the value it has; of two rows for one phrase the later one holds."""
