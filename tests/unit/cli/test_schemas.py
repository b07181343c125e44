"""`hub schemas check`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import orjson
import pytest

from hub.settings import settings
from tests.unit.cli.commands import complaint, hub

FIELD = {"name": "a", "type": "string"}
V1 = {"type": "record", "name": "One", "namespace": "h", "fields": [FIELD]}
GROWN = {**V1, "fields": [FIELD, {"name": "b", "type": "string", "default": ""}]}
BROKEN = {**V1, "fields": [FIELD, {"name": "b", "type": "string"}]}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of schemas that the settings lead to."""
    monkeypatch.setenv("HUB_SCHEMAS", str(tmp_path))
    settings.cache_clear()
    yield tmp_path
    settings.cache_clear()


def release(folder: Path, *versions: dict[str, object]) -> None:
    """Write versions of one kind."""
    (folder / "One").mkdir()
    for number, schema in enumerate(versions, 1):
        (folder / "One" / f"v{number}.avsc").write_bytes(orjson.dumps(schema))


def test_readable_versions_are_counted(folder: Path) -> None:
    """In words and for machines."""
    release(folder, V1, GROWN)
    assert hub("schemas", "check").stdout == "1 kinds, 2 versions, all readable\n"
    told = orjson.loads(hub("schemas", "check", "--json").stdout)
    assert told == {"kinds": {"One": 2}, "problems": []}


def test_a_break_between_any_two_versions_fails(folder: Path) -> None:
    """Also one that came after good ones; machines read it too."""
    release(folder, V1, GROWN, GROWN, BROKEN)
    (folder / "One" / "v2.avsc").write_bytes(orjson.dumps(V1))
    (folder / "One" / "v3.avsc").write_bytes(orjson.dumps(BROKEN))
    ended = hub("schemas", "check")
    assert (ended.exit_code, complaint(ended)) == (1, "One.b: new and without a default")
    ended = hub("schemas", "check", "--json")
    assert ended.exit_code == 1
    assert orjson.loads(ended.stdout)["problems"] == ["One.b: new and without a default"]


def test_ten_versions_are_compared_in_their_order(folder: Path) -> None:
    """v10 follows v9, not v1."""
    release(folder, *[V1] * 8, GROWN, GROWN)
    assert hub("schemas", "check").exit_code == 0


@pytest.mark.parametrize("text", [None, "{", '{"type": "recrod"}'])
def test_a_folder_that_holds_no_schemas_is_a_wrong_setting(folder: Path, text: str | None) -> None:
    """One line with the path, exit code 2."""
    if text is not None:
        release(folder)
        (folder / "One" / "v1.avsc").write_text(text)
    ended = hub("schemas", "check")
    assert ended.exit_code == 2
    assert str(folder) in complaint(ended)


def test_the_released_schemas_are_readable() -> None:
    """What is in schemas/ now."""
    settings.cache_clear()
    assert hub("schemas", "check").exit_code == 0
