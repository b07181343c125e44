"""The parts together: planned apart from each other, and never trusted half-made."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.errors import HubError
from hub.local.artifacts import Artifacts
from hub.local.folder import RunFolder
from hub.local.kafka import Kafka
from hub.local.parts import Parts
from hub.local.postgres import Postgres


class Ended:
    """A process that has ended."""

    def __init__(self, code: int) -> None:
        self.code = code

    def wait(self) -> int:
        return self.code


@pytest.fixture
def parts(tmp_path: Path) -> Parts:
    jars = Artifacts(kafka=tmp_path / "jars", registry=tmp_path / "app-runner.jar")
    return Parts.planned(RunFolder(tmp_path), jars, quick=True)


def test_planned_apart(parts: Parts) -> None:
    """Four ports, two folders, nothing written."""
    ports = {
        parts.kafka.port,
        parts.kafka.controller_port,
        parts.postgres.port,
        parts.registry.port,
    }

    assert len(ports) == 4
    assert not parts.kafka.folder.exists()
    assert not parts.postgres.folder.exists()


def test_half_made_folders_are_made_anew(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an interrupted first start left is thrown away; what was finished stays."""
    monkeypatch.setattr(Kafka, "prepare", lambda self: None)
    monkeypatch.setattr(Postgres, "prepare", lambda self: None)
    half = parts.postgres.folder / "half"

    half.mkdir(parents=True)
    parts.prepare()
    assert not half.exists()

    half.mkdir(parents=True)
    parts.prepare()
    assert half.exists()


def test_failure_names_the_part_and_its_log(parts: Parts, monkeypatch: pytest.MonkeyPatch) -> None:
    """When a folder cannot be made, the part and its log are named, and it is not taken as made."""
    parts.kafka.folder.parent.mkdir(exist_ok=True)
    monkeypatch.setattr(Kafka, "prepare", lambda self: None)
    monkeypatch.setattr(Postgres, "prepare", lambda self: Ended(1))

    with pytest.raises(HubError, match=r"cannot make the folder of postgres: see .*/postgres\.log"):
        parts.prepare()

    assert not parts.kafka.folder.with_name("prepared").exists()
