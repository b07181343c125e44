"""What is this country's own in the ASYCUDA family: its zone, currency and codes."""

from __future__ import annotations

from hub.connector import country
from hub.connector.formats.asycuda import profile
from hub.connector.formats.asycuda import read as asycuda_read
from hub.connector.formats.asycuda import write as asycuda_write
from hub.domain.reading import Envelope, Message, Reading, Written

HERE = country.of(__file__)
PROFILE = profile.of(HERE)


def read(raw: bytes) -> Reading:
    """Read a SAD."""
    return asycuda_read.read(raw, PROFILE)


def write(message: Message, envelope: Envelope) -> Written:
    """Write a SAD."""
    return asycuda_write.write(message, envelope, PROFILE)
