"""What verification costs in processor time: a sentence, an answer of 3,000 characters, a million hostile characters.

python benchmarks/verify.py
"""

import statistics
import time
from datetime import date
from pathlib import Path

from assistant.claims import mentions
from assistant.claims.judge import judge_text
from assistant.rules import Engine

DAY = date(2026, 11, 24)
PAGES = Path(__file__).parent.parent / "corpus" / "guidance"
MILLION = 1_000_000
ADVERSARIAL = {
    "digits": "1" * MILLION,
    "no spaces": "a" * MILLION,
    "emphasis": "*" * MILLION,
    "brackets": "[" * MILLION,
    "nested quotes": "> " * (MILLION // 2),
    "nested lists": "".join("  " * (n % 40) + "- a\n" for n in range(20_000)),
    "list items": "- a\n" * (MILLION // 4),
    "table rows": "|a|b|\n|-|-|\n" + "|x|2022|\n" * (MILLION // 10),
    "builds": "20348 " * (MILLION // 6),
    "names without an end": "Windows Server 2022 runs ltsc2019, " * (MILLION // 36),
    "one sentence a paragraph": "Windows Server 2022 runs ltsc2019.\n\n" * (MILLION // 36),
    "links": "[a](b) " * (MILLION // 7),
    "backticks": "`" * MILLION,
    "wide letters": "ｗ" * MILLION,
}


def main() -> None:
    engine = Engine.load()
    judge_text(engine, "A Windows Server 2022 host runs ltsc2022.", DAY)
    print(f"{'what':<32} {'ms':>9}")
    for name in ("host-image-compatibility", "lifecycle", "portability"):
        page = (PAGES / f"{name}.md").read_text(encoding="utf-8")
        body = page[page.index("\n# ") :]
        whole = _median(lambda text=body[:3000]: judge_text(engine, text, DAY))
        count = len(judge_text(engine, body[:3000], DAY).sentences)
        print(f"{'3,000 characters of ' + name[:11]:<32} {whole:>9.2f}")
        print(f"{'  a sentence of them':<32} {whole / count:>9.3f}")
    for name, text in ADVERSARIAL.items():
        begin = time.process_time()
        judge_text(engine, text, DAY)
        print(f"{'1 MB, ' + name:<32} {(time.process_time() - begin) * 1000:>9.0f}")


def _median(work) -> float:  # type: ignore[no-untyped-def]
    times = []
    for _ in range(41):
        mentions.tokens.cache_clear()
        begin = time.process_time()
        work()
        times.append((time.process_time() - begin) * 1000)
    return statistics.median(times)


if __name__ == "__main__":
    main()
