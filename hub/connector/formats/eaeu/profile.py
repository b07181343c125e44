"""What differs between the members of the Union."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One member: its code, zone and currency.

    `taxpayer` is the name of its taxpayer's number and how many digits it has. `known` holds lists
    of the country by the name used in warnings (office, procedure): a code outside passes with a
    warning, a list that is absent is not asked. `decisions` maps a decision of its customs to a
    canonical state.
    """

    country: str
    zone: str
    currency: str
    taxpayer: tuple[str, Collection[int]] = ("", ())
    known: Mapping[str, Collection[str]] = field(default_factory=dict)
    decisions: Mapping[str, str] = field(default_factory=dict)
