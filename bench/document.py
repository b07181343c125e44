"""The figures of a phase, from what was counted when it began, ended and had drained: pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bench.gate import compared, restarted, shortfalls, unequal, verdict
from bench.processes import Used
from hub.local.verdict import reasons

Document = dict[str, Any]

MEASURED = {
    "late_ms": "moment a message was due → the generator turned to it; contained in what follows",
    "receipt_ms": "moment a message was due (open loop) → its receipt was read",
    "delivery_ms": "receipt read → each delivery it caused was heard, from the due moment where a"
    " delivery came before the receipt was read",
    "last_delivery_ms": "receipt read → the last delivery expected because of it was heard,"
    " match results apart",
    "whole_ms": "moment a message was due → the last delivery expected because of it was heard",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """Everything that is counted, at one time (seconds of the monotonic clock)."""

    at: float
    heard: dict[str, Any]
    usage: dict[str, Used]
    busy: tuple[float, float]
    pids: dict[str, int]


@dataclass(frozen=True, slots=True)
class Drained:
    """What twins and hub said in the end, whether it became quiet, and bytes a topic stage."""

    heard: dict[str, Any]
    figures: dict[str, Any]
    settled: bool
    sizes: dict[str, float]


def phase(
    name: str, rate: float, begin: Moment, end: Moment, drained: Drained, *, profile: bool = False
) -> Document:
    """Return the document of a phase; `rate` in declarations a second as ordered."""
    lasted = end.at - begin.at
    sent, declared = _grown("sent", begin, end), _grown("declarations", begin, end)
    answered = end.heard["answered_declarations"] - begin.heard["answered_declarations"]
    numbers = compared(drained.heard, drained.figures)
    wrong = judged(drained, numbers) + shortfalls(
        rate, lasted, declared, sent, end.heard["open"], restarted(begin.pids, end.pids)
    )
    document: Document = {
        "phase": name,
        **verdict(wrong),
        "compared": numbers,
        "doubts": drained.heard["doubts"],
        "lacking": drained.heard["lacking"],
        "seconds": round(lasted, 1),
        "messages": sent,
        "declarations": declared,
        "declarations_offered_per_s": rate,
        "declarations_sent_per_s": round(declared / lasted, 1),
        "declarations_sustained_per_s": round(answered / lasted, 1),
        "messages_per_s": round(sent / lasted, 1),
        "deliveries_per_s": round(_grown("delivered", begin, end) / lasted, 1),
        "backlog": end.heard["open"],
        "drain_s": round(max(0.0, drained.heard["last_heard"] - end.at), 1),
        **times(drained.heard),
        **machine(begin, end, sent, declared),
        "topic_bytes_per_message": drained.sizes,
    }
    if profile:
        document["profile"] = profiled(begin, end, sent)
    return document


def judged(drained: Drained, numbers: Mapping[str, int]) -> list[str]:
    """Return everything that is wrong with a drained run."""
    wrong = reasons(drained.heard, drained.figures) + unequal(numbers)
    return wrong if wrong or drained.settled else ["not drained in time"]


def times(heard: Mapping[str, Any]) -> Document:
    """Return the times measured since the warm-up, the drain included, by their public names."""
    return {
        "late_ms": heard["late_ms"],
        "receipt_ms": heard["receipt_ms"],
        "delivery_ms": heard["latency_ms"],
        "last_delivery_ms": heard["completed_ms"],
        "whole_ms": heard["whole_ms"],
    }


def machine(begin: Moment, end: Moment, sent: int, declared: int) -> Document:
    """Return what the phase took of the machine."""
    busy = (end.busy[0] - begin.busy[0]) / (end.busy[1] - begin.busy[1])
    return {
        "busy_percent": round(100 * busy, 1),
        "cpu_us_per_declaration": costs(begin.usage, end.usage, declared),
        "cpu_us_per_message": costs(begin.usage, end.usage, sent),
        "rss_mb": {n: round(used.resident / 1e6) for n, used in sorted(end.usage.items())},
    }


def profiled(begin: Moment, end: Moment, sent: int) -> Document:
    """Return by process how CPU time was spent: user, system, waits and turns lost a message."""
    lasted = end.at - begin.at

    def per_message(of: Callable[[Used], float], name: str, scale: float = 1.0) -> float:
        grown = of(end.usage[name]) - of(begin.usage[name])
        return round(grown / max(sent, 1) * scale, 3)

    return {
        name: {
            "user_us_per_message": per_message(lambda used: used.user, name, 1e6),
            "system_us_per_message": per_message(lambda used: used.system, name, 1e6),
            "voluntary_switches_per_message": per_message(lambda used: used.voluntary, name),
            "involuntary_switches_per_message": per_message(lambda used: used.involuntary, name),
            "core_percent": round(100 * (end.usage[name].cpu - begin.usage[name].cpu) / lasted, 1),
        }
        for name in sorted(end.usage)
        if name in begin.usage
    }


def costs(before: Mapping[str, Used], after: Mapping[str, Used], number: int) -> dict[str, float]:
    """Return CPU microseconds by process for each of a number of messages or declarations."""
    return {
        name: round((after[name].cpu - before[name].cpu) / max(number, 1) * 1e6, 1)
        for name in sorted(after)
        if name in before
    }


def _grown(what: str, begin: Moment, end: Moment) -> int:
    return int(end.heard["total"].get(what, 0) - begin.heard["total"].get(what, 0))
