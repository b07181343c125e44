"""Which declarations belong together: by previous document (T1) and by UCR (T2).

Identity only: what is declared never decides whether two declarations belong together. Keys K3 to
K8, scores and allocation are not here yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hub.domain.declaration import Body
from hub.domain.identifiers import normal_reference
from hub.router.entries import Entry, Link, Posting

MAX_KEYS = 12
MAX_CANDIDATES = 32
_TIERS = {"PD": "T1", "UC": "T2"}


def match_keys(body: Body) -> list[str]:
    """Return the keys a declaration stands under, strongest first, at most 12.

    K1 `PD|cc|number`: an export's own number, and on an import every previous document of the
    export country. K2 `UC|ucr`.
    """
    side, keys = body.get("side"), []
    if side in ("EXPORT", "TRANSIT"):
        own = normal_reference(body.get("declarationId", ""))
        if own:
            keys.append(f"PD|{body['country']}|{own}")
    if side in ("IMPORT", "TRANSIT"):
        origin = body.get("exportCountry", "")
        named = (normal_reference(d.get("id", "")) for d in body.get("previousDocuments") or ())
        keys += [f"PD|{origin}|{number}" for number in named if number]
    ucr = normal_reference(body.get("ucr", ""))
    if ucr:
        keys.append(f"UC|{ucr}")
    return list(dict.fromkeys(keys))[:MAX_KEYS]


def postings(entry: Entry, declaration_key: str) -> list[Posting]:
    """Return the postings of a declaration, with what the other side's customs must be told."""
    body = entry.body
    detail = {
        "id": body.get("declarationId", ""),
        "lrn": body.get("functionalReferenceId", ""),
        "from": body.get("exportCountry", ""),
        "to": body.get("destinationCountry", ""),
        "refs": body.get("references") or {},
    }
    return [
        Posting(key, declaration_key, entry.sender, body.get("side", ""), entry.message_id, detail)
        for key in match_keys(body)
    ]


def links(
    own: list[Posting], found: Mapping[str, Iterable[Posting]], known: Iterable[Link] = ()
) -> list[Link]:
    """Return the links of a declaration with what stands under its keys, strongest key first.

    A pair that is linked already is not linked again. Order never depends on arrival: tier, then
    the other declaration's key.
    """
    seen = {(link.export_key, link.import_key) for link in known if link.outcome == "MATCHED"}
    by_pair: dict[tuple[str, str], Link] = {}
    for posting in own:
        candidates = [other for other in found.get(posting.key, ()) if _fits(posting, other)]
        if len(candidates) > MAX_CANDIDATES:
            continue  # a key that fits everybody says nothing
        for other in sorted(candidates, key=lambda c: c.declaration_key):
            pair = _pair(posting, other)
            if pair in seen:
                continue
            before = by_pair.get(pair)
            evidence = (*before.evidence, posting.key) if before else (posting.key,)
            tier = before.tier if before else _TIERS[posting.key[:2]]
            by_pair[pair] = Link(*pair, tier, "MATCHED", evidence, _counterpart(other))
    return sorted(by_pair.values(), key=lambda link: (link.tier, link.export_key, link.import_key))


def _fits(own: Posting, other: Posting) -> bool:
    if other.declaration_key == own.declaration_key or {own.side, other.side} != _BOTH:
        return False
    export, imported = (own, other) if own.side == "EXPORT" else (other, own)
    return _lane_fits(export.detail["to"], imported.country) and _lane_fits(
        imported.detail["from"], export.country
    )


_BOTH = {"EXPORT", "IMPORT"}


def _lane_fits(stated: str, actual: str) -> bool:
    return not stated or stated == actual


def _pair(own: Posting, other: Posting) -> tuple[str, str]:
    if own.side == "EXPORT":
        return own.declaration_key, other.declaration_key
    return other.declaration_key, own.declaration_key


def _counterpart(other: Posting) -> dict[str, Any]:
    return {
        "key": other.declaration_key,
        "country": other.country,
        "side": other.side,
        "id": other.detail["id"],
        "lrn": other.detail["lrn"],
        "refs": other.detail["refs"],
    }
