"""A small message of every kind the hub sends."""

from __future__ import annotations

import pytest

from hub.connector.kit import sanity
from hub.connector.kit.answers import minimal
from hub.connector.kit.fidelity import changed
from hub.domain.catalogue import KINDS

SENT = ("Declaration", "StatusChange", "Receipt", "Acknowledgement", "Refusal", "MatchResult")


@pytest.mark.parametrize("kind", SENT)
def test_each_fits_its_schema(kind: str) -> None:
    """It travels as it is."""
    _, again = sanity.codec().decode(sanity.codec().encode(kind, minimal(kind)))
    assert changed(minimal(kind), again) == []


def test_what_the_hub_does_not_send_is_not_made_up() -> None:
    """Reports and tickets go to no national system."""
    for kind in KINDS.keys() - set(SENT):
        with pytest.raises(KeyError):
            minimal(kind)
