"""The folder of a new country."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hub.connector.kit import scaffolding
from hub.connector.manifest import load
from hub.errors import Misconfigured

PLAN = scaffolding.Plan(
    code="IS",
    name="Iceland",
    system="Test",
    authority="Customs of Iceland",
    family="asycuda",
    zone="Atlantic/Reykjavik",
    currency="ISK",
    language="is",
    today=date(2026, 11, 25),
)


def test_a_folder_is_written_with_what_is_known(tmp_path: Path) -> None:
    """A code that is a word of Python gets a dash below; grades begin at the bottom."""
    folder = scaffolding.write(PLAN, tmp_path)
    assert folder.name == "is_"
    assert load(folder).spec == "assumed"
    assert "from connectors.is_.mapping" in (folder / "__init__.py").read_text()
    assert "texts.toml" in [path.name for path in folder.iterdir()]


def test_english_needs_no_words_of_its_own(tmp_path: Path) -> None:
    """Nothing is written that is not needed."""
    folder = scaffolding.write(replace(PLAN, language="en"), tmp_path)
    assert not (folder / "texts.toml").exists()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A folder that is there is somebody's work."""
    scaffolding.write(PLAN, tmp_path)
    with pytest.raises(Misconfigured, match="is there already"):
        scaffolding.write(PLAN, tmp_path)


def test_an_unknown_family_is_answered_with_those_there_are(tmp_path: Path) -> None:
    """A typing error needs no search."""
    with pytest.raises(Misconfigured, match=r"no scaffold for family 'fax'; there are .*asycuda"):
        scaffolding.write(replace(PLAN, family="fax"), tmp_path)
