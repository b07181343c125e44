"""What reading costs."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.connector import discovery
from hub.connector.kit import speed


def test_a_declaration_of_five_items_is_read(folder: Path) -> None:
    """The message that is timed is one the connector understands."""
    (message,) = discovery.connector("xa").read(speed.declaration("xa")).messages
    assert len(message.body["goodsItems"]) == 5


def test_a_claim_far_from_the_truth_is_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Twice the claim is too much; a noisy machine is forgiven."""
    monkeypatch.setattr(speed, "reading", lambda country: 499.0)
    assert list(speed.within_claim("xa")) == []
    monkeypatch.setattr(speed, "reading", lambda country: 501.0)
    ((_, text, _),) = speed.within_claim("xa")
    assert text == "takes 501 us, 250 claimed"


def test_time_is_that_of_the_processor() -> None:
    """It is more than nothing and less than a second."""
    assert 1 < speed.reading("gb") < 1_000_000
