"""Settings come from the environment and are checked before anything starts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pydantic import ValidationError

from hub.errors import Misconfigured
from hub.settings import Settings, settings


@pytest.fixture(autouse=True)
def _forgotten() -> Iterator[None]:
    """Read the environment of this test, and leave nothing of it behind."""
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUB_LANES", "0"),
        ("HUB_LANES", "many"),
        ("HUB_REPLICATION", "6"),
        ("HUB_INTAKE_PORT", "70000"),
        ("HUB_LOG_LEVEL", "LOUD"),
        ("HUB_COUNTRIES", "gb,cn"),
        ("HUB_INTAKE_TOKENS", "gb=secret"),
    ],
)
def test_a_wrong_setting_is_named_as_it_is_typed(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sets a variable wrongly reads its name, not a stack of Python."""
    monkeypatch.setenv(name, value)
    with pytest.raises(Misconfigured, match=f"{name}: "):
        settings()


def test_every_wrong_setting_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody has to start the hub once for each mistake."""
    monkeypatch.setenv("HUB_LANES", "0")
    monkeypatch.setenv("HUB_API_PORT", "-1")
    with pytest.raises(Misconfigured, match=r"HUB_LANES: .*; HUB_API_PORT: "):
        settings()


def test_the_place_within_a_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of twenty tokens the wrong one is named."""
    monkeypatch.setenv("HUB_INTAKE_TOKENS", '{"gb": ["hush"], "cn": "fine"}')
    with pytest.raises(Misconfigured, match=r"HUB_INTAKE_TOKENS\.GB"):
        settings()


def test_secrets_are_printed_nowhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither what is shown of the settings nor a complaint about them holds a secret."""
    monkeypatch.setenv("HUB_POSTGRES", "postgresql://hub:hush@db/hub")
    monkeypatch.setenv("HUB_INTAKE_TOKENS", '{"gb": "hush"}')
    monkeypatch.setenv("HUB_API_TOKEN", "hush")
    assert "hush" not in repr(settings())
    assert "hush" not in settings().model_dump_json()
    settings.cache_clear()
    monkeypatch.setenv("HUB_INTAKE_TOKENS", '["hush"]')
    with pytest.raises(Misconfigured) as found:
        settings()
    assert "hush" not in str(found.value)


def test_settings_are_read_once_and_stay(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process never sees two values of one setting."""
    monkeypatch.setenv("HUB_LANES", "2")
    first = settings()
    monkeypatch.setenv("HUB_LANES", "3")
    assert settings() is first
    with pytest.raises(ValidationError):
        first.lanes = 3  # type: ignore[misc]


def test_variables_of_others_are_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """A HUB_ variable that is not a setting, as the console image may have, stops nothing."""
    monkeypatch.setenv("HUB_SOMETHING_ELSE", "1")
    assert Settings().lanes >= 1
