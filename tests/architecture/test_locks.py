"""The lock files: complete, hashed, and free of this or that machine's registries."""

from __future__ import annotations

import re
import tomllib

import pytest

from hub.settings import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]


def wanted(*extras: str) -> set[str]:
    """Names of the packages asked for in pyproject.toml."""
    asked = list(PROJECT["dependencies"])
    for extra in extras:
        asked += PROJECT["optional-dependencies"][extra]
    return {re.split(r"[\[<>=~!; ]", line)[0].lower() for line in asked}


@pytest.mark.parametrize(
    ("name", "extras"), [("requirements.txt", ()), ("requirements-dev.txt", ("dev", "local"))]
)
def test_lock_is_complete_and_neutral(name: str, extras: tuple[str, ...]) -> None:
    """Every package asked for is pinned with hashes; `make lock` repairs it."""
    text = (ROOT / name).read_text()
    pinned = re.findall(r"^([\w.-]+)==\S+ \\\n    --hash=sha256:", text, flags=re.MULTILINE)

    assert wanted(*extras) - set(pinned) == set()
    assert not re.search(r"https?://|--index-url|--find-links|--trusted-host", text)
