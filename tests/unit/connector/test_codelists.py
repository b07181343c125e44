"""Code lists of a country."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.connector import discovery
from hub.connector.codelists import load

WITH_LISTS = [
    folder for folder in discovery.folders().values() if (folder / "codelists.toml").exists()
]


def test_a_list_is_a_table_and_a_value_is_text(tmp_path: Path) -> None:
    """A number written without quotes is the text an integrator meant; remarks are no list."""
    (tmp_path / "codelists.toml").write_text(
        'source = "act 1"\n[mode]\n1 = "SEA"\n4 = 40\n"无" = ""\n', encoding="utf-8"
    )
    assert load(tmp_path) == {"mode": {"1": "SEA", "4": "40", "无": ""}}


@pytest.mark.parametrize("folder", WITH_LISTS, ids=lambda folder: folder.name)
def test_every_countrys_lists_are_read(folder: Path) -> None:
    """No list is empty and no code has blanks around it."""
    for name, table in load(folder).items():
        assert table, name
        assert [code for code in table if code != code.strip()] == [], name
