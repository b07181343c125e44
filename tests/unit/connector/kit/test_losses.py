"""The matrix of translation losses."""

from __future__ import annotations

import pytest

from hub.connector.kit import losses
from hub.connector.kit.losses import Cell


def test_a_cell_is_the_share_of_values_lost() -> None:
    """Nothing said, nothing lost."""
    assert Cell(3, 4, frozenset({"ucr"})).share == pytest.approx(0.25)
    assert Cell(0, 0, frozenset()).share == 0


def test_every_pair_has_its_cell() -> None:
    """Each sender's samples are written for each recipient, itself included."""
    cells = losses.matrix(["gb", "au"])
    assert set(cells) == {("gb", "gb"), ("gb", "au"), ("au", "gb"), ("au", "au")}
    assert all(cell.stated > 20 for cell in cells.values())
    assert cells["gb", "au"].stated == cells["gb", "gb"].stated
    assert all(bool(cell.lost) == (cell.carried < cell.stated) for cell in cells.values())
