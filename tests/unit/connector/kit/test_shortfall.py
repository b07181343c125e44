"""A rule and what breaks it."""

from __future__ import annotations

from collections.abc import Iterator

from hub.connector.kit.shortfall import Rule, Shortfall
from hub.errors import Misconfigured
from hub.settings import ROOT


def broken(country: str) -> Iterator[tuple[str, str, str]]:
    """Find one thing."""
    yield f"{ROOT}/connectors/{country}/x.toml", "is odd", "make it even"


def raising(error: Exception) -> Rule:
    """Return a rule during whose verification something is raised."""

    def verify(country: str) -> Iterator[tuple[str, str, str]]:
        raise error
        yield

    return Rule("r", "promise", verify)


def test_a_finding_names_rule_place_and_repair() -> None:
    """Places are written from the project's folder on."""
    assert Rule("evenness", "all is even", broken).shortfalls("xa") == [
        Shortfall("evenness", "connectors/xa/x.toml", "is odd", "make it even")
    ]


def test_whatever_is_raised_is_a_shortfall() -> None:
    """A rule that cannot be verified is not kept, and the next rule goes on."""
    (found,) = raising(ZeroDivisionError("division by zero")).shortfalls("xa")
    assert found.text == "ZeroDivisionError: division by zero"
    (found,) = raising(Misconfigured(f"{ROOT}/connectors/xa/manifest.toml: add it")).shortfalls(
        "xa"
    )
    assert found.text == "connectors/xa/manifest.toml: add it"
