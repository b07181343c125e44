"""What is Brunei Darussalam's own in the WCO family: its names; codes stand in (see package)."""

from __future__ import annotations

from hub.connector import country
from hub.connector.formats.wco import standin
from hub.connector.formats.wco import write as wco_write
from hub.connector.formats.wco.read import read as wco_read
from hub.domain.reading import Envelope, Message, Reading, Written

HERE = country.of(__file__)
PROFILE = standin.profile(HERE, "RCED")


def read(raw: bytes) -> Reading:
    """Read a declaration or response."""
    return wco_read(raw, PROFILE)


def write(message: Message, envelope: Envelope) -> Written:
    """Write a declaration or response."""
    return wco_write.write(message, envelope, PROFILE)
