"""The contract of a connector: a module `connectors.<cc>` with two pure functions.

`read` and `write` do no I/O, keep no state, look at no clock and raise nothing for bad input:
whatever the bytes are, `read` answers with messages, refusals or both.
"""

from __future__ import annotations

from typing import Protocol

from hub.domain.reading import Envelope, Message, Reading, Written


class Connector(Protocol):
    """What `connectors.<cc>` offers."""

    def read(self, raw: bytes) -> Reading:
        """Translate one national message, as received, into canonical messages."""
        ...

    def write(self, message: Message, envelope: Envelope) -> Written:
        """Translate one canonical message into the national format, naming what is lost.

        Raises `hub.errors.Parked` where the national format has no form for the kind.
        """
        ...
