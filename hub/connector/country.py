"""A country's folder as one value: its manifest, its code lists, its words for faults."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from hub.connector import codelists, manifest
from hub.errors import Misconfigured


@dataclass(frozen=True, eq=False)
class Country:
    """What a country has said of itself; a mapping adds only what differs from its family."""

    folder: Path
    manifest: manifest.Manifest
    codes: Mapping[str, Mapping[str, str]]
    """Code list → national code → canonical value, from `codelists.toml`."""
    texts: Mapping[str, str]
    """Fault code → its meaning in the country's language, from `texts.toml`; may be empty."""

    @property
    def code(self) -> str:
        """ISO 3166-1 alpha-2."""
        return self.manifest.code

    @property
    def zone(self) -> str:
        """IANA time zone of times written without one."""
        return self.manifest.zone

    @property
    def currency(self) -> str:
        """ISO 4217 code of amounts written without one."""
        return self.manifest.currency

    def known(self) -> dict[str, frozenset[str]]:
        """Return the lists of the table `[known]`, if there is one: name → codes, as words."""
        listed = self.codes.get("known", {})
        return {name: frozenset(words.split()) for name, words in listed.items()}


@cache
def load(folder: Path) -> Country:
    """Read a country's folder. Raises `Misconfigured` naming the file and its shortfalls."""
    try:
        lists = codelists.load(folder)
        texts = _texts(folder / "texts.toml")
    except OSError as error:
        raise Misconfigured(f"{error.filename}: {error.strerror}; add it") from error
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"{folder}: {error}") from error
    return Country(folder, manifest.load(folder), lists, texts)


def of(module: str) -> Country:
    """Return the country whose folder a module's `__file__` stands in."""
    return load(Path(module).parent)


def _texts(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    faults = tomllib.loads(path.read_text(encoding="utf-8")).get("faults", {})
    return {code: str(text) for code, text in faults.items()}
