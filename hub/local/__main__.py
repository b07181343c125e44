"""`python -m hub.local`: fetch what one machine needs, with progress. Exit code 2: it cannot."""

from __future__ import annotations

import sys

from hub.errors import Misconfigured
from hub.local.artifacts import resolve


def main() -> int:
    """Resolve the jars; on failure say the one thing to do."""
    try:
        resolve(lambda line: print(line, flush=True))  # noqa: T201 - progress is this program's output
    except Misconfigured as error:
        print(error, file=sys.stderr)  # noqa: T201 - as above
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
