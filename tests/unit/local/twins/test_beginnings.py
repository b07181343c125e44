"""First samples of a new country."""

from __future__ import annotations

from pathlib import Path

from hub.connector import discovery
from hub.connector.kit import samples
from hub.local.twins import beginnings
from tests.unit.connector.kit.conftest import folder as _folder
from tests.unit.connector.kit.conftest import make as _make

folder, make = _folder, _make


def test_a_country_begins_with_a_message_of_every_kind(folder: Path) -> None:
    """Made by its simulated system, each with how it is read; made again they are the same."""
    names = [path.name for path in beginnings.samples("xa")]
    assert {Path(name).stem for name in names} == set(samples.NEEDED)
    assert list(samples.read_as_expected("xa")) == []
    refused = (folder / "samples/refused.xml").read_bytes()
    assert discovery.connector("xa").read(refused).refusals
