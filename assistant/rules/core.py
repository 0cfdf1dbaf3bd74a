"""The part of the rulebook that `check` and `lifecycle` need. The rest is imported when it is first asked for.

Importing nine kinds and reading their facts takes longer than a check, which uses none of them.
"""

from assistant.rules import records
from assistant.rules.factfiles import Table
from assistant.rules.kinds import build, channel, compatibility, image, lifecycle
from assistant.rules.rule import Kind

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
KINDS: tuple[Kind, ...] = (compatibility.KIND, lifecycle.KIND, build.KIND, channel.KIND, image.KIND)
