"""A country's folder as one value."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.connector import country, discovery
from hub.errors import Misconfigured


def test_a_country_is_what_its_folder_says() -> None:
    """Manifest and code lists, found from a module that stands in the folder."""
    nepal = country.of(str(discovery.folders()["np"] / "mapping.py"))

    assert (nepal.code, nepal.zone, nepal.currency) == ("NP", "Asia/Kathmandu", "NPR")
    assert "BDP01" in nepal.known()["office"]
    assert nepal.codes["transport"]["01"] == "4"


def test_a_folder_without_code_lists_is_named(tmp_path: Path) -> None:
    """Whoever adds a country learns which file is missing."""
    with pytest.raises(Misconfigured, match=r"codelists\.toml: No such file"):
        country.load(tmp_path)


def test_texts_that_are_no_toml_are_named(tmp_path: Path) -> None:
    """A half-written file is told from an absent one."""
    (tmp_path / "codelists.toml").write_text("[units]\n")
    (tmp_path / "texts.toml").write_text("[faults")
    with pytest.raises(Misconfigured, match=str(tmp_path)):
        country.load(tmp_path)
