"""The registry's command and its readiness."""

from __future__ import annotations

from pathlib import Path

import pytest

from hub.local import registry
from hub.local.postgres import Postgres
from hub.local.registry import Registry


def test_it_keeps_its_schemas_in_postgres(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids outlive the process, because they are stored in a database of its own."""
    monkeypatch.setattr(registry, "java", lambda: "java")
    (tmp_path / "password").write_text("secret")
    store = Postgres(folder=tmp_path, logs=tmp_path, port=5)

    command = Registry(runner=tmp_path / "app-runner.jar", port=7, postgres=store).command()

    assert command.env["APICURIO_DATASOURCE_URL"] == "jdbc:postgresql://127.0.0.1:5/registry"
    assert command.env["QUARKUS_HTTP_HOST"] == "127.0.0.1"
    assert "secret" not in " ".join(command.argv)


def test_nobody_there_is_not_ready(tmp_path: Path) -> None:
    """A closed port is not ready and not an error."""
    store = Postgres(folder=tmp_path, logs=tmp_path, port=5)

    assert Registry(runner=tmp_path, port=1, postgres=store).ready() is False
