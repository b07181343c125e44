"""The compose file against what it names: settings, commands, connectors, its own parts."""

from __future__ import annotations

import re
import shutil
import subprocess
from typing import Any

import pytest
import yaml

from hub.app import STATIONS
from hub.connector import discovery
from hub.settings import ROOT, Settings

TEXT = (ROOT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: body for name, body in SERVICES.items() if "build" in body}
RUNNING = {name: body for name, body in OURS.items() if body["command"][0] == "run"}
SECRETS = {"POSTGRES_PASSWORD", "INTAKE_TOKENS", "DELIVERY_TOKENS", "API_TOKEN"}


PARTNERS = "al au bd bn cn gb id jm jp kg kh kr kz la lk mm my np nz ph ru sg th tl vn za"


def test_every_partner_has_a_service() -> None:
    """One connector a service, so that one that fails is one country's trouble.

    A country that joins later is a line in its deployment, not in the code: it breaks no test.
    """
    served = {body["command"][2] for body in RUNNING.values() if body["command"][1] == "connector"}

    assert served >= set(PARTNERS.split())
    assert set(PARTNERS.split()) <= set(discovery.folders()), "a service for a missing folder"


def test_every_command_is_one_of_ours() -> None:
    """A service runs one station, or one country's connector, and is named after it."""
    for name, body in RUNNING.items():
        _, station, *country = body["command"]
        assert station in STATIONS, name
        assert len(country) == (station == "connector"), name
        assert "-".join([station, *country]) == name


def test_every_station_has_a_service() -> None:
    """No station is forgotten."""
    assert {body["command"][1] for body in RUNNING.values()} == set(STATIONS)


def test_stations_wait_for_the_preparation() -> None:
    """Topics, tables and schemas are made once, after every part is healthy, before any station."""
    parts = {name for name in SERVICES if name not in OURS}

    assert set(OURS) - set(RUNNING) == {"prepare"}
    assert OURS["prepare"]["command"] == ["prepare"]
    assert set(OURS["prepare"]["depends_on"]) == parts
    for body in RUNNING.values():
        assert body["depends_on"] == {"prepare": {"condition": "service_completed_successfully"}}


def test_every_setting_exists() -> None:
    """A HUB_ variable that no setting reads is a typing error."""
    fields = {f"HUB_{name.upper()}" for name in Settings.model_fields}
    named = {key for body in OURS.values() for key in body["environment"]}

    assert named <= fields


def test_secrets_come_from_the_environment() -> None:
    """A secret is required from outside and has no default."""
    used = set(re.findall(r"\$\{(\w+)", TEXT))

    assert used >= SECRETS
    for secret in SECRETS:
        assert not re.search(rf"\$\{{{secret}[^?]*[}}-]", TEXT.replace(f"{{{secret}:?", "")), secret


def test_dependencies_and_volumes_exist() -> None:
    """What a service waits for can become healthy; volumes and configs are declared."""
    for name, body in SERVICES.items():
        for needed, how in body.get("depends_on", {}).items():
            assert needed in SERVICES, name
            assert how["condition"] != "service_healthy" or "healthcheck" in SERVICES[needed], name
        for volume in body.get("volumes", []):
            assert volume.split(":")[0] in COMPOSE["volumes"], name
        for config in body.get("configs", []):
            assert config["source"] in COMPOSE["configs"], name


def test_one_image_and_no_rights() -> None:
    """Our services share one image and run without capabilities on a read-only root."""
    assert len({body["image"] for body in OURS.values()}) == 1
    assert all(body["cap_drop"] == ["ALL"] and body["read_only"] for body in OURS.values())


def test_published_ports_are_the_services_own() -> None:
    """A published port leads to the port the service was told to listen on, loopback only."""
    for name in ("intake", "api"):
        (published,) = OURS[name]["ports"]
        address, _, inside = published.rsplit(":", 2)
        assert address == "127.0.0.1"
        assert inside == OURS[name]["environment"][f"HUB_{name.upper()}_PORT"]


def test_kafka_is_replicated() -> None:
    """Three nodes, each its own id, name and volume; writes need two of them."""
    nodes = [body["environment"] for name, body in SERVICES.items() if name.startswith("kafka-")]
    voters = {node["KAFKA_CONTROLLER_QUORUM_VOTERS"] for node in nodes}

    assert sorted(node["KAFKA_NODE_ID"] for node in nodes) == ["1", "2", "3"]
    assert len({node["KAFKA_ADVERTISED_LISTENERS"] for node in nodes}) == 3
    assert voters == {"1@kafka-1:9093,2@kafka-2:9093,3@kafka-3:9093"}
    assert {node["KAFKA_MIN_INSYNC_REPLICAS"] for node in nodes} == {"2"}
    assert all(body["environment"]["HUB_REPLICATION"] == "3" for body in OURS.values())


def test_versions_agree_with_one_machine() -> None:
    """Kafka and the registry have the versions that the one-machine runtime is tested with."""
    pom = (ROOT / "hub" / "local" / "pom.xml").read_text()

    for image in (SERVICES["kafka-1"]["image"], SERVICES["registry"]["image"]):
        assert f"<version>{image.partition(':')[2]}</version>" in pom


def test_docker_accepts_it() -> None:
    """Where docker compose is installed, it reads the file without complaint."""
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True).returncode:
        pytest.skip("docker compose is not installed")
    values = dict.fromkeys([*SECRETS, "ENDPOINTS"], "x")

    done = subprocess.run(
        [docker, "compose", "config", "--quiet"], cwd=ROOT, env=values, capture_output=True
    )

    assert done.returncode == 0, done.stderr.decode()
