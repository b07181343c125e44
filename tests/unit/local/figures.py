"""Figures of a run in which nothing went wrong, to be spoilt one by one."""

from __future__ import annotations

from typing import Any

TIMES = {"p50": 120.0, "p99": 1234.5, "max": 20000.0}


def heard(**changes: Any) -> dict[str, Any]:
    """Return what the national systems say."""
    total = {"sent": 1_234_567, "receipted": 1_234_000, "delivered": 7_654_321, "turned away": 567}
    return {
        "countries": {cc: dict(total) for cc in ("AU", "CN", "GB", "ID", "LA", "NP", "VN")},
        "total": total,
        "open": 0,
        "lacking": [],
        "unmatched": 0,
        "unreceipted": 0,
        "newest_answered": 0.0,
        "last_heard": 0.0,
        "doubtful": {},
        "doubts": [],
        "receipt_ms": TIMES,
        "latency_ms": TIMES,
        "completed_ms": TIMES,
    } | changes


def told(**changes: int) -> dict[str, Any]:
    """Return what the hub's own tables say; changes are GB's."""
    counts = {
        "inbound": 1_234_000,
        "canonical": 1_200_000,
        "outbound": 7_654_321,
        "refused": 34_000,
        "delivered": 7_654_321,
        "parked": 0,
        "parkedOutbound": 0,
        "waiting": 0,
    }
    return {"countries": {"GB": counts | changes}, "matches": 400_000}
