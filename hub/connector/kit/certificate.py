"""A connector's certificate: a scorecard, signed (Ed25519, RFC 8032), that expires and lapses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from hub.connector import discovery
from hub.connector.kit import coverage, quality, speed
from hub.connector.kit.digests import CERTIFICATE, digests
from hub.connector.kit.losses import Cell
from hub.connector.kit.papers import folder_of
from hub.connector.kit.shortfall import Rule
from hub.errors import Misconfigured

Scorecard = dict[str, Any]
VALID_DAYS = 90
_DIGEST_NAMES = {
    "schemas": "the canonical schemas",
    "samples": "the samples",
    "connector": "the connector",
    "family": "its format family",
}


def scorecard(
    country: str, rules: Iterable[Rule], received: list[Cell], now: datetime, days: int
) -> Scorecard:
    """Return what is certified of a connector that keeps the promises of these rules.

    `received` are the cells of the loss matrix with this country as recipient.
    """
    manifest, said = discovery.manifest(country), quality.load(folder_of(country))
    always, sometimes = coverage.fields(country)
    stated = sum(cell.stated for cell in received)
    return {
        "country": manifest.code,
        "name": manifest.name,
        "system": manifest.system,
        "grade": manifest.spec,
        "specification": manifest.specification,
        "issued": now.isoformat(timespec="seconds"),
        "expires": (now + timedelta(days=days)).isoformat(timespec="seconds"),
        "conformance": {rule.name: rule.promise for rule in rules},
        "coverage": {
            "fields": len(always | sometimes),
            "always carried": len(always),
            "not or not always carried": sorted(sometimes),
        },
        "losses": {
            "values stated by others": stated,
            "of these lost": stated - sum(cell.carried for cell in received),
        },
        "speed": {"read_us": round(speed.reading(country)), "claimed_us": said.read_us},
        "code lists": {
            name: f"{row.source}, {row.version}{'' if row.complete else ', not complete'}"
            for name, row in said.code_lists.items()
        },
        "to be confirmed": list(said.to_confirm),
        "digests": digests(country),
    }


def signed(card: Scorecard, secret: str) -> Scorecard:
    """Return the scorecard with signer and signature. Raises `Misconfigured` for a bad key."""
    key = _private(secret)
    public = key.public_key().public_bytes_raw().hex()
    told = {**card, "signer": public}
    return {**told, "signature": key.sign(_canonical(told)).hex()}


def state(country: str, now: datetime, trusted: tuple[str, ...]) -> str:
    """Say how a country's certificate stands, in one line that begins with one word.

    valid, none, forged, expired, lapsed (with what changed) or untrusted (with the signer).
    """
    path = folder_of(country) / CERTIFICATE
    if not path.is_file():
        return "none"
    try:
        card = orjson.loads(path.read_bytes())
        return _judged(country, card, now, trusted)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        return f"forged: {error!r}"


def _judged(country: str, card: Scorecard, now: datetime, trusted: tuple[str, ...]) -> str:
    told = {name: value for name, value in card.items() if name != "signature"}
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(card["signer"]))
    try:
        public.verify(bytes.fromhex(card["signature"]), _canonical(told))
    except InvalidSignature:
        return "forged: the signature does not fit"
    if card["country"].lower() != country:
        return f"forged: made out for {card['country']}"
    found = digests(country)
    changed = [text for name, text in _DIGEST_NAMES.items() if card["digests"][name] != found[name]]
    if changed:
        return f"lapsed: {', '.join(changed)} changed since {card['issued'][:10]}"
    if datetime.fromisoformat(card["expires"]) <= now:
        return f"expired on {card['expires'][:10]}"
    if card["signer"] not in trusted:
        return f"untrusted: signed by {card['signer'][:16]}…, not in HUB_CERTIFIERS"
    return f"valid until {card['expires'][:10]}"


def new_key() -> tuple[str, str]:
    """Return a fresh key pair, (secret, public), as hexadecimal text."""
    key = Ed25519PrivateKey.generate()
    return key.private_bytes_raw().hex(), key.public_key().public_bytes_raw().hex()


def _private(secret: str) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))
    except ValueError as error:
        text = "HUB_CERTIFIER_KEY is no Ed25519 key of 64 hexadecimal digits"
        raise Misconfigured(f"{text}: hub connector key makes one") from error


def _canonical(card: Scorecard) -> bytes:
    return orjson.dumps(card, option=orjson.OPT_SORT_KEYS)


def clock() -> datetime:
    """Return the time a certificate is issued or judged at."""
    return datetime.now(UTC)
