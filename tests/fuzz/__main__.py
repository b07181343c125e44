"""`python -m tests.fuzz [--messages 200000] [--seed 1] [cc …]`: mutated messages, many of them.

Every country in a process of its own. What breaks a promise is kept under .local/fuzz/ and printed;
the exit code is then 1.
"""

from __future__ import annotations

import argparse
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import orjson

from hub.connector import discovery
from tests.fuzz.runs import Result, run


def document(results: list[Result], seed: int) -> bytes:
    """Return the result as JSON, with its date."""
    told = {
        "date": f"{datetime.now(UTC):%Y-%m-%d}",
        "seed": seed,
        "messages": sum(result.messages for result in results),
        "failures": sum(len(result.failures) for result in results),
        "slowest_ms": round(max(result.slowest for result in results) * 1000),
        "most_memory_of_one_reading_mb": max(result.grown_mb for result in results),
        "countries": {
            result.country.upper(): {
                "messages": result.messages,
                "read": result.read,
                "refused": result.refused,
                "slowest_ms": round(result.slowest * 1000),
            }
            for result in results
        },
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2) + b"\n"


def main() -> int:
    """Share the messages among the countries, print what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--report", type=Path, help="write the result as JSON")
    parser.add_argument("countries", nargs="*", default=list(discovery.folders()))
    asked = parser.parse_args()
    each, began = -(-asked.messages // len(asked.countries)), time.monotonic()
    print(f"{'':4}{'messages':>10}{'read':>9}{'refused':>9}{'slowest ms':>12}{'grown MB':>10}")
    failures: list[str] = []
    results: list[Result] = []
    with ProcessPoolExecutor(max_tasks_per_child=1) as pool:
        runs = [pool.submit(run, country, each, asked.seed) for country in asked.countries]
        for result in (future.result() for future in runs):
            results.append(result)
            failures += result.failures
            print(
                f"{result.country.upper():4}{result.messages:>10,}{result.read:>9,}"
                f"{result.refused:>9,}{result.slowest * 1000:>12.0f}{result.grown_mb:>10}",
                flush=True,
            )
    total = sum(result.messages for result in results)
    print(f"{total:,} messages in {time.monotonic() - began:.0f} s, {len(failures)} failures")
    if asked.report:
        asked.report.write_bytes(document(results, asked.seed))
    for failure in failures:
        print(failure)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
