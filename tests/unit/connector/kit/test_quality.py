"""The claims of a connector."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.connector.kit import quality
from hub.errors import Misconfigured

WHOLE = """
specification: {grade: family, version: "D.96B", seen: 2026-11-25}
published_samples: 0
round_trip: faithful
"""


def test_claims_are_read(tmp_path: Path) -> None:
    """What is not said is little: no schema, nothing to confirm, 250 microseconds."""
    (tmp_path / "quality.yaml").write_text(WHOLE)
    found = quality.load(tmp_path)
    assert (found.specification.grade, found.round_trip, found.read_us) == (
        "family",
        "faithful",
        250,
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("round_trip: whole\n", "published_samples"),
        (WHOLE + "colour: red\n", "colour"),
        ("a: [", "expected"),
    ],
)
def test_every_shortfall_is_named(tmp_path: Path, text: str, complaint: str) -> None:
    """A word that is unknown, missing or broken, with the file."""
    (tmp_path / "quality.yaml").write_text(text)
    with pytest.raises(Misconfigured, match=rf"(?s)quality\.yaml.*{complaint}"):
        quality.load(tmp_path)


def test_an_absent_file_is_asked_for(tmp_path: Path) -> None:
    """No claims, no connector."""
    with pytest.raises(Misconfigured, match="add it"):
        quality.load(tmp_path)
