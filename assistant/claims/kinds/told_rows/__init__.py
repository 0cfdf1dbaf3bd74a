"""The patterns of the kinds that sources state outright: which words of a clause make which proposition. Data."""

from assistant.claims.kinds.told import Row
from assistant.claims.kinds.told_rows.errors import ERRORS
from assistant.claims.kinds.told_rows.hosts import HOSTS
from assistant.claims.kinds.told_rows.installing import INSTALLING
from assistant.claims.kinds.told_rows.licensing import LICENSING
from assistant.claims.kinds.told_rows.nodes import NODES

# Order is precedence: the more special row first.
ROWS: tuple[Row, ...] = (*ERRORS, *LICENSING, *INSTALLING, *HOSTS, *NODES)
