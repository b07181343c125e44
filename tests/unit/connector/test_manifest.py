"""Manifests of countries."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from hub.connector import discovery
from hub.connector.manifest import load
from hub.errors import Misconfigured

GB = (discovery.folders()["gb"] / "manifest.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str) -> Path:
    """Write a manifest and return its folder."""
    folder.mkdir()
    (folder / "manifest.toml").write_text(text, encoding="utf-8")
    return folder


def changed(**values: str) -> str:
    """Return the manifest of GB with other values, written as TOML."""
    lines = [line for line in GB.splitlines() if line.split(" ")[0] not in values]
    return "\n".join([*(f"{name} = {value}" for name, value in values.items()), *lines])


@pytest.mark.parametrize(
    ("values", "complaint"),
    [
        ({"zone": '"Europe/Nowhere"'}, "no IANA time zone 'Europe/Nowhere'"),
        ({"zone": '"../../etc/passwd"'}, "no IANA time zone"),
        ({"reads": '["Declaration", "Letter"]'}, r"unknown kinds \['Letter'\]; known: .*Refusal"),
        ({"currency": '"pounds"'}, "currency"),
        ({"code": '"gb"'}, "code"),
        ({"spec": '"certain"'}, "spec"),
        ({"stage": '"perfect"'}, "stage"),
        ({"colour": '"red"'}, "colour"),
        ({"code": '"FR"'}, "code FR does not fit folder gb"),
        ({"zone": "Europe"}, "Invalid value"),
    ],
)
def test_a_manifest_that_claims_what_is_not_is_refused(
    tmp_path: Path, values: dict[str, str], complaint: str
) -> None:
    """The file and the value are named; a misspelt name is no silent default."""
    folder = written(tmp_path / "gb", changed(**values))
    with pytest.raises(Misconfigured, match=rf"(?s)gb/manifest\.toml: .*{complaint}"):
        load(folder)


def test_every_shortfall_is_named_at_once(tmp_path: Path) -> None:
    """An integrator repairs a manifest in one go."""
    folder = written(tmp_path / "gb", 'code = "GB"\nzone = "X/Y"')
    with pytest.raises(Misconfigured) as found:
        load(folder)
    for name in ("name", "system", "authority", "specification", "zone", "currency", "reads"):
        assert f"\n{name}\n" in str(found.value)


def test_a_missing_manifest_is_to_be_added(tmp_path: Path) -> None:
    """The path says where."""
    with pytest.raises(Misconfigured, match=r"manifest\.toml: No such file or directory; add it"):
        load(tmp_path)


@pytest.mark.parametrize("country", discovery.folders())
def test_every_country_says_what_it_follows(country: str) -> None:
    """Its manifest fits its folder and is no longer than what is used of it."""
    found = discovery.manifest(country)
    text = (discovery.folders()[country] / "manifest.toml").read_text(encoding="utf-8")
    assert found.code.lower() == country
    assert set(tomllib.loads(text)) <= found.model_fields_set
