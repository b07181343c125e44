"""What is Russia's own: its album of formats, its zone, its taxpayer's number, its decisions."""

from __future__ import annotations

from connectors.ru.read import read as album_read
from connectors.ru.write import write as album_write
from hub.connector import country
from hub.connector.formats.eaeu.profile import Profile
from hub.domain.reading import Envelope, Message, Reading, Written

HERE = country.of(__file__)
PROFILE = Profile(
    country=HERE.code,
    zone=HERE.zone,
    currency=HERE.currency,
    taxpayer=("INN", (10, 12)),
    decisions=HERE.codes["decision"],
)


def read(raw: bytes) -> Reading:
    """Read a container of the album, or one of its documents."""
    return album_read(raw, PROFILE)


def write(message: Message, envelope: Envelope) -> Written:
    """Write a document of the album in its container."""
    return album_write(message, envelope, PROFILE)
