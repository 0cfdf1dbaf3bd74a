"""The mutation check: python -m tests.rules.mutation [core | all | WORDS ...]

`core` (the default) is what compatibility and lifecycle rest on, `all` everything, and any other words select the
mutants whose name has one of them. Prints what was killed and what survived by file and by place; survivors that
`explained.toml` does not name end it with exit code 1.
"""

import sys
import time

from tests.rules.mutation.explained import explanations
from tests.rules.mutation.report import report
from tests.rules.mutation.run import run_all


def main(words: list[str]) -> int:
    """Run the mutants asked for. Returns the exit code."""
    began = time.perf_counter()
    results = run_all(tuple(words) or ("core",))
    print(report(results, explanations()))
    print(f"{len(results)} mutants in {time.perf_counter() - began:.0f} s")
    return int(any(r.killer is None and r.name not in explanations() for r in results))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
