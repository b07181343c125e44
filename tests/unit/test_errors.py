"""Errors say what to do."""

from __future__ import annotations

import pytest

from hub import errors
from hub.errors import HubError, Retriable
from hub.wire.registry import RegistryUnavailable

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type)]


@pytest.mark.parametrize("kind", [*KINDS, RegistryUnavailable])
def test_only_what_is_away_for_now_is_tried_again(kind: type[HubError]) -> None:
    """A caller needs to know one attribute, whatever the class."""
    assert kind().retriable == issubclass(kind, Retriable)


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_without_a_text_still_says_something(kind: type[HubError]) -> None:
    """A log line is never empty; a text of its own replaces the general one."""
    assert str(kind()).endswith((".", ":"))
    assert str(kind("broker 2 is gone")) == "broker 2 is gone"
