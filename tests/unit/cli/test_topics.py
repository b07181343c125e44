"""The topic table."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from hub.cli import topics
from hub.cli.topics import COLUMNS, markdown, rows
from tests.unit.cli.commands import hub

ROOT = Path(__file__).resolve().parents[3]


def test_the_document_is_current() -> None:
    """docs/topics.md is what `hub topics --markdown` prints; run it again when this fails."""
    assert (ROOT / "docs" / "topics.md").read_text(encoding="utf-8") == markdown()


def test_every_topic_says_who_writes_it() -> None:
    """No row has an empty cell."""
    assert all(all(row) for row in rows())


def test_machines_read_the_same_table() -> None:
    """By the names of its columns."""
    told = orjson.loads(hub("topics", "--json").stdout)
    assert [tuple(row[column] for column in COLUMNS) for row in told] == rows()


def test_people_see_every_topic(monkeypatch: pytest.MonkeyPatch) -> None:
    """And the document is printed as it is."""
    monkeypatch.setattr(topics.console, "width", 200)
    shown = hub("topics").stdout
    assert all(name in shown for name in ("customs.<cc>.parked", "customs.hub.audit"))
    assert hub("topics", "--markdown").stdout == markdown()
