"""Code lists of a country as data: `codelists.toml`, one table a list, code to canonical value."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


@cache
def load(folder: Path) -> dict[str, dict[str, str]]:
    """Read `codelists.toml` in a country's folder: list name → code → canonical value."""
    text = (folder / "codelists.toml").read_text(encoding="utf-8")
    return {
        name: {code: str(value) for code, value in table.items()}
        for name, table in tomllib.loads(text).items()
        if isinstance(table, dict)
    }
