"""The compiled form of the hottest modules."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from hub import native

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a project of its own that holds nothing but the source."""
    source = tmp_path / native.AVRO
    source.parent.mkdir(parents=True)
    source.write_bytes((ROOT / native.AVRO).read_bytes())
    monkeypatch.setattr(native, "ROOT", tmp_path)
    return source


def test_a_changed_source_is_not_run_by_an_old_translation(project: Path) -> None:
    """The cache folder is named by the source: another source, another folder."""
    before = native.folder(native.AVRO)
    project.write_text(project.read_text() + "\n")
    assert native.folder(native.AVRO) != before


def test_the_source_runs_where_nothing_is_compiled_or_wanted(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`HUB_NATIVE=off`, or no compiled form: the package's path stays as it is."""
    path: list[str] = []
    native.prefer(path, native.AVRO)
    native.folder(native.AVRO).mkdir(parents=True)
    monkeypatch.setenv("HUB_NATIVE", "off")
    native.prefer(path, native.AVRO)
    assert path == []
    monkeypatch.delenv("HUB_NATIVE")
    native.prefer(path, native.AVRO)
    assert path == [str(native.folder(native.AVRO))]


def test_without_a_compiler_it_says_so_and_leaves_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Set-up goes on; half a translation is never found later."""
    monkeypatch.setenv("CC", "/nowhere/cc")
    said = native.build(native.AVRO)
    assert said.startswith("hub/wire/avro.py stays interpreted, with the same results: ")
    assert not native.folder(native.AVRO).exists()


def test_the_source_passes_the_tests_its_compiled_form_passes() -> None:
    """This run may use either form; the source is tried in a process of its own."""
    words = ["-q", "-p", "no:cacheprovider", "tests/unit/wire"]
    words += ["tests/unit/connector/formats/test_walk.py", "tests/connectors/test_np.py"]
    subprocess.run(
        [sys.executable, "-m", "pytest", *words],
        cwd=ROOT,
        env={**os.environ, "HUB_NATIVE": "off"},
        check=True,
        timeout=300,
    )


def test_every_way_to_start_allocates_alike() -> None:
    """The image and `make reading` set what the stations of one machine are started with."""
    (setting,) = native.ALLOCATION.items()
    assert f"ENV {'='.join(setting)}\n" in (ROOT / "Dockerfile").read_text()
    assert f"reading: export {' = '.join(setting)}\n" in (ROOT / "Makefile").read_text()
