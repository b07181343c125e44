"""What differs between the countries of the NACCS family."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from hub.connector.formats.naccs.items import Layout, layout
from hub.errors import Misconfigured

SHARED = Path(__file__).parent / "items.toml"
"""Jobs and items of the countries that have no `items.toml` of their own."""


class Job(NamedTuple):
    """A job: its side, what it does to a declaration, and its items once and per goods line."""

    code: str
    side: str
    function: str
    header: Layout
    goods: Layout


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One country of the family."""

    country: str
    zone: str
    system: str
    jobs: Mapping[str, Job]
    channels: Mapping[str, str]
    """Examination channel of an output message to the canonical state."""
    currency: str
    """Currency of customs values: an item that states none is in the country's own."""
    transport: Mapping[str, str] = field(default_factory=dict)
    """National means of transport to UN Rec 19; empty where the jobs have no item for it."""
    systems: Mapping[str, str] = field(default_factory=dict)
    """System identification of the header to UN Rec 19, where it tells the mode of transport."""
    charset: str = "utf-8"
    label: str = "utf-8"
    """Name of the character set in the content type, where Python has another one."""
    max_items: int = 99
    """Goods lines a job holds."""
    max_bytes: int = 700_000


def load_jobs(path: Path) -> dict[str, Job]:
    """Read the jobs and layouts of an `items.toml`. Raises `Misconfigured`."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        layouts = {
            name: (layout(found["header"]), layout(found["goods"]))
            for name, found in document["layouts"].items()
        }
        return {
            code: Job(code, job["side"], job["function"], *layouts[job["layout"]])
            for code, job in document["jobs"].items()
        }
    except (KeyError, TypeError) as error:
        raise Misconfigured(f"{path}: {error!r}") from error
