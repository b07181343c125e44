"""What is this country's own in the ASYCUDA family: its zone, currency and codes."""

from __future__ import annotations

from pathlib import Path

from hub.connector import codelists
from hub.connector.formats.asycuda import read as asycuda_read
from hub.connector.formats.asycuda import write as asycuda_write
from hub.connector.formats.asycuda.profile import Profile
from hub.domain.reading import Envelope, Message, Reading, Written

_CODES = codelists.load(Path(__file__).parent)
PROFILE = Profile(
    country="NP",
    zone="Asia/Kathmandu",
    currency="NPR",
    transport=_CODES["transport"],
    known={name: frozenset(codes.split()) for name, codes in _CODES["known"].items()},
)


def read(raw: bytes) -> Reading:
    """Read a SAD."""
    return asycuda_read.read(raw, PROFILE)


def write(message: Message, envelope: Envelope) -> Written:
    """Write a SAD."""
    return asycuda_write.write(message, envelope, PROFILE)
