"""Who may speak: a bearer token for each country, and a caller speaks for one country."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping


class Callers:
    """Bearer tokens by country, kept as hashes and compared in constant time."""

    def __init__(self, tokens: Mapping[str, str]) -> None:
        self._countries = {_hash(token): country.upper() for country, token in tokens.items()}

    def country(self, authorization: str) -> str | None:
        """Return the country an `Authorization` header speaks for, or None."""
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token:
            return None
        given, found = _hash(token.strip()), None
        for known, country in self._countries.items():
            if hmac.compare_digest(given, known):
                found = country
        return found


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
