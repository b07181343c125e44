"""The whole hub as processes on the real parts: declarations travel, strangers read them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import orjson
import pytest
from confluent_kafka import Consumer
from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.schema_registry.avro import AvroDeserializer
from confluent_kafka.serialization import MessageField, SerializationContext

from hub.app import countries_of
from hub.local.hub import Hub, command
from hub.local.machine import Machine
from hub.local.verdict import reasons, settle
from hub.settings import ROOT, Settings

pytestmark = [pytest.mark.real, pytest.mark.timeout(300)]
COUNTRIES = countries_of(Settings())
SECONDS, RATE, HOSTILE = 12.0, 40.0, 0.1
LISTENING = {"VN": "flapping", "TH": "slow", "JP": "revoked", "AU": "down", "PH": "declining"}
SPEAKING = {
    "CN": ["duplicate"],
    "RU": ["disorder"],
    "KR": ["tardy"],
    "LA": ["malformed"],
    "SG": ["barred"],
}


@pytest.fixture(scope="module")
def hub() -> Iterator[Hub]:
    """Yield a hub of all countries after some seconds of traffic, partly with faults, drained."""
    folder = ROOT / ".local" / "test-run" / f"whole-{os.getpid()}"
    with Machine(folder, fresh=True, quick=True) as machine:
        found = Hub(machine, COUNTRIES, lambda line: None)
        found.start()
        found.start_twins(RATE, HOSTILE, 3)
        watch(found, SECONDS / 2)
        found.control({"fault": LISTENING, "speak": SPEAKING})
        watch(found, SECONDS / 2)
        right = dict.fromkeys(LISTENING), {country: list[str]() for country in SPEAKING}
        found.control({"fault": right[0], "speak": right[1]})
        watch(found, SECONDS / 2)
        found.control({"stop": True})
        settle(found, 90, lambda: watch(found, 0.25), time.monotonic)
        yield found
    shutil.rmtree(folder, ignore_errors=True)


def watch(hub: Hub, seconds: float) -> None:
    """Look after the processes for a while."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        assert hub.machine.tend() == [], "no station dies in ordinary traffic"
        time.sleep(0.1)


def cli(hub: Hub, *words: str) -> subprocess.CompletedProcess[str]:
    """Run `hub …` with the settings of this machine."""
    env = {**os.environ, **hub.machine.env, **hub.env}
    return subprocess.run(
        command(*words), env=env, capture_output=True, text=True, timeout=60, check=False
    )


def test_nothing_is_lost_doubled_or_out_of_order(hub: Hub) -> None:
    """Every message sent was receipted and answered; everything outbound arrived or is parked."""
    heard, figures = hub.heard(), hub.figures()
    assert reasons(heard, figures) == [], heard["doubts"]
    assert heard["total"]["receipted"] > RATE * SECONDS * 0.7
    assert heard["total"]["Refusal"] > 0, "hostile messages are answered"
    assert figures["matches"] > 0


def test_faults_of_either_side_were_there(hub: Hub) -> None:
    """What is held above held although systems failed, flapped, declined and spoke badly."""
    countries = hub.heard()["countries"]
    assert countries["SG"]["turned away as due"] > 0
    assert countries["CN"]["resent"] > 0
    assert countries["LA"]["hostile"] > 0
    assert countries["JP"]["Declaration"] > 0, "its credentials for us count again"


def test_every_country_sends_and_hears(hub: Hub) -> None:
    """No connector is left out."""
    countries = hub.heard()["countries"]
    assert set(countries) == {cc.upper() for cc in COUNTRIES}
    for counts in countries.values():
        assert counts["receipted"] > 0
        assert counts["Acknowledgement"] > 0
        assert counts["Declaration"] > 0


def test_confluents_own_client_reads_a_canonical_declaration(hub: Hub) -> None:
    """A reader that is not ours finds the schema in the registry and decodes the value."""
    value, headers = first_record(hub, "customs.gb.canonical", b"hub.customs.Declaration.v1")
    with SchemaRegistryClient({"url": hub.machine.env["HUB_REGISTRY"]}) as registry:
        read = AvroDeserializer(registry)
        body = read(value, SerializationContext("customs.gb.canonical", MessageField.VALUE))

    assert body["country"] == "GB"
    assert body["declarationKey"].startswith("GB:")
    assert body["goodsItems"][0]["commodityCode"].isdigit()
    assert body["issueDateTime"] is None or body["issueDateTime"]["utc"].tzinfo
    assert headers["ce_specversion"] == b"1.0"
    assert headers["ce_subject"].decode() == body["declarationKey"]


def first_record(hub: Hub, topic: str, kind: bytes) -> tuple[bytes, dict[str, bytes]]:
    """Return value and headers of the first record of a kind, read with librdkafka."""
    consumer = Consumer(
        {
            "bootstrap.servers": hub.machine.env["HUB_KAFKA"],
            "group.id": f"stranger-{os.getpid()}",
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
        }
    )
    consumer.subscribe([topic])
    end = time.monotonic() + 30
    try:
        while time.monotonic() < end:
            record = consumer.poll(1.0)
            if record is None or record.error():
                continue
            headers: dict[str, Any] = dict(record.headers() or [])
            if headers.get("ce_type") == kind:
                return record.value() or b"", headers
    finally:
        consumer.close()
    raise AssertionError(f"no {kind!r} in {topic}")


@pytest.mark.skipif(not shutil.which("kcat"), reason="kcat is not installed: apt-get install kcat")
def test_kcat_shows_key_and_headers_a_person_understands(hub: Hub) -> None:
    """A stock command line tool shows whose declaration it is and where it goes."""
    broker = hub.machine.env["HUB_KAFKA"]
    shown = subprocess.run(
        [
            *("kcat", "-C", "-b", broker, "-t", "customs.gb.canonical"),
            *("-o", "beginning", "-e", "-q", "-f", "%k %h\n"),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    line = next(line for line in shown.splitlines() if "Declaration" in line)
    assert line.startswith("GB:")
    assert "ce_type=hub.customs.Declaration.v1" in line
    assert "ce_sender=GB" in line


def test_the_command_line_tells_the_life_of_a_consignment(hub: Hub) -> None:
    """`hub trace` finds both countries by a declaration's number, `hub tail` shows its message."""
    tailed = cli(
        hub, "tail", "gb.canonical", "--from-beginning", "--limit", "1", "--json",
        "--where", "kind=Declaration and body.side=EXPORT",
    )  # fmt: skip
    assert tailed.returncode == 0, tailed.stderr
    declaration = orjson.loads(tailed.stdout)["body"]["declarationId"]

    traced = cli(hub, "trace", declaration, "--json")
    assert traced.returncode == 0, traced.stderr
    document = orjson.loads(traced.stdout)
    stages = {step["stage"] for step in document["steps"]}
    assert {"inbound", "canonical", "outbound", "delivered"} <= stages
    assert len({step["country"] for step in document["steps"]}) > 1
    assert document["waiting"] == []
    assert cli(hub, "trace", declaration).returncode == 0
    assert cli(hub, "trace", "NO-SUCH-NUMBER").returncode == 1


def test_the_console_and_the_figures_answer(hub: Hub) -> None:
    """The page is served, and the API gives the same figures the demo shows."""
    base = f"http://127.0.0.1:{hub.api}"
    assert "Customs data exchange hub" in httpx.get(base, timeout=10).text
    assert httpx.get(f"{base}/v1/figures", timeout=10).json()["countries"]["GB"]["inbound"] > 0
    assert len(httpx.get(f"{base}/v1/connectors", timeout=10).json()) >= len(COUNTRIES)


def test_the_door_turns_away_what_it_must(hub: Hub) -> None:
    """Unknown callers, foreign countries, missing ids and oversized bodies have their answers."""
    base = f"http://127.0.0.1:{hub.intake}/v1"
    bearer = {"authorization": f"Bearer {hub.tokens['gb']}"}
    known = {**bearer, "idempotency-key": f"t-{time.time_ns()}"}

    def post(path: str, headers: dict[str, str], body: bytes = b"<x/>") -> tuple[int, str]:
        answer = httpx.post(f"{base}/{path}", headers=headers, content=body, timeout=30)
        return answer.status_code, (answer.json().get("faults") or [{"code": ""}])[0]["code"]

    assert post("gb/messages", {"idempotency-key": "1"}) == (401, "S09")
    assert post("gb/messages", {**known, "authorization": "Bearer wrong"}) == (401, "S09")
    assert post("id/messages", known) == (403, "S08")
    assert post("gb/messages", bearer) == (400, "13")
    assert post("gb/messages", known, b"") == (400, "13")
    assert post("gb/messages", known, bytes(10_000_001)) == (413, "S04")
    first = httpx.post(f"{base}/gb/messages", headers=known, content=b"<x/>", timeout=30)
    again = httpx.post(f"{base}/gb/messages", headers=known, content=b"<x/>", timeout=30)
    assert (first.status_code, again.content) == (202, first.content)
    assert post("gb/messages", known, b"<y/>") == (409, "26")
    stored = httpx.get(f"{base}/gb/messages/{known['idempotency-key']}", headers=bearer, timeout=30)
    assert stored.json() == first.json()


def test_a_station_refuses_a_bad_setting_and_names_the_repair(hub: Hub) -> None:
    """Exit code 2 and one line, before anything is started."""
    env = {**os.environ, **hub.machine.env, "HUB_INTAKE_TOKENS": "{}", "HUB_LANES": "0"}
    ran = subprocess.run(
        [sys.executable, "-m", "hub.cli", "run", "intake"],
        env=env, capture_output=True, text=True, timeout=30, check=False,
    )  # fmt: skip
    assert ran.returncode == 2
    assert "HUB_LANES" in ran.stderr
    assert "Traceback" not in ran.stderr
    assert Path(hub.machine.log("router")).exists()
