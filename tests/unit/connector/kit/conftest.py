"""A country made for tests: a whole folder, and ways to spoil it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
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
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of country XA as the scaffold makes it, beside the real ones."""
    real = discovery.folders()
    monkeypatch.setattr(connectors, "__path__", [str(tmp_path), *connectors.__path__])
    monkeypatch.setattr(discovery, "folders", lambda: {**real, "xa": tmp_path / "xa"})
    plan = scaffolding.Plan(
        code="XA",
        name="Testland",
        system="Test System",
        authority="Customs of Testland",
        family="asycuda",
        zone="UTC",
        currency="EUR",
        language="fr",
        today=date(2026, 11, 25),
    )
    forget()
    made = scaffolding.write(plan, tmp_path)
    beginnings.samples("xa")
    forget()
    yield made
    forget()
