"""One real machine for all tests of a session: Kafka, PostgreSQL and the registry."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest

from hub.local.machine import Machine
from hub.settings import ROOT


@pytest.fixture(scope="session")
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    """A fresh machine with the quick set-up. Its folder with the logs stays when a test failed."""
    folder = ROOT / ".local" / "test-run" / str(os.getpid())
    with Machine(folder, fresh=True, quick=True) as found:
        yield found
    if not request.session.testsfailed:
        shutil.rmtree(folder)
