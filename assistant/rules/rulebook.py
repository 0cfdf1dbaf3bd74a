"""The tables of the rules: which fact files there are, which claim kinds, and every rule with its permanent id.

To add a kind: its module in `kinds/`, its file in `facts/`, a row in `TABLES` and one in `KINDS`.
"""

from assistant.rules import records
from assistant.rules.factbase import Table
from assistant.rules.kinds import build, channel, compatibility, image, lifecycle
from assistant.rules.rule import Kind, Rule

# One row an array of tables; a file may hold several.
TABLES: tuple[Table, ...] = (
    Table(file="sources", key="source", record=records.Source),
    Table(file="conflicts", key="conflict", record=records.Conflict),
    Table(file="releases", key="release", record=records.ReleaseRecord),
    Table(file="images", key="family", record=records.Family),
    Table(file="images", key="image", record=records.Image),
    Table(file="images", key="tagrule", record=records.TagRule),
    Table(file="compatibility", key="statement", record=records.Statement),
    Table(file="compatibility", key="issue", record=records.Issue),
    Table(file="compatibility", key="dispute", record=records.Dispute),
    Table(file="compatibility", key="printed", record=records.Printed),
    Table(file="lifecycle", key="policy", record=records.Policy),
)

# In the order of the contract.
KINDS: tuple[Kind, ...] = (compatibility.KIND, lifecycle.KIND, build.KIND, channel.KIND, image.KIND)

# Sorted by number, for the list that people read. Ids are permanent: a rule that goes leaves its number unused.
RULES: tuple[Rule, ...] = tuple(sorted((r for kind in KINDS for r in kind.rules), key=lambda rule: int(rule.id[1:])))
