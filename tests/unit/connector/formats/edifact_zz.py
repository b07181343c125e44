"""An invented country of the EDIFACT family, and messages around segments of a test."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from hub.connector.formats import edifact
from hub.connector.formats.edifact import Profile
from hub.domain.reading import Envelope, Message, Reading, Written

PROFILE = Profile(
    country="ZZ", zone="UTC", authority="ZZCUSTOMS", units={"KG": "KGM"}, procedure_split=2
)
HEAD = "UNB+UNOC:3+ZZCUSTOMS+HUB+260312:1015+77'"
BEGIN = "BGM+830+LRN1:1+9"
NOW = datetime(2026, 3, 12, 3, 4, 5, tzinfo=UTC)
ENVELOPE = Envelope("6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10", "hub", "ZZ", "", NOW)


def interchange(kind: str, *segments: str) -> bytes:
    """Return one interchange with one message of these segments, counted right."""
    inner = "".join(f"{segment}'" for segment in segments)
    message = f"UNH+1+{kind}:D:99B:UN'{inner}UNT+{len(segments) + 2}+1'"
    return f"{HEAD}{message}UNZ+1+77'".encode("latin-1")


def read(kind: str, *segments: str, profile: Profile = PROFILE) -> Reading:
    """Read one message of these segments."""
    return edifact.read(interchange(kind, *segments), profile)


def declaration(*segments: str, profile: Profile = PROFILE) -> dict[str, Any]:
    """Return the body of an export declaration with these segments, which must not be refused."""
    reading = read("CUSDEC", BEGIN, *segments, profile=profile)
    assert not reading.refusals, reading.refusals
    return reading.messages[0].body


def item(*segments: str, profile: Profile = PROFILE) -> dict[str, Any]:
    """Return the one goods item of a declaration with these segments in its item part."""
    body = declaration("UNS+D", "CST+1", *segments, "UNS+S", profile=profile)
    (found,) = body["goodsItems"]
    return found


def status(*segments: str, profile: Profile = PROFILE) -> dict[str, Any]:
    """Return the body of a CUSRES with these segments, which must not be refused."""
    reading = read("CUSRES", *segments, profile=profile)
    assert not reading.refusals, reading.refusals
    return reading.messages[0].body


def write(kind: str, body: dict[str, Any], profile: Profile = PROFILE) -> Written:
    """Write a canonical message for the invented country."""
    return edifact.write(Message(kind, body), ENVELOPE, profile)
