"""How much of the canonical model a connector carries, counted over full specimens."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from hub.connector import discovery
from hub.connector.kit.answers import ENVELOPE
from hub.connector.kit.fidelity import NOT_COMPARED, covered
from hub.connector.kit.specimen import Author
from hub.domain.declaration import Body
from hub.domain.reading import Message

SPECIMENS = 30
_PART_OF_ITS_PARENT = frozenset({"utc", "text", "zone"})


def paths(value: Any, path: str = "") -> Iterator[str]:
    """Yield the path of every value, with positions and roles, as `fidelity` writes them."""
    if isinstance(value, Mapping):
        if "utc" in value:
            yield path
            return
        for name, part in value.items():
            if name not in NOT_COMPARED and part not in ("", [], {}, None):
                yield from paths(part, f"{path}/{name}" if path else name)
    elif isinstance(value, list | tuple):
        for position, row in enumerate(value):
            role = row.get("role") or row.get("stage") if isinstance(row, Mapping) else ""
            yield from paths(row, f"{path}[{position},{role}]" if role else f"{path}[{position}]")
    else:
        yield path


def field(path: str) -> str:
    """Return a path as the schema has it, without positions and roles.

    >>> field("goodsItems[0]/packages[1]/marks")
    'goodsItems/packages/marks'
    """
    return "/".join(step.partition("[")[0] for step in path.split("/"))


def carried(country: str, body: Body) -> tuple[int, int, frozenset[str]]:
    """Return how many values of a declaration a format carries, of how many, and what is lost."""
    written = discovery.connector(country).write(Message("Declaration", body), ENVELOPE)
    stated = list(paths(body))
    lost = [path for path in stated if covered(path, written.losses)]
    return len(stated) - len(lost), len(stated), frozenset(field(path) for path in lost)


@cache
def fields(country: str) -> tuple[frozenset[str], frozenset[str]]:
    """Return the fields of the model a country always carries, and those it sometimes loses."""
    stated, lost = set[str](), set[str]()
    for seed in range(SPECIMENS):
        author = Author(random.Random(seed), country.upper(), "ascii", 1.0)  # noqa: S311
        body = author.declaration(2)
        stated.update(field(path) for path in paths(body))
        lost |= carried(country, body)[2]
    return frozenset(stated - lost), frozenset(lost)
