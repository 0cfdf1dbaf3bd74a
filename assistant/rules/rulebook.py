"""The tables of the rules: which fact files there are, which claim kinds, and every rule with its permanent id.

To add a kind: its module in `kinds/`, its file in `facts/`, a row in `TABLES` and one in `KINDS`.
"""

from assistant.rules import core, records
from assistant.rules.factfiles import Table
from assistant.rules.kinds import (
    acquisition,
    activation,
    aks,
    build,
    channel,
    compatibility,
    error,
    image,
    installation,
    licensing,
    lifecycle,
    requirement,
    runtime,
    upgrade,
)
from assistant.rules.rule import Kind, Rule
from assistant.rules.told import ToldTable

# One row an array of tables; a file may hold several.
TABLES: tuple[Table | ToldTable, ...] = (
    *core.TABLES,
    Table(file="upgrade", key="older", record=records.OlderRelease),
    *acquisition.TABLES,
    *licensing.TABLES,
    *activation.TABLES,
    *installation.TABLES,
    *upgrade.TABLES,
    *requirement.TABLES,
    *error.TABLES,
    *runtime.TABLES,
    *aks.TABLES,
)

# In the order of the contract. Each kind has its numbers: compatibility R0 to R20, lifecycle R21 to R25, build R26,
# channel R27 to R29, image R30 to R39, acquisition R40 to R59, licensing R60 to R69, activation R70 to R79,
# installation R80 to R89, upgrade R90 to R99, requirement R100 to R119, error R120 to R129, runtime R130 to R159 and
# aks R160 to R199.
KINDS: tuple[Kind, ...] = (
    compatibility.KIND,
    lifecycle.KIND,
    build.KIND,
    channel.KIND,
    acquisition.KIND,
    licensing.KIND,
    activation.KIND,
    installation.KIND,
    upgrade.KIND,
    image.KIND,
    requirement.KIND,
    error.KIND,
    runtime.KIND,
    aks.KIND,
)

# Sorted by number, for the list that people read. Ids are permanent: a rule that goes leaves its number unused.
RULES: tuple[Rule, ...] = tuple(sorted((r for kind in KINDS for r in kind.rules), key=lambda rule: int(rule.id[1:])))
