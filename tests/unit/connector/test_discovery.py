"""The folder is the registry."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import connectors
from hub.connector import discovery
from hub.errors import Misconfigured

MANIFEST = """
code = "{code}"
name = "Somewhere"
system = "Single Window"
authority = "Customs of Somewhere"
family = "ceisa"
spec = "assumed"
specification = "none published"
zone = "UTC"
charset = "utf-8"
currency = "EUR"
reads = ["Declaration"]
writes = ["Declaration"]
"""


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder in the place of connectors/."""
    monkeypatch.setattr(connectors, "__path__", [str(tmp_path)])
    discovery.manifest.cache_clear()
    discovery.connector.cache_clear()
    yield tmp_path
    discovery.manifest.cache_clear()
    discovery.connector.cache_clear()
    for name in [name for name in sys.modules if name.startswith("connectors.z")]:
        del sys.modules[name]


def add(root: Path, folder: str, code: str, module: str) -> None:
    """Add a country."""
    (root / folder).mkdir()
    (root / folder / "manifest.toml").write_text(MANIFEST.format(code=code))
    (root / folder / "__init__.py").write_text(module)


def test_a_folder_with_a_manifest_is_a_connector_and_nothing_else_is(root: Path) -> None:
    """In order of the code; a folder whose code is a word of Python ends with a dash below."""
    add(root, "zb", "ZB", "")
    add(root, "za_", "ZA", "")
    (root / "hostile").mkdir()
    assert list(discovery.folders()) == ["za", "zb"]
    assert discovery.manifest("za").name == "Somewhere"


def test_a_country_without_a_folder_is_answered_with_those_there_are(root: Path) -> None:
    """A typing error needs no search."""
    add(root, "za", "ZA", "")
    with pytest.raises(Misconfigured, match="no connector 'zz'; there are za"):
        discovery.connector("zz")


@pytest.mark.parametrize(
    ("module", "missing"),
    [
        ("", "read and write"),
        ("def read(raw): ...", "write"),
        ("read = 1\ndef write(message, envelope): ...", "read"),
    ],
)
def test_a_connector_that_lacks_a_function_is_refused(
    root: Path, module: str, missing: str
) -> None:
    """The file to repair and what it lacks are named."""
    add(root, "zc", "ZC", module)
    with pytest.raises(Misconfigured, match=f"connectors/zc/__init__.py lacks {missing}$"):
        discovery.connector("zc")


def test_a_connector_is_a_module_with_two_functions(root: Path) -> None:
    """Nothing else is asked of it."""
    add(root, "zd_", "ZD", "def read(raw): return 1\ndef write(message, envelope): return 2")
    assert discovery.connector("zd").read(b"") == 1


def test_a_table_of_inputs_is_that_of_the_family_and_the_country() -> None:
    """The country's file takes the place of its family's of the same name; others join."""
    ours, theirs = (dict(_names(country, "all")) for country in ("jp", "vn"))
    assert ours["several_faults.txt"].parent.parent.name == "jp"
    assert theirs["several_faults.txt"].parent.parent.name == "naccs"
    assert ours.keys() == theirs.keys()
    assert discovery.listed("jp", "no such table") == []


def _names(country: str, table: str) -> list[tuple[str, Path]]:
    return [(path.name, path) for path, _ in discovery.listed(country, table)]
