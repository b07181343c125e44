"""The hottest modules, compiled by mypyc where a C compiler is at hand: one source, same results.

`python -m hub.native` (part of `make setup`) compiles each into a cache folder named by what it was
made from: the source, the Python, the machine. A changed source has another name, so that what runs
is either the source or its own translation. Without a compiler the source runs as it is.
"""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import MutableSequence
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
AVRO = Path("hub/wire/avro.py")
WALK = Path("hub/connector/formats/walk.py")
SOURCES = (AVRO, WALK)
COMPILE_SECONDS = 300
ALLOCATION = {"GLIBC_TUNABLES": "glibc.malloc.tcache_count=1000"}
"""Environment of a process that reads messages.

The tree of an XML message is a thousand small blocks, made and freed with each message. By default
glibc keeps seven of a size at hand. `make reading` measures with this setting, `python -m
bench.reading` without it.
"""


def folder(source: Path) -> Path:
    """Return where the translation of the present source belongs, whether it is there or not."""
    made_from = (sys.implementation.cache_tag, platform.machine(), (ROOT / source).read_bytes())
    name = hashlib.sha256(repr(made_from).encode()).hexdigest()[:16]
    return ROOT / ".local" / "cache" / "native" / f"{source.stem}-{name}"


def prefer(path: MutableSequence[str], source: Path) -> None:
    """Put the compiled module before the source in a package's `__path__`, if it is there.

    `HUB_NATIVE=off` keeps to the source.
    """
    if os.environ.get("HUB_NATIVE") != "off" and (compiled := folder(source)).is_dir():
        path.insert(0, str(compiled))


def build(source: Path) -> str:
    """Compile unless it is done. Return one line for whoever set this up."""
    target = folder(source)
    if target.is_dir():
        return f"{source} is compiled"
    if find_spec("mypyc") is None:
        return f"{source} stays interpreted, with the same results: mypy is not installed"
    with tempfile.TemporaryDirectory() as work:
        try:
            _compile(Path(work), source)
        except (subprocess.SubprocessError, OSError) as error:
            return f"{source} stays interpreted, with the same results: {_reason(error)}"
        target.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=target.parent))
        for library in Path(work, source).parent.glob("*.so"):
            shutil.copy2(library, half)
        half.chmod(0o755)
        half.rename(target)
        for former in target.parent.glob(f"{source.stem}-*"):
            if former != target:
                shutil.rmtree(former, ignore_errors=True)
    return f"{source} is compiled"


def _compile(work: Path, source: Path) -> None:
    """Compile one module; the others are only there for their types."""
    shutil.copytree(ROOT / "hub", work / "hub", ignore=_all_but_python)
    subprocess.run(  # noqa: S603 - our own interpreter and source
        [sys.executable, "-m", "mypyc", "--ignore-missing-imports", str(source)],
        cwd=work,
        check=True,
        capture_output=True,
        timeout=COMPILE_SECONDS,
    )


def _all_but_python(folder: str, names: list[str]) -> list[str]:
    return [n for n in names if not n.endswith(".py") and not Path(folder, n).is_dir()]


def _reason(error: Exception) -> str:
    said = getattr(error, "stderr", b"") or b""
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if "error" in line]
    return lines[0].strip() if lines else str(error)


if __name__ == "__main__":
    for each in SOURCES:
        print(build(each))  # noqa: T201 - a program for people
