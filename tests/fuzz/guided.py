"""`python -m tests.fuzz.guided cc [--seconds 60]`: coverage-guided fuzzing of a country's parser.

Atheris (libFuzzer) changes the country's samples and keeps what reaches new code. The command
`make fuzz-guided` installs it from requirements-fuzz.txt and goes through one country a family. A
message that breaks a promise ends the run and is kept under .local/fuzz/.
"""

from __future__ import annotations

import argparse
import os
import sys

import atheris

os.environ["HUB_NATIVE"] = "off"  # compiled code cannot be watched

with atheris.instrument_imports(include=["hub.connector", "connectors", "hub.domain"]):
    from hub.connector import discovery
    from hub.connector.kit import sanity

    for code in sys.argv[1:2]:
        discovery.connector(code)

from hub.settings import ROOT
from tests.fuzz.mutations import corpus

LONGEST = 60_000


def main() -> None:
    """Fuzz one country's `read`."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("country")
    parser.add_argument("--seconds", type=int, default=60)
    asked = parser.parse_args()
    read = discovery.connector(asked.country).read
    seeds = ROOT / ".local" / "fuzz" / f"corpus-{asked.country}"
    seeds.mkdir(parents=True, exist_ok=True)
    for number, raw in enumerate(corpus(asked.country)):
        (seeds / f"seed-{number}").write_bytes(raw[:LONGEST])

    def one(raw: bytes) -> None:
        wrong = list(sanity.doubts(read(raw), asked.country))
        if wrong:
            raise AssertionError("; ".join(wrong))

    options = [
        sys.argv[0],
        str(seeds),
        f"-max_total_time={asked.seconds}",
        f"-max_len={LONGEST}",
        "-timeout=1",
        "-rss_limit_mb=400",
        f"-artifact_prefix={ROOT / '.local' / 'fuzz'}/{asked.country}-",
        "-print_final_stats=1",
    ]
    atheris.Setup(options, one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
