"""Identifiers of declarations and consignments: keys, derived message ids, normal forms."""

from __future__ import annotations

import re
import unicodedata
from hashlib import sha1
from uuid import UUID

HUB = UUID("6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10")
"""Namespace of every id the hub derives: fixed for ever, or replays would make new messages."""

_FILLERS = frozenset({"", "无", "NO", "NONE", "N/A", "NIL", "0", "-"})
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_MRN = re.compile(r"[0-9]{2}[A-Z]{2}[A-Z0-9]{13}[0-9F]")
# ISO 6346: letters count from 10, leaving out the multiples of 11.
_LETTER_VALUES = dict(
    zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (v for v in range(10, 39) if v % 11), strict=True)
)


def declaration_key(country: str, declaration_id: str, functional_reference_id: str) -> str:
    """Return `{country}:{declaration id, else LRN}`: identity and order of a declaration.

    >>> declaration_key("GB", "24GBA4ZYBWXU1BSA00", "7849431M0ZUP")
    'GB:24GBA4ZYBWXU1BSA00'
    """
    return f"{country}:{declaration_id or functional_reference_id}"


def message_id(sender: str, sender_message_id: str) -> str:
    """Return the hub's id of a message: derived, so the same message always has the same id."""
    return _uuid5(f"{sender}/{sender_message_id}")


def derived_id(source_id: str, purpose: str) -> str:
    """Return the id of an output of `source_id`: a replay or a zombie makes the same one again."""
    return _uuid5(f"{source_id}>{purpose}")


def _uuid5(name: str) -> str:
    """Return UUIDv5 (RFC 9562) in the hub's namespace, at a quarter of `uuid.uuid5`'s cost."""
    digest = sha1(HUB.bytes + name.encode(), usedforsecurity=False).hexdigest()
    variant = "89ab"[int(digest[16], 16) & 3]
    return f"{digest[:8]}-{digest[8:12]}-5{digest[13:16]}-{variant}{digest[17:20]}-{digest[20:32]}"


def is_message_id(text: str) -> bool:
    """Say whether `text` has the form of the ids the hub gives to messages: a UUID.

    >>> is_message_id("6f1f4b5e-2f63-5d0e-9d7e-0c1d3f2a9b10"), is_message_id("24GBA4ZYBWXU1BSA00")
    (True, False)
    """
    return _UUID.fullmatch(text) is not None


def normal_reference(text: str) -> str:
    """Return a reference as a match key: NFKC, upper case, no spaces; fillers (无, NO) are empty.

    >>> normal_reference(" 4gb123456789000-ab 1 ")
    '4GB123456789000-AB1'
    >>> normal_reference("无")
    ''
    """
    if text.isascii():
        folded = "".join(text.upper().split())
    else:
        folded = "".join(unicodedata.normalize("NFKC", text).upper().split())
    return "" if folded in _FILLERS else folded


def is_mrn(text: str) -> bool:
    """Say whether `text` is an EU/UK MRN: 18 characters, check digit by ISO 6346 (NCTS R0028).

    >>> is_mrn("21GB7X9245J99OX4R0")
    False
    """
    if not _MRN.fullmatch(text):
        return False
    total = sum(
        (int(char) if char.isdigit() else _LETTER_VALUES[char]) * 2**place
        for place, char in enumerate(text[:17])
    )
    return text[17] == str(total % 11 % 10)
