"""Kafka's settings, its command, and the answer that says it is ready."""

from __future__ import annotations

import re
import struct
from pathlib import Path

import pytest

from hub.local import kafka
from hub.local.kafka import Kafka
from hub.settings import Settings


def node(folder: Path, *, quick: bool = False) -> Kafka:
    return Kafka(
        jars=folder / "jars", folder=folder, logs=folder, port=1, controller_port=2, quick=quick
    )


def formatted(folder: Path) -> Path:
    (folder / "data").mkdir()
    (folder / "data" / "meta.properties").touch()
    return folder


def test_settings_are_filled_in(tmp_path: Path) -> None:
    """Ports and folder stand in the settings; a formatted folder is not formatted again."""
    assert node(formatted(tmp_path)).prepare() is None

    text = (tmp_path / "server.properties").read_text()
    assert "listeners=CLIENT://127.0.0.1:1,CONTROLLER://127.0.0.1:2" in text
    assert f"log.dirs={tmp_path}/data" in text
    assert "$" not in text


def test_the_largest_message_fits() -> None:
    """Kafka takes what intake takes, headers included."""
    text = (kafka.HERE / "kafka.properties").read_text()
    found = re.search(r"^message.max.bytes=(\d+)$", text, flags=re.MULTILINE)

    assert found is not None
    assert int(found.group(1)) > Settings().max_message_bytes + 1_000_000


@pytest.mark.parametrize(("quick", "heap"), [(True, "-Xmx384m"), (False, "-Xmx512m")])
def test_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, quick: bool, heap: str) -> None:
    """Under load the node has the full compiler and more memory."""
    monkeypatch.setattr(kafka, "java", lambda: "java")

    argv = node(tmp_path, quick=quick).command().argv

    assert heap in argv
    assert ("-XX:TieredStopAtLevel=1" in argv) is quick
    assert argv[-2:] == ("kafka.Kafka", f"{tmp_path}/server.properties")


def test_nobody_there_is_not_ready(tmp_path: Path) -> None:
    """A closed port is not ready and not an error."""
    assert node(tmp_path).ready() is False


def test_broker_ports_are_read() -> None:
    """The answer is read whatever the names and racks in it."""
    one = struct.pack(">ih3sih", 1, 3, b"abc", 9092, -1)
    two = struct.pack(">ih1sih2s", 2, 1, b"a", 9093, 2, b"r1")

    answer = struct.pack(">iii", 1, 0, 2) + one + two

    assert kafka.broker_ports(answer) == [9092, 9093]


def test_cluster_id_never_begins_with_a_dash() -> None:
    """Kafka's tool would take it for an option."""
    found = kafka.new_id()

    assert len(found) == 22
    assert found.startswith("A")
