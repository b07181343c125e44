"""What differs between the countries that run ASYCUDA World."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

AMENDMENT, CANCELLATION = "AMENDMENT", "CANCELLATION"


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One country: its codes, where they are not the common ones.

    `transport` maps the national means of transport to UN Rec 19; `dates` are the strptime forms
    met in its documents, tried in order.
    """

    country: str
    zone: str
    currency: str
    transport: Mapping[str, str] = field(default_factory=dict)
    dates: tuple[str, ...] = ("%m/%d/%y", "%m/%d/%Y", "%Y-%m-%d", "%d/%m/%Y")
