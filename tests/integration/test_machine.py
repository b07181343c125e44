"""The real parts: up, killed and back with their data, and gone when their owner is gone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import httpx
import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from hub.errors import HubError
from hub.local import postgres
from hub.local.children import Children
from hub.local.folder import RunFolder, leftovers, wait_until
from hub.local.machine import Machine
from hub.local.ports import free_ports
from hub.settings import ROOT

pytestmark = pytest.mark.real

SCHEMA = '{"type": "record", "name": "Kept", "fields": [{"name": "id", "type": "string"}]}'


async def test_postgres_keeps_rows_through_a_kill(machine: Machine) -> None:
    """A committed row is there after `kill -9` of the server and all its backends."""
    connection = await asyncpg.connect(machine.env["HUB_POSTGRES"])
    await connection.execute("create table kept (id text); insert into kept values ('one')")
    connection.terminate()

    machine.restart("postgres")

    connection = await asyncpg.connect(machine.env["HUB_POSTGRES"])
    assert await connection.fetchval("select id from kept") == "one"
    await connection.close()


async def test_kafka_keeps_records_through_a_kill(machine: Machine) -> None:
    """An acknowledged record is there after `kill -9`."""
    bootstrap = machine.env["HUB_KAFKA"]
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all") as producer:
        await make_topic(bootstrap, "kept")
        await producer.send_and_wait("kept", b"one")

    machine.restart("kafka")

    consumer = AIOKafkaConsumer("kept", bootstrap_servers=bootstrap, auto_offset_reset="earliest")
    async with consumer:
        assert (await consumer.getone()).value == b"one"


async def test_kafka_makes_no_topic_by_itself(machine: Machine) -> None:
    """A typing error in a topic's name makes no topic."""
    admin = AIOKafkaAdminClient(bootstrap_servers=machine.env["HUB_KAFKA"])
    await admin.start()
    await admin.describe_topics(["kpet"])

    assert "kpet" not in await admin.list_topics()
    await admin.close()


def test_registry_keeps_ids_through_a_kill(machine: Machine) -> None:
    """A schema has the same id after `kill -9`: messages name schemas by id."""
    url = machine.env["HUB_REGISTRY"]
    first = httpx.post(f"{url}/subjects/Kept/versions", json={"schema": SCHEMA}).json()["id"]

    machine.restart("registry")

    again = httpx.post(f"{url}/subjects/Kept/versions", json={"schema": SCHEMA}).json()["id"]
    assert again == first


def test_registry_answers_at_once_after_postgres_was_killed(machine: Machine) -> None:
    """The connections that PostgreSQL's kill left behind cost no request."""
    machine.restart("postgres")

    answers = {httpx.get(f"{machine.env['HUB_REGISTRY']}/subjects").status_code for _ in range(12)}

    assert answers == {200}


def test_tend_brings_back_what_died(machine: Machine) -> None:
    """A part that was killed behind our back is reported and back without being asked for."""
    before = machine.pids()["postgres"]
    os.kill(before, signal.SIGKILL)
    told: list[str] = []

    def back() -> bool:
        told.extend(machine.tend())
        return machine.pids().get("postgres", before) != before

    assert wait_until(back, 20)
    machine.wait_ready("postgres")
    assert told[0].startswith("postgres died (SIGKILL), restart in")


def test_a_station_gets_the_settings(machine: Machine) -> None:
    """A station finds the parts by its environment, and its output in its log."""
    machine.start("station", ["sh", "-c", "echo $HUB_KAFKA $EXTRA"], {"EXTRA": "more"}, keep=False)

    assert wait_until(lambda: machine.exit_code("station") == 0, 5)
    assert machine.log("station").read_text() == f"{machine.env['HUB_KAFKA']} more\n"
    machine.end("station")


def test_secrets_stay_out_of_command_lines(machine: Machine) -> None:
    """The database password stands in no command line, where every user could read it."""
    password = machine.env["HUB_POSTGRES"].split(":")[2].split("@")[0]

    for pid in machine.pids().values():
        assert password.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()


def test_a_closed_folder_is_no_obstacle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A clone in root's home works: PostgreSQL runs from and in folders closed to others."""
    wheel = Path(postgres.program("postgres")).parents[2]
    for name in (wheel.name, f"{wheel.name}.libs"):
        shutil.copytree(wheel.with_name(name), tmp_path / name)
    tmp_path.chmod(0o700)
    monkeypatch.setattr(
        postgres, "program", lambda name: str(tmp_path / wheel.name / "pginstall" / "bin" / name)
    )
    owned = RunFolder(tmp_path / "run")
    found = Children(owned, owned.claim(fresh=True))
    (port,) = free_ports(tmp_path, 1)
    server = postgres.Postgres(folder=owned.path / "postgres", logs=owned.logs, port=port)
    made = server.prepare()
    assert made is not None
    assert made.wait() == 0, (owned.logs / "postgres.log").read_text()

    found.start("postgres", server.command())

    assert wait_until(server.ready, 10), found.log("postgres").read_text()
    assert found.stop(["postgres"], 10) == []
    found.close()
    owned.release()


PARENT = """
import sys, time
from pathlib import Path
from hub.local.machine import Machine
with Machine(Path(sys.argv[1]), quick=True) as machine:
    machine.start("station", [sys.executable, "-c", "import time; time.sleep(600)"])
    print(machine.env["HUB_POSTGRES"], flush=True)
    if "fail" in sys.argv:
        raise RuntimeError("a failure in the middle")
    time.sleep(600)
"""


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    found = ROOT / ".local" / "test-run" / f"{os.getpid()}-ends"
    yield found
    shutil.rmtree(found)


def started(folder: Path, *words: str) -> tuple[subprocess.Popen[str], str]:
    """A process that runs a machine of its own, and the address of its database."""
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(folder), *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert parent.stdout is not None
    with parent.stdout:
        return parent, parent.stdout.readline().strip()


async def run(url: str, statement: str) -> object:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()


@pytest.mark.parametrize(
    ("how", "code"),
    [
        (signal.SIGKILL, -signal.SIGKILL),
        (signal.SIGINT, -signal.SIGINT),
        (signal.SIGTERM, 128 + signal.SIGTERM),
        ("fail", 1),
    ],
    ids=["kill -9", "Ctrl-C", "SIGTERM", "failure"],
)
async def test_nothing_is_left_and_data_is_kept(folder: Path, how: object, code: int) -> None:
    """However the owner ends, nothing runs on, and the next owner finds what was stored."""
    parent, url = started(folder, str(how))
    assert how == "fail" or len(list(leftovers(folder))) >= 4
    if isinstance(how, signal.Signals):
        await run(url, "create table if not exists ends (id text)")
        await run(url, f"insert into ends values ('{how.name}')")
        parent.send_signal(how)

    assert parent.wait(30) == code
    assert wait_until(lambda: not list(leftovers(folder)), 10)


async def test_a_machine_recovers_after_everything_was_killed(folder: Path) -> None:
    """Owner, watcher and parts killed at once: the next start clears up and has all the rows."""
    parent, _ = started(folder)
    victims = [parent.pid, *children_of(parent.pid), *leftovers(folder)]
    for pid in victims:
        os.kill(pid, signal.SIGKILL)
    parent.wait()

    began = time.monotonic()
    with Machine(folder, quick=True) as machine:
        stored = await run(machine.env["HUB_POSTGRES"], "select count(*) from ends")

    assert stored == 3
    assert time.monotonic() - began < 60


def test_two_machines_side_by_side(machine: Machine, folder: Path) -> None:
    """Two clones run at the same time: other ports, other data."""
    with Machine(folder, fresh=True, quick=True) as other:
        assert set(other.env.values()) & set(machine.env.values()) <= {"1"}
        assert all(machine.alive()[name] for name in ("kafka", "postgres", "registry"))


def test_a_part_that_dies_at_start_is_an_error(machine: Machine) -> None:
    """Waiting for a dead part ends at once and names its log."""
    machine.kill("registry")

    with pytest.raises(HubError, match=r"registry ended with code -9: see .*/registry\.log"):
        machine.wait_ready("registry")

    machine.restart("registry")


def test_missing_java_ends_setup_with_one_line(tmp_path: Path) -> None:
    """Set-up without Java: exit code 2 and one line with the remedy."""
    env = {"PATH": str(tmp_path)}

    done = subprocess.run(
        [sys.executable, "-m", "hub.local"], cwd=ROOT, env=env, capture_output=True, text=True
    )

    assert done.returncode == 2
    assert done.stderr == "Java 17 or newer is missing: apt-get install openjdk-17-jdk-headless\n"


async def make_topic(bootstrap: str, name: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    await admin.create_topics([NewTopic(name, num_partitions=1, replication_factor=1)])
    await admin.close()


def children_of(pid: int) -> list[int]:
    return [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
