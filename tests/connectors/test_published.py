"""What `quality.yaml` says of published samples is so, wherever those samples are at hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.connector import discovery
from hub.connector.kit import quality

PUBLISHED = Path(__file__).parents[3] / "shared" / "samples"
CLAIMS = {code: quality.load(folder) for code, folder in discovery.folders().items()}


@pytest.mark.skipif(not PUBLISHED.is_dir(), reason="the published samples are not here")
@pytest.mark.parametrize("code", [code for code, claim in CLAIMS.items() if claim.published_in])
def test_as_many_published_samples_are_read_as_claimed(code: str) -> None:
    """Counted are those that are not refused; the others are of kinds the hub does not take."""
    files = {path for pattern in CLAIMS[code].published_in for path in PUBLISHED.glob(pattern)}
    read = discovery.connector(code).read
    taken = [path.name for path in files if not read(path.read_bytes()).refusals]
    assert len(taken) == CLAIMS[code].published_samples


@pytest.mark.parametrize("code", [code for code, claim in CLAIMS.items() if not claim.published_in])
def test_without_a_place_none_is_claimed(code: str) -> None:
    """A number nobody can count is no claim."""
    assert CLAIMS[code].published_samples == 0
