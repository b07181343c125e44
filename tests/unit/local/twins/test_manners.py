"""Faults of a national system that speaks."""

from __future__ import annotations

import pytest

from hub.local.twins.consignments import Consignment
from hub.local.twins.manners import SPEAKING, Manners

LANE = Consignment(
    1, "CN", "VN", 0, True, (("export", "export"), ("import", "import"), ("import", "status"))
)


def test_at_first_everybody_speaks_well() -> None:
    """No fault, no delay, the order as planned."""
    manners = Manners()
    assert not any(manners.has("VN", fault) for fault in SPEAKING)
    assert manners.patience("VN") == 1
    assert manners.arranged(LANE) is LANE


def test_faults_are_switched_by_country() -> None:
    """Several at once, and off again."""
    manners = Manners()
    manners.order({"vn": ["duplicate", "tardy"]})
    assert manners.has("VN", "duplicate")
    assert not manners.has("CN", "duplicate")
    assert manners.patience("VN") > 1
    manners.order({"VN": []})
    assert not manners.has("VN", "duplicate")


def test_disorder_declares_the_import_first() -> None:
    """Nothing is left out; the exporter's own order stays."""
    manners = Manners()
    manners.order({"VN": ["disorder"]})
    assert [kind for _, kind in manners.arranged(LANE).events] == ["import", "export", "status"]
    manners.order({"VN": [], "CN": ["disorder"]})
    assert manners.arranged(LANE) is LANE


def test_an_unknown_fault_is_answered_with_those_there_are() -> None:
    """A typing error needs no search."""
    with pytest.raises(KeyError, match="duplicate"):
        Manners().order({"VN": ["doubling"]})
