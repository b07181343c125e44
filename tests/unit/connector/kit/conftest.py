"""A country made for tests: a whole folder, and ways to spoil it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

import connectors
from hub.connector import codelists, country, discovery
from hub.connector.kit import scaffolding
from hub.local.twins import beginnings

CACHES = (discovery.manifest, discovery.connector, discovery.texts, country.load, codelists.load)


def forget() -> None:
    """Forget what was loaded of countries."""
    for cache in CACHES:
        cache.cache_clear()
    for name in [name for name in sys.modules if name.startswith("connectors.xa")]:
        del sys.modules[name]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], Path]]:
    """Make country XA of a family and a language as the scaffold does, beside the real ones."""
    real = discovery.folders()
    monkeypatch.setattr(connectors, "__path__", [str(tmp_path), *connectors.__path__])
    monkeypatch.setattr(discovery, "folders", lambda: {**real, "xa": tmp_path / "xa"})

    def made(family: str, language: str) -> Path:
        plan = scaffolding.Plan(
            code="XA",
            name="Testland",
            system="Test System",
            authority="Customs of Testland",
            family=family,
            zone="UTC",
            currency="EUR",
            language=language,
            today=date(2026, 11, 25),
        )
        forget()
        folder = scaffolding.write(plan, tmp_path)
        beginnings.samples("xa")
        forget()
        return folder

    yield made
    forget()


@pytest.fixture
def folder(make: Callable[[str, str], Path]) -> Path:
    """The folder of country XA of the ASYCUDA family, whose administration writes French."""
    return make("asycuda", "fr")
