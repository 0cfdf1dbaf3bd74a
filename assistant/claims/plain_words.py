"""Words of everyday and technical English that cannot deny, limit, doubt or report what stands beside them.

Data only. What stands in a row of `lexicon` has its meaning there; these are passed over. Before a word is added, put it
before, between and after the parts of a claim: if it could turn the claim round in any place, it does not belong here.
"""  # noqa: E501

PLAIN = """
abbreviations ability absolute abstract abstracted accelerated acceleration accepting access accessed
accessibility accessible accessing accommodate accompany accompanying accomplished account accounts achieve
achieved aci acknowledgements acl acquire acquired acquiring acr across act acting action actionable actions
activations active activedirectory activity actor acts ad adapt adapter adapters adapting add added adding
additional address addressed addresses adds adjust admin administration administrative administrator
administrators admins adopt adopting advance advanced advantage advantageous advertises advice advise affine
affinity afternoon afterwards aggregation aggressive agile agility ago agree agreed agreement agreements ahead
aid aimed aka akv alignment alive alleviate allocate allocated allocates allocation allowing alone alt amd
amongst amounts analysis analytic apache apart append appended appends appliance appliances applicable applied
applies apply approach approaches appropriately approximately april arbitrary architectural architectures area
areas arise arm arose arounds arr arrangement arrive art articles artifacts asp aspect aspects aspnet assess
assessed assessing assessment assets assign assigned assigning assignment assigns assist associate associated
asterisk attach attached attachments attack attacker attention attribute attributes authenticate authenticated
authenticates authentication author authorization authorized authorizes auto automate automated automates
automatic automatically automation available aware awareness az backed backend backing backslash backslashes
backup backups balance balancer balancers balancing band base bash basis beautiful begin behalf behave behavior
behaviors beloved benchmark benefit benefits benign beside bet beyond bgp bigger bill bind binpath bits
blithely board body book bootstrap borrow borrowed borrower borrowing boss bottom boundary box boxes brackets
brand brave bridged bridges brief briefly bring bringing broad broadcast broader broker brother browser bucket
budget building bundle bundles businesses busy button buy ca cabinet cache cached caches caching calendar
calico call called calling calls calm came candidate candidates capabilities capability capable capacity
capitalized capture captured capturing car care careful carefully carried catalog catalogs catch categories
category cattle causing ccg ce ceiling celebrate central centralized cert certificate certificates certify
certs chain channel channels chapter character characters charge charm cheap checklist checkout cheer chief
child children choices choosing chose chris chunk cidr circle citizen city clarity class classes classic clean
cleaned cleaning cleanly cleanup cli click clicking client clone close closely closer closet clouds clsid
clustering cmdlet cmdlets cni co coast codes coffee colleagues collect collection collectively color colour com
combination combinations combine combined combos comfort comfortable command commands commas comment comments
commercial commit committed common communicate communicates communicating communication communications
community compact companies companion compartment compartments compat competing compilation compile complement
complementary completed completes complex complexity compliant complicated comply compose composed composing
comprehensive compressed compute computevirtualization concept concepts conclusion concrete concurrency
concurrently conductors conf confident config configure configures configuring confirms conjunction connect
connected connecting connections connectivity cons consensus consequences conservative considerably consist
consistent consistently console consolidate consolidated consolidation constant constantly constituted
construct constructing constructs consulting consumed consumers consuming contact containeradministrator
containercreating containerdata containerization containerize containerized containerizing containeruser
containing contents context continuation continuing continuous contractor contribute control controlled
controller controllers controlling controls convenience convention converge conversation convert cool
coordinate coordinated coordinates coordinating coordination copied copies copy copying copyrighted corner
corporate corrected cosmetic count counterpart country counts couple coupled couples cpu craft create
createcomputesystem created creates creating creation credential credentials credentialspec credentialspecs
credit cri crictl criteria crucial cruise crypto csproj csv ctr ctrl culmination culture cumulative cured
curious curl custom customize customized customizing daemon daemons daily database databases datacentre dataset
db dc debug dedicated deep deeply define defined definition degree delegated delight delightfully deliver
delivery demonstrate department dependencies dependency deploy deploying depot depth describe described
describes description descriptor design desire desired desk desktop destination detail detailed details detect
determine dev develop development device devices devops dfs dfsn dhcp diagnosing diagram dialog dictate
differentiate differentiating digit digital dimension dinner dir direction directive directives directly
director directories directory directx discovery discuss disk dism display displays distribute distributed
distribution dive diverse division django dns dnsname dnsrr dnsservers dnssuffix dnstreename dockernat
dockerrootdir dockertls document dollar domain domaincontrolleraddress domainpassword domainuser door down
downloading dozen dozens draft draw drawer drive driven driver drivers dropdown ds dsr dtc dual due dump
duplicate durable dutifully duty dxdiag dynamic dynamically dynamicportrange eager early earth ease easier
easiest east ecosystem edge edit editor ee effective effectiveness efficiency efficient egress elastic elegant
element elements elevated email embed emerging emphasis employ enabling encapsulated encapsulating
encapsulation enclose encode encounter encountering encourage encrypted encryption endpoint endpoints energy
enforce enforced enforces engage engineer engineering engineers engines enhanced enhancement enjoy enjoys
enlightened enough ensure ensures ensuring entering enterprises entire entirety entrance entries entry
entrypoint env ephemeral essence essential establish established estate estimate esx ethernet etl etw eula
europe evaluated evening events everyday evidence evolve evt evtx ex examine examples excellent exchange
excited exe exec executable execution exercise exhaustive exhibit expand expanding expedite experience
experiences expert expertise experts explain explained explaining explains explanation explicit exploit
exploitation exploits export exported expose exposing express expressed extend extension extensions external
extra extract extracts extremely eye face facilitate facility facing factor factors factory facts failover fair
fairly fairness faithfully familiar familiarize famous fan faq fashion fast faster fastest favorite favour fee
feedback fees fellow fetch fetched fetches fiddling fidelity fields fifth figure filename filesystem fill
filled film filter filtered final finalize finally finance find finding finds firewall firewalls fix flag flags
flagship flannel flanneld flat flawless flexibility flexible floor flow focus focused focuses focusing folder
folders folk followed font fonts foot footnote footprint force foreground foreign forest fork form formal
format formatted formatting formula forth fortunately forward forwarding foundation foundational founded
founder fqdn frame framework frameworks framing freely frequently fresh friday front fruit fun functionality
functioning fundamental funny gain gains gallery game garden gate gateway gather gathering gear generate
generated generic gently genuine genuinely germany giant gift git github give giving glad glance global
globally glossary gmsanamehere gmsas going golang gold golden goroutine govern governed gpu gpus grab grace
graceful grade grand grant granular graph graphic graphical graphics gray great greater greatly green ground
grouped grouping groupmanagedserviceaccounts grow growing grows guarantee guaranteed guarantees guard guid
guided guidelines guides gw habit hair hall handler handlers handling handy hang happen happens happy harmony
hash hci hcn hcs hcslog health healthy hear heart heavily heavy height held helloworld helping hereby herein
heuristical highlight highly hint historic history hit hkey hns hnscall hold holds hole holiday honest honestly
honor honored honour hooked horizontal hostaccountconfig hostname hostport hostvolumes hot hotel hour hours
house hr html http https hub human hundred hundreds hung hybrid ice icmp icon id ideal identical identically
identification identifier identifies identify identities identity idle ie ifconfig igmp illustrate illustrates
image immediate immediately impact implement important impress impressive improve improvements inbound inch
include included income increase increases index indicate indicates indicator individual industry info
information infra infrastructure ingress inherits init initial initialize initialized initially innovate
inplace input inputs ins inside insight insights inspect install installer instance instances instant instantly
institute instruct instruction instructions int intact integrate integrated integration intelligent intended
intentional interact interaction interactive interest interesting interface interim intermediate internal
internally interpret interval introduce introduction inventory investment invite invoice invoke io iot ip ipam
ipconfig ips irreversible ise island isolate issue iteration jobobject join joined joining joint journal
journey joy jre json judge jump junior kb kds keen keepers keeping kerberos keyboard khkqy khmxv kick kill kit
knowledge krbtgt kube kubectl kubelet kvs kywyw labeled labeling labour lad lag lake landscape lane language
languages larger largest lately laugh launching launchpad law lawn layered layering lcow ldap lds lead leader
leads league leak leaked leaking lean leap learned learning least leaving legitimate lend length lesson letter
leverage leveraged leverages leveraging liable libraries lifecycles lift lifted lifting lightbox lightweight
likelihood link list listed listening listens listing lists lived loaded localhost locally locate locations log
logged logging logic logical login logistics logmonitor logs longest looking loop loud lowest ls luck luckily
lucky lunch mac machineaccountname magic magnitude mail maintainer maintaining makefile maker malformed man
manageable managers manages managing mankind manner manually map mapped mapping mappings mark marked marks
marvel mass massively master matcher mate material math mature maxbandwidth maximize maximizing maxiops mb mcr
mdash meal measure measures mechanism mechanisms medium meet meeting membership memberships memo mention
mentioned mentions menu merge merit merrily mesh message messages met metadata metaphor methods metric mi micro
micropool micropools microservice middle midnight migrating million mimic mind minecraft minimize minimized
minimizing minimum mircoservices mirror mirroring mission mitigation mixture mobile moby moderate modernizing
modest modified modify modifying modular module modules moment monday money mongodb monitor monitoring monitors
monolithic monumental mood moon moreover morning mother motion mount mountain mounted mounting mounts mouse
movement mpsa ms msds msdtc msmq msrc multi multiple multitenancy mushroom music mutexes mutual myaccount myapp
mydata myimage myoverlaynet myroute mysite mysql namespace namespaces naming nas nat nation national natural
navigate neat necessarily negating neighboring nerdctl nerr nest netbios netbiosname netlogon netsh networking
networkname neutral newcomer newly news nginx ngss nic nicely night nightly nltest nodejs nodeport nodeselector
nodeselectors nomenclature norm normal normalize north northern nose notation notebook noted notice noticeable
notices notify noting novel nsg nssm nt ntfs ntlm nuance nuget numerous obediently object objects obligations
observable obtaining obvious occasion occupying occurred occurs oci oem offering office offs onboard ongoing
opened opening openly opensource operational opportunity opt optimal optimally optimization optimize optimized
optimizing optional optionally opts orbit orchestra orchestrate orchestrated orchestrating orchestration
orchestrator orchestrators ordering orders ordinarily org organize organized orientation oriented origin
originated originates originating osbuild osdisplayversion osversion outbound outline output outputs outputted
outstanding overall overhead overlaid overlap overlay overloading overlooks overnight override overriding
overview overwritten owner owners pace packaged packaging packet packets pages pain painless painlessly pair
paired pairing pairings pane panel paper paradigms paragraph parallel parameter parameters params parent park
parse parser participate parties partition partitioning partitions partner party passing password passwords
paste patch patched path pathnames paths patience pattern patterns pause paused pay payload payment peak peek
peer pem pen percent perfect perform performant performed performing performs permanent permanently permission
permissions persist persisted persistent persisting persists person personal perspective phone photo php phrase
pilot pin ping pinned pipe piped pizza placed placement plain plane planet plant plate play playing plays
pleasant pleased pleasure plenty plug plugin pluginguid plugininput plugins plumbed plumbing png pointing
polite pool pools popularly populated population port portable portableccgversion portal ported portion
portmappings portrange ports positive positively possess post posted posture power powerful powershelldsc pr
practical practices pre precedence precise precisely preconfigured predict predictable preexisting prefix
prefixes preinstalled prep preparation prepare preparing prepped presence presentation presents preserve press
pressing price pricing primarily primary principle print printer printers printing prioritize private privilege
privileged privileges procedure proceeding processed processes processing produce produced profession
professional professionals profile profit programdata programfiles programing programmable programme programmed
programming programs progress prominent promiscuous promote promoting prompt property proportion pros protect
protected protecting protection protocol protocols proud proudly prove proven providers provisioned
provisioning proxy ps psmodulepath publishing pull pulled pulling pulls pure purple push pushed pushes pushing
python qa qc quality quantity quarter quarterly queried query querying queue queues quicker quickstart
quickstarts quietly quota race rails rain raise raising ramp randomly rate ratio raw rbac rdp readability
reader readers readiness reads rearchitecting reasonable reasonably rebase reboot reboots recall receipt
receiver receiving recipe recognise recognize recommendation recommendations recommends reconfigure recover
recreate recreated recreation red redeploy redirect redis redistributable redistribute refer referencing
referred referring refers refetching reflect reflected reflecting refresh refreshed refs regional register
registered registering registries reinforce reinstalling rejoined rejoining relate relation relationship
relative relaunch relaxed releasing reliability reliable relief relies rely remainder remarkable remarkably
remedies remedy remind reminder remote remotely render rendering renewed renews renovation repeat replacement
replicas replicated reply repositories represent represented represents reproduce reproduced republic
reschedule reserve reserved reservedports reserves resident resides resolution resource resources respect
respective respond responding response responsible restart restarted restarting restaurant restoring rests
resulted resulting resume resumes retain retrieve retrieved retrieves retrieving return returned returns reuse
reused revenue review reward rhythm rich ride rise river rm rmi ro road robust robustness rock roles room root
rotated rotating rough roughly routable route routed routes routine routing royal rsat rtm ruby rule rules runc
runhcs runner runners rural rw sa safety sale salt sam sample samples san sandbox satisfied satisfies satisfy
saturday save saved saves saving sc scalability scalable scaled scaleout scaling scan scanning scheduling
schema school science scope score scott scratch screen screenshot script scripted scripts scroll sdk sdn seal
seamless seamlessly search season seat secondary secret secrets sections sector secured securing seed seeing
segment selecting selection selector selectors self semaphores send sender sending sends senior sense sensible
sensibly sensitive sent separated separates separation separator sequence serious seriously served serviced
servicemonitor session sessions shape share shared shares sharing shell shift shifting shims shine shiny ship
shop shops shot shoulder show showed showing shown shows sid sides sign signal signed significant signs sigterm
silo silver similarities simplest simplicity simplifies simplifying simultaneous singapore situations skill
skills sku sky slashes sleep slice slot slow slowly smaller smallest smb snap social society solid solve solves
solving someday something song sooner sorted sound soundly soup south southern span spanking spare speak
speaking speaks spec specialized specification specifics specified specifies specify specifying specs speech
speed speeds spelled spend spin split spn spoken spoofing spooler spot spread spreadsheet spring sqlite sqllite
sqlserver square ssh ssl stability stabilize stacks standardized standpoint starter startup startups stateful
static statically station statistic stay stderr stdout steady stick stock stone store stored storing story
straightaway strategies strategy stream streamline streamlined streamlines streamlining street strength stress
strict stricter strike string strings strong strongly structure structured student studio study stuff stunning
subdirectory subdivided subdividing submit subnet subnets subscribe subscriber subscribers subscriptions
subsection subsections subsequently subset substantial success successes successfully sufficient suffix
suggestions suit suite suited suits summarizes sunday super superb supervision supplemental supplied supplies
supply supportability surface surprise surprised surprisingly surround survey swapping sweet swift switch
switches switching symbol symlink symlinks symptom sync synchronization synchrony syntax synthetic sysvol tab
tabs tail tailor tailored taken talent talks tall tap tape target targeted targeting targets task tasks taste
tax tcp tea teach tearing tech technique techniques technologies teenager temp template templates tenant
tenants terminal terms territory text tgt thank thankfully thanks theme thick thin thorough thoroughly
thousands thread throughput thrown thumb ticket tickets tidy tier tiers ties tight tightly timeline tip tips
title tls toe toggle token tolerance tomorrow tone tonight took tooling topologies topology touch touching tour
toward town toy trace tracing track tracked tracker trade tradeoff trades traditionally traffic trailing train
training transactional transactions transfer transition translated translation transparent transparently travel
tray treat treats tree tremendous trend trick trigger triggers trip triumph troubleshoot troubleshooting truck
trunc trunk trust trusted tuesday tune turned tutorial tutorials tweet txt typical udp udr ui ultimate
ultimately ultralight umbrella unattended unchanged under underlying understand understandable understanding
unified uniform uniformly unify union unique unit units universal university unlimited unmodified upcoming
updated uploaded uploading upper upside urban url usa usability usages useful username usual utc utilities
utility utilization utilize utilizes uuid vacation validate validated validating validation validly valuable
value values vanilla variable variation varies variety vast vastly vault vehicle venue ver verbose verification
versa versatile versioning vertical vfp vhd vice viewed viewer viewing village virtualised virtualization
virtualize virtualized virtualizes virtually visibility visible vision visit visual visualstudio vital vivid vl
vlan vlanid vmwp vnets vnic vnics voice volumes vsid vsphere vswitch vswitches vt vxlan wac wait waiting wake
walk walks walkthrough wall wan warehouse warm wash watch water wave wcf wcow wddm wealth wear webpage website
wednesday weekday weekend weekly weight weights west western wheel white whoami wiki win wind windir window
windowsfilter windowsservercore windowsshim wine wing winner wire wise wmi wonderful wonderfully wood
workarounds workdir workflow workflows workplace workshop worldwide worthwhile wprp wrap wrapped wrapper
wrappers wrapping write writes writing written ws wsus yaml yard yellow yesterday young youth zone zones
"""
