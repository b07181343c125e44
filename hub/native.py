"""The hottest module, compiled by mypyc where a C compiler is at hand: one source, same results.

`python -m hub.native` (part of `make setup`) compiles into a cache folder named by what it was made
from: the source, the Python, the machine. A changed source has another name, so that what runs is
either the source or its own translation. Without a compiler the source runs as it is.
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
SOURCE = Path("hub/wire/avro.py")
COMPILE_SECONDS = 300


def folder() -> Path:
    """Return where the translation of the present source belongs, whether it is there or not."""
    made_from = (sys.implementation.cache_tag, platform.machine(), (ROOT / SOURCE).read_bytes())
    name = hashlib.sha256(repr(made_from).encode()).hexdigest()[:16]
    return ROOT / ".local" / "cache" / "native" / name


def prefer(path: MutableSequence[str]) -> None:
    """Put the compiled module before the source in a package's `__path__`, if it is there.

    `HUB_NATIVE=off` keeps to the source.
    """
    if os.environ.get("HUB_NATIVE") != "off" and (compiled := folder()).is_dir():
        path.insert(0, str(compiled))


def build() -> str:
    """Compile unless it is done. Return one line for whoever set this up."""
    target = folder()
    if target.is_dir():
        return f"{SOURCE} is compiled"
    if find_spec("mypyc") is None:
        return f"{SOURCE} stays interpreted, with the same results: mypy is not installed"
    with tempfile.TemporaryDirectory() as work:
        try:
            _compile(Path(work))
        except (subprocess.SubprocessError, OSError) as error:
            return f"{SOURCE} stays interpreted, with the same results: {_reason(error)}"
        target.parent.mkdir(parents=True, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=target.parent))
        for library in Path(work, SOURCE).parent.glob("*.so"):
            shutil.copy2(library, half)
        half.chmod(0o755)
        half.rename(target)
        for former in target.parent.iterdir():
            if former != target:
                shutil.rmtree(former, ignore_errors=True)
    return f"{SOURCE} is compiled"


def _compile(work: Path) -> None:
    package = Path(work, SOURCE).parent
    package.mkdir(parents=True)
    for name in (work / "hub", package):
        (name / "__init__.py").touch()
    shutil.copy(ROOT / SOURCE, package)
    subprocess.run(  # noqa: S603 - our own interpreter and source
        [sys.executable, "-m", "mypyc", str(SOURCE)],
        cwd=work,
        check=True,
        capture_output=True,
        timeout=COMPILE_SECONDS,
    )


def _reason(error: Exception) -> str:
    said = getattr(error, "stderr", b"") or b""
    lines = [line for line in said.decode("utf-8", "replace").splitlines() if "error" in line]
    return lines[0].strip() if lines else str(error)


if __name__ == "__main__":
    print(build())  # noqa: T201 - a program for people
