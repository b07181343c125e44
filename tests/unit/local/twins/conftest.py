"""A ledger and a consignment for whoever tests either."""

from __future__ import annotations

import pytest

from hub.local.twins.ledger import Ledger
from hub.local.twins.sent import Trade
from tests.unit.local.twins.trades import EXPORT_KEY, IMPORT_KEY


@pytest.fixture
def ledger() -> Ledger:
    """An empty ledger."""
    return Ledger()


@pytest.fixture
def trade() -> Trade:
    """A consignment from GB to VN."""
    return Trade(1, (EXPORT_KEY, IMPORT_KEY))
