"""The promise that a country's twin is understood."""

from __future__ import annotations

import pytest

from hub.connector import discovery
from hub.domain.faults import Fault
from hub.domain.reading import Message, Reading, RefusedPart
from hub.local.twins.rule import TWIN


class Answering:
    """A connector with one answer for everything."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    def read(self, raw: bytes) -> Reading:
        """Return it."""
        return self.reading


def declared(**body: object) -> Reading:
    """Return a reading of one declaration of GB."""
    return Reading((Message("Declaration", {"declarationKey": "GB:1", "country": "GB", **body}),))


def test_a_twin_is_understood() -> None:
    """Every kind, both sides, several variants."""
    assert TWIN.shortfalls("gb") == []


@pytest.mark.parametrize(
    ("reading", "complaint"),
    [
        (Reading(refusals=(RefusedPart((Fault("13"),)),)), "is refused: Fault(code='13'"),
        (Reading(), "without an answer"),
        (declared(), "is read as GB:1, not 26GBTWN"),
        (declared(side="TRANSIT"), "is read as TRANSIT"),
        (declared(side="EXPORT"), "goes from None to None"),
        (declared(functionCode="9"), "has function 9, not 1"),
        (declared(functionCode="9"), "has function 9, not 4 or 5"),
        (declared(), "is read as Declaration"),
    ],
)
def test_what_is_misread_is_said(
    monkeypatch: pytest.MonkeyPatch, reading: Reading, complaint: str
) -> None:
    """With the template, the side and the variant."""
    monkeypatch.setattr(discovery, "connector", lambda country: Answering(reading))
    found = TWIN.shortfalls("gb")
    assert any(complaint in row.text for row in found)
    assert found[0].where == "connectors/gb/twin: export of an export, variant 0"
