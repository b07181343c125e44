"""Apache Kafka on one machine: settings, first format, command, and when it is ready."""

from __future__ import annotations

import base64
import os
import socket
import struct
import subprocess
from dataclasses import dataclass
from pathlib import Path
from string import Template

from hub.local.children import Command
from hub.local.tools import java

HERE = Path(__file__).parent
QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xms64m", "-Xmx384m")
# G1 and its helpers work beside the broker, on the cores the stations need.
STEADY = ("-XX:+UseSerialGC", "-Xms512m", "-Xmx512m", "-Xmn256m")
METADATA = struct.pack(">hhih", 3, 4, 1, -1) + struct.pack(">ib", 0, 0)


@dataclass(frozen=True, kw_only=True)
class Kafka:
    """One node in a folder. `quick` starts sooner, without it the node bears more load."""

    jars: Path
    folder: Path
    logs: Path
    port: int
    controller_port: int
    quick: bool = False

    @property
    def bootstrap(self) -> str:
        """Address for clients."""
        return f"127.0.0.1:{self.port}"

    @property
    def _properties(self) -> Path:
        return self.folder / "server.properties"

    def prepare(self) -> subprocess.Popen[bytes] | None:
        """Write the settings and begin to format a new folder; the caller waits for the process."""
        self.folder.mkdir(parents=True, exist_ok=True)
        template = Template((HERE / "kafka.properties").read_text())
        self._properties.write_text(
            template.substitute(
                port=self.port, controller_port=self.controller_port, data=self.folder / "data"
            )
        )
        if (self.folder / "data" / "meta.properties").exists():
            return None
        tool = "kafka.tools.StorageTool"
        command = [*self._java(QUICK), tool, "format", "-t", new_id(), "-c", str(self._properties)]
        with (self.logs / "kafka.log").open("ab") as log:
            return subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL)  # noqa: S603 - our own jars

    def command(self) -> Command:
        """The command that runs the node."""
        memory = QUICK if self.quick else STEADY
        argv = (*self._java(memory), "kafka.Kafka", str(self._properties))
        return Command(argv=argv, env=os.environ.copy())

    def ready(self) -> bool:
        """Whether the node itself, not a stranger on its port, says it serves its own port."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(struct.pack(">i", len(METADATA)) + METADATA)
                answer = connection.makefile("rb")
                (size,) = struct.unpack(">i", answer.read(4))
                return self.port in broker_ports(answer.read(size))
        except (OSError, struct.error):
            return False

    def _java(self, options: tuple[str, ...]) -> tuple[str, ...]:
        return (
            java(),
            *options,
            "-XX:+ExitOnOutOfMemoryError",
            "-Djava.awt.headless=true",
            f"-Dlog4j2.configurationFile={HERE / 'log4j2.properties'}",
            f"-Dkafka.log={self.logs / 'kafka-server.log'}",
            "-cp",
            f"{self.jars}/*",
        )


def broker_ports(answer: bytes) -> list[int]:
    """Read the brokers' ports out of a Metadata response, version 4."""
    at, ports = 12, []
    for _ in range(struct.unpack_from(">i", answer, 8)[0]):
        (name,) = struct.unpack_from(">h", answer, at + 4)
        (port,) = struct.unpack_from(">i", answer, at + 6 + name)
        (rack,) = struct.unpack_from(">h", answer, at + 10 + name)
        ports.append(port)
        at += 12 + name + max(rack, 0)
    return ports


def new_id() -> str:
    """A cluster id as Kafka writes them; it must not begin with a dash."""
    return base64.urlsafe_b64encode(b"\0" + os.urandom(15)).decode().rstrip("=")
