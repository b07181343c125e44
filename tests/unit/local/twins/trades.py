"""Messages of one consignment from GB to VN, for tests of the ledger."""

from __future__ import annotations

import time

from hub.local.twins.ledger import Ledger
from hub.local.twins.sent import Sent, Trade

EXPORT_KEY, IMPORT_KEY = "GB:E1", "VN:I1"


def send(ledger: Ledger, identity: str, trade: Trade | None, sequence: int = 1, **more) -> Sent:  # type: ignore[no-untyped-def]
    """Send and receipt an export of GB that VN must hear of."""
    given = {"expects": {("GB", "Acknowledgement"), ("VN", "Declaration")}, **more}
    sent = Sent("GB", "export", "export", sequence, time.monotonic(), trade=trade, **given)
    ledger.send(identity, sent)
    if not sent.door:
        ledger.receipted(identity)
    return sent


def hear_all(ledger: Ledger, cause: str) -> None:
    """Deliver what `send` expects."""
    ledger.hear("GB", "Acknowledgement", f"a {cause}", cause, EXPORT_KEY)
    ledger.hear("VN", "Declaration", f"d {cause}", cause, EXPORT_KEY)
