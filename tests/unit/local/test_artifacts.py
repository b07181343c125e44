"""The cache of jars: whole or not, Maven's output, and a race for the same folder."""

from __future__ import annotations

import tarfile
from pathlib import Path

import pytest

from hub.errors import Misconfigured
from hub.local import artifacts


def whole(folder: Path) -> Path:
    (folder / "kafka").mkdir(parents=True)
    (folder / "kafka" / "kafka_2.13-4.3.1.jar").touch()
    (folder / "registry").mkdir()
    (folder / "registry" / "app-runner.jar").touch()
    return folder


def test_what_is_cached_is_not_fetched(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """With a whole cache nothing is run and nothing is said."""
    whole(artifacts.located(tmp_path).kafka.parent)
    monkeypatch.setattr(artifacts, "java", lambda: "java")
    said: list[str] = []

    found = artifacts.resolve(said.append, tmp_path)

    assert found.registry.name == "app-runner.jar"
    assert said == []


def test_follow_reports_archives_and_keeps_the_first_complaint() -> None:
    """Progress is said for the long download; the first error is kept, later ones are not."""
    said: list[str] = []
    lines = [
        "Downloading from central: somewhere/app-3.0.9-all.tar.gz",
        "[ERROR] first",
        "[ERROR] second",
    ]

    complaint = artifacts.follow(lines, said.append)

    assert complaint == "first"
    assert said == ["fetching app-3.0.9-all.tar.gz (109 MB)"]


def test_maven_failing_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """When Maven fails, its first complaint is the reason, and no half cache is left."""
    program = tmp_path / "mvn"
    program.write_text("#!/bin/sh\necho '[ERROR] no such host'\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(artifacts, "maven", lambda: str(program))
    monkeypatch.setattr(artifacts, "java", lambda: "java")

    with pytest.raises(Misconfigured, match="Maven could not fetch the jars: no such host"):
        artifacts.resolve(lambda line: None, tmp_path / "cache")

    assert list((tmp_path / "cache").iterdir()) == []


def test_unpack_leaves_no_archive(tmp_path: Path) -> None:
    """The registry's archive becomes a folder."""
    (tmp_path / "archive").mkdir()
    (tmp_path / "app-runner.jar").touch()
    with tarfile.open(tmp_path / "archive" / "app.tar.gz", "w:gz") as packed:
        packed.add(tmp_path / "app-runner.jar", "app-runner.jar")

    artifacts.unpack(tmp_path)

    assert (tmp_path / "registry" / "app-runner.jar").exists()
    assert not (tmp_path / "archive").exists()


def test_publish_keeps_what_another_process_published(tmp_path: Path) -> None:
    """The slower of two processes leaves the whole folder of the faster one alone."""
    mine, theirs = whole(tmp_path / "mine"), whole(tmp_path / "theirs")
    (theirs / "first").touch()

    artifacts.publish(mine, theirs)

    assert (theirs / "first").exists()


def test_publish_replaces_a_half_folder(tmp_path: Path) -> None:
    """A folder that lacks files is replaced."""
    (tmp_path / "half").mkdir()

    artifacts.publish(whole(tmp_path / "mine"), tmp_path / "half")

    assert (tmp_path / "half" / "registry" / "app-runner.jar").exists()
