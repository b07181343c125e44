"""Certificates: signed, expiring, lapsing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from hub.connector.kit import certificate, check
from hub.connector.kit.digests import CERTIFICATE
from hub.connector.kit.losses import Cell
from hub.errors import Misconfigured

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
SECRET, PUBLIC = certificate.new_key()


@pytest.fixture
def certified(folder: Path) -> Path:
    """XA with a certificate of 90 days."""
    received = [Cell(90, 100, frozenset({"ucr"})), Cell(40, 50, frozenset())]
    card = certificate.scorecard("xa", check.RULES, received, NOW, 90)
    told = certificate.signed(card, SECRET)
    (folder / CERTIFICATE).write_bytes(orjson.dumps(told))
    return folder / CERTIFICATE


def test_a_scorecard_says_what_was_measured(certified: Path) -> None:
    """Conformance, coverage, losses, speed, code lists and doubts."""
    card = orjson.loads(certified.read_bytes())
    assert card["losses"] == {"values stated by others": 150, "of these lost": 20}
    assert card["coverage"]["fields"] > 100
    assert card["speed"]["claimed_us"] == 250
    assert card["grade"] == "assumed"
    assert card["to be confirmed"]
    assert "round trip" in card["conformance"]


def test_a_certificate_is_valid_until_it_expires(certified: Path) -> None:
    """For those who trust its signer."""
    assert certificate.state("xa", NOW, (PUBLIC,)) == "valid until 2027-02-23"
    assert certificate.state("xa", NOW + timedelta(days=90), (PUBLIC,)).startswith("expired")
    assert certificate.state("xa", NOW, ()).startswith("untrusted")


def test_it_lapses_when_a_sample_changes(certified: Path) -> None:
    """And says what changed since when."""
    sample = certified.parent / "samples/export.xml"
    sample.write_bytes(sample.read_bytes() + b"\n")
    told = certificate.state("xa", NOW, (PUBLIC,))
    assert told == "lapsed: the samples, the connector changed since 2026-11-25"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b'"grade":"assumed"', b'"grade":"official"'),
        (b'"signature":"', b'"signature":"00'),
        (b"{", b""),
    ],
)
def test_a_changed_certificate_is_forged(certified: Path, old: bytes, new: bytes) -> None:
    """One better grade, one wrong digit, no JSON at all."""
    certified.write_bytes(certified.read_bytes().replace(old, new, 1))
    assert certificate.state("xa", NOW, (PUBLIC,)).startswith("forged")


def test_another_countrys_certificate_does_not_count(certified: Path) -> None:
    """A certificate is made out to one country."""
    card = orjson.loads(certified.read_bytes())
    told = {name: value for name, value in card.items() if name not in ("signer", "signature")}
    other = certificate.signed({**told, "country": "GB"}, SECRET)
    certified.write_bytes(orjson.dumps(other))
    assert certificate.state("xa", NOW, (PUBLIC,)) == "forged: made out for GB"


def test_a_bad_key_is_refused_with_the_command_that_makes_one() -> None:
    """Not with a traceback."""
    with pytest.raises(Misconfigured, match="hub connector key makes one"):
        certificate.signed({}, "secret")
