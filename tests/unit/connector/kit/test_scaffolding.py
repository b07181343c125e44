"""The folder of a new country."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from hub.connector import discovery
from hub.connector.kit import check, scaffolding
from hub.connector.manifest import load
from hub.errors import Misconfigured
from hub.local.twins.rule import TWIN

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


def test_a_typing_error_leaves_nothing_behind(tmp_path: Path) -> None:
    """The next try finds no half a country in its way."""
    with pytest.raises(Misconfigured, match="Pacific/Figi"):
        scaffolding.write(replace(PLAN, zone="Pacific/Figi"), tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("family", scaffolding.families())
def test_a_new_country_of_any_family_keeps_every_promise(
    family: str, make: Callable[[str, str], Path]
) -> None:
    """From one command, without a file touched outside its folder; only its speed is not asked."""
    make(family, "en")
    assert check.check("xa", (*check.RULES, TWIN)) == []


@pytest.mark.parametrize("family", scaffolding.families())
def test_what_is_written_is_in_the_style_of_the_house(
    family: str, make: Callable[[str, str], Path]
) -> None:
    """Nothing of a template is left, lines are short, no blank ones pile up."""
    folder = make(family, "en")
    for path in (*folder.glob("*.*"), folder / "twin/twin.toml"):
        text = path.read_text(encoding="utf-8")
        assert not any(mark in text for mark in ("{{", "{%", "\n\n\n\n", "None")), path
        assert text.endswith("\n"), path
        assert not text.endswith("\n\n"), path
        assert path.suffix != ".py" or max(map(len, text.splitlines())) <= 100, path


def test_every_family_several_countries_share_has_a_scaffold() -> None:
    """A family without one would leave its next country to copying."""
    shared = Counter(discovery.manifest(country).family for country in discovery.folders())
    assert {family for family, number in shared.items() if number > 1} == set(
        scaffolding.families()
    )
