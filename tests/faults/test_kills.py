"""Real processes are killed under load; `make kills` does the same for longer."""

from __future__ import annotations

import os
import shutil

import pytest

from hub.local.kills import kills
from hub.settings import ROOT


@pytest.mark.real
@pytest.mark.timeout(420)
def test_every_victim_killed_once_loses_and_doubles_nothing() -> None:
    """Each station, Kafka, PostgreSQL and the registry die once; two routers meet on one lane."""
    folder = ROOT / ".local" / "test-run" / f"kills-{os.getpid()}"
    assert kills(rounds=9, seed=11, rate=25, path=folder) == 0
    shutil.rmtree(folder, ignore_errors=True)
