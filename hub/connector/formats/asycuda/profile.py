"""What differs between the countries that run ASYCUDA World."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hub.connector.country import Country

AMENDMENT, REPLACEMENT, CANCELLATION = "AMENDMENT", "REPLACEMENT", "CANCELLATION"

RECOMMENDATION_19 = {code: code for code in "123456789"}
"""Modes of transport of UN Recommendation 19, where a country's own codes are not known."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """One country: its codes, where they are not the common ones.

    `transport` maps the national means of transport to UN Rec 19, `sides` a type with its general
    procedure (`IM8`) to EXPORT, IMPORT or TRANSIT where the flow does not say it. `known` holds the
    country's lists by the name used in warnings (office, model, extended, national): a code
    outside a list passes with a warning, a list that is absent is not asked. `packages` maps
    national kinds of packages to UN Rec 21; a code it lacks stands for itself. `followed` are codes
    of attached documents that name the export declaration an import follows. `dates` are the
    strptime forms met in its documents, tried in order; the first is written.
    """

    country: str
    zone: str
    currency: str
    transport: Mapping[str, str] = field(default_factory=lambda: RECOMMENDATION_19)
    sides: Mapping[str, str] = field(default_factory=dict)
    known: Mapping[str, Collection[str]] = field(default_factory=dict)
    packages: Mapping[str, str] = field(default_factory=dict)
    followed: Collection[str] = ()
    dates: tuple[str, ...] = ("%m/%d/%y", "%m/%d/%Y", "%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y")

    @cached_property
    def modes(self) -> Mapping[str, str]:
        """The national means of transport of a mode of UN Rec 19: the first that has it."""
        return {mode: code for code, mode in reversed(list(self.transport.items())) if mode}

    @cached_property
    def kinds(self) -> Mapping[str, str]:
        """The national kind of packages of a code of UN Rec 21: the first that has it."""
        return {code: kind for kind, code in reversed(list(self.packages.items())) if code}


def of(here: Country) -> Profile:
    """Return the profile of a country: all that is its own stands in its folder as data."""
    return Profile(
        country=here.code,
        zone=here.zone,
        currency=here.currency,
        transport=here.codes["transport"],
        sides=here.codes.get("sides", {}),
        known=here.known(),
        packages=here.codes.get("packages", {}),
        followed=here.codes.get("followed", {}).keys(),
    )
