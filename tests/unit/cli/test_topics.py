"""The topic table."""

from __future__ import annotations

from pathlib import Path

from hub.cli.topics import markdown, rows

ROOT = Path(__file__).resolve().parents[3]


def test_the_document_is_current() -> None:
    """docs/topics.md is what `hub topics --markdown` prints; run it again when this fails."""
    assert (ROOT / "docs" / "topics.md").read_text(encoding="utf-8") == markdown()


def test_every_topic_says_who_writes_it() -> None:
    """No row has an empty cell."""
    assert all(all(row) for row in rows())
