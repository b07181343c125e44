"""The folder is the registry: every `connectors/<cc>/manifest.toml` is a connector."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import connectors
from hub.connector import formats
from hub.connector.contract import Connector
from hub.connector.country import load as load_country
from hub.connector.manifest import Manifest, load
from hub.errors import Misconfigured


def root() -> Path:
    """Return the folder all connectors stand in."""
    return Path(connectors.__path__[0])


def folders() -> dict[str, Path]:
    """Return the folders of all connectors by lower-case country code, in order."""
    found = sorted(root().glob("*/manifest.toml"))
    return {path.parent.name.rstrip("_"): path.parent for path in found}


@cache
def manifest(country: str) -> Manifest:
    """Return a country's manifest. Raises `Misconfigured` where there is no such connector."""
    found = folders()
    if country not in found:
        raise Misconfigured(f"no connector {country!r}; there are {', '.join(found)}")
    return load(found[country])


@cache
def texts(country: str) -> Mapping[str, str]:
    """Return a country's words for faults, by code; empty where it has none."""
    return load_country(folders()[country]).texts if country in folders() else {}


def shelves(country: str, name: str) -> list[Path]:
    """Return the folders `name` (twin, hostile) of a country and of its family, its own first.

    What countries of one family have in common stands once, with the family; a file of the same
    name in the country's folder takes its place.
    """
    found = manifest(country)
    family = Path(str(formats.__file__)).parent / found.family / name
    return [folder for folder in (folders()[country] / name, family) if folder.is_dir()]


def hostile(country: str) -> list[tuple[Path, str]]:
    """Return the broken inputs of a country and of its family, each with its first fault code.

    Each folder `hostile/` lists them in `expected.toml`: `[files]`, file name = fault code.
    """
    return listed(country, "files")


def listed(country: str, table: str) -> list[tuple[Path, Any]]:
    """Return the inputs that a table of `expected.toml` lists, each with what it expects of it.

    A country's file takes the place of its family's of the same name.
    """
    found: dict[str, tuple[Path, Any]] = {}
    for folder in reversed(shelves(country, "hostile")):
        stated = tomllib.loads((folder / "expected.toml").read_text(encoding="utf-8"))
        found |= {name: (folder / name, what) for name, what in stated.get(table, {}).items()}
    return [found[name] for name in sorted(found)]


@cache
def connector(country: str) -> Connector:
    """Import a country's connector. Raises `Misconfigured` where it does not fit the contract."""
    manifest(country)
    module = import_module(f"connectors.{folders()[country].name}")
    missing = [name for name in ("read", "write") if not callable(getattr(module, name, None))]
    if missing:
        raise Misconfigured(f"connectors/{country}/__init__.py lacks {' and '.join(missing)}")
    return cast(Connector, module)
