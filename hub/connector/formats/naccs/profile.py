"""What differs between the countries of the NACCS family."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from hub.connector.formats.naccs.header import LINE_END
from hub.errors import Misconfigured


class Item(NamedTuple):
    """One item of a job: its id, length in bytes and attribute (A, I, F numbers, W wide text)."""

    name: str
    length: int
    attribute: str


class Form(NamedTuple):
    """Items of a job ready to be written: all lines blank, and where each item's line is."""

    blank: tuple[bytes, ...]
    places: Mapping[str, tuple[int, int]]
    """Item id to the number of its line and its length in bytes."""


def form(items: tuple[Item, ...]) -> Form:
    """Lay out the lines of these items once, not for every message."""
    blank = tuple(b" " * item.length + LINE_END for item in items)
    return Form(blank, {item.name: (n, item.length) for n, item in enumerate(items)})


class Job(NamedTuple):
    """A job: its side, what it does to a declaration, and its items once and per goods line."""

    code: str
    side: str
    function: str
    header: tuple[Item, ...]
    goods: tuple[Item, ...]
    header_form: Form
    goods_form: Form


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One country of the family."""

    country: str
    zone: str
    system: str
    jobs: Mapping[str, Job]
    transport: Mapping[str, str]
    channels: Mapping[str, str]
    currency: str
    """Currency of customs values: an item that states none is in the country's own."""
    charset: str = "utf-8"
    max_bytes: int = 700_000


def load_jobs(path: Path) -> dict[str, Job]:
    """Read the jobs and layouts of a country's `items.toml`. Raises `Misconfigured`."""
    document = tomllib.loads(path.read_text(encoding="utf-8"))
    try:
        layouts = {
            name: {part: tuple(Item(*row) for row in rows) for part, rows in layout.items()}
            for name, layout in document["layouts"].items()
        }
        return {
            code: _job(code, job, layouts[job["layout"]]) for code, job in document["jobs"].items()
        }
    except (KeyError, TypeError) as error:
        raise Misconfigured(f"{path}: {error!r}") from error


def _job(code: str, job: Mapping[str, str], layout: Mapping[str, tuple[Item, ...]]) -> Job:
    header, goods = layout["header"], layout["goods"]
    return Job(code, job["side"], job["function"], header, goods, form(header), form(goods))
