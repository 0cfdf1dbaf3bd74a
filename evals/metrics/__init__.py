"""The metrics of a run, one idea a file; `table.METRICS` names them all. Each maps judged cases to a Figure."""
