"""Java and Maven: found, too old, missing; each time one line with the remedy."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.errors import Misconfigured
from hub.local import tools


@pytest.fixture(autouse=True)
def _forget() -> Iterator[None]:
    tools.java.cache_clear()
    yield
    tools.java.cache_clear()


def fake_java(folder: Path, version: str) -> None:
    program = folder / "java"
    program.write_text(f"#!/bin/sh\necho 'openjdk version \"{version}\"' >&2\n")
    program.chmod(0o755)


def test_java_missing_names_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without Java there is one line that says what to install."""
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Misconfigured) as found:
        tools.java()

    assert str(found.value) == (
        "Java 17 or newer is missing: apt-get install openjdk-17-jdk-headless"
    )


def test_java_too_old_names_what_it_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An old Java is named with its version and the remedy."""
    fake_java(tmp_path, "11.0.2")
    monkeypatch.delenv("JAVA_HOME", raising=False)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")

    with pytest.raises(
        Misconfigured, match=r"is needed, .*/java is 11: apt-get install openjdk-17"
    ):
        tools.java()


def test_java_home_goes_first(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """`JAVA_HOME` is preferred to what stands in `PATH`."""
    (tmp_path / "bin").mkdir()
    fake_java(tmp_path / "bin", "21.0.1")
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))

    assert tools.java() == str(tmp_path / "bin" / "java")


def test_maven_missing_names_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Without Maven there is one line that says what to install."""
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(Misconfigured, match=r"^Maven is missing: apt-get install maven$"):
        tools.maven()


@pytest.mark.parametrize(
    ("text", "major"),
    [
        ('openjdk version "17.0.15" 2025-04-15', 17),
        ('java version "1.8.0_392"', 8),
        ('openjdk version "25" 2025-09-16', 25),
        ("no such thing", 0),
    ],
)
def test_java_major(text: str, major: int) -> None:
    """The version is read in the old and the new form."""
    assert tools.java_major(text) == major
