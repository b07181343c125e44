"""The three parts of a machine together: planned on free ports, prepared, and started in order."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass

from hub.errors import HubError
from hub.local.artifacts import Artifacts
from hub.local.children import Command
from hub.local.folder import RunFolder
from hub.local.kafka import Kafka
from hub.local.ports import free_ports
from hub.local.postgres import Postgres
from hub.local.registry import DATABASE, Registry

NAMES = ("postgres", "kafka", "registry")


@dataclass(frozen=True, kw_only=True)
class Parts:
    """Kafka, PostgreSQL and the registry of one run folder."""

    kafka: Kafka
    postgres: Postgres
    registry: Registry

    @classmethod
    def planned(cls, folder: RunFolder, artifacts: Artifacts, *, quick: bool) -> Parts:
        """Choose ports and folders; nothing is started or written."""
        kafka, controller, postgres, registry = free_ports(folder.path, 4)
        store = Postgres(folder=folder.path / "postgres", logs=folder.logs, port=postgres)
        return cls(
            kafka=Kafka(
                jars=artifacts.kafka,
                folder=folder.path / "kafka",
                logs=folder.logs,
                port=kafka,
                controller_port=controller,
                quick=quick,
            ),
            postgres=store,
            registry=Registry(runner=artifacts.registry, port=registry, postgres=store),
        )

    def prepare(self) -> None:
        """Make Kafka's and PostgreSQL's folders, both at once, unless both are there whole."""
        whole = self.kafka.folder.with_name("prepared")
        if not whole.exists():
            shutil.rmtree(self.kafka.folder, ignore_errors=True)
            shutil.rmtree(self.postgres.folder, ignore_errors=True)
        begun = {"postgres": self.postgres.prepare(), "kafka": self.kafka.prepare()}
        codes = {name: _finished(process) for name, process in begun.items()}
        for name, code in codes.items():
            if code:
                raise HubError(
                    f"cannot make the folder of {name}: see {self.kafka.logs / name}.log"
                )
        whole.touch()

    def command(self, name: str) -> Command:
        """How a part is started."""
        commands: dict[str, Callable[[], Command]] = {
            "kafka": self.kafka.command,
            "postgres": self.postgres.command,
            "registry": self.registry.command,
        }
        return commands[name]()

    def ready(self, name: str) -> bool:
        """Whether a part answers by its own protocol."""
        answers: dict[str, Callable[[], bool]] = {
            "kafka": self.kafka.ready,
            "postgres": self.postgres.ready,
            "registry": self.registry.ready,
        }
        return answers[name]()

    def create_databases(self) -> None:
        """Make the hub's and the registry's databases unless they are there."""
        self.postgres.create("hub")
        self.postgres.create(DATABASE)

    def env(self) -> dict[str, str]:
        """Settings that lead a station to these parts."""
        return {
            "HUB_KAFKA": self.kafka.bootstrap,
            "HUB_REPLICATION": "1",
            "HUB_POSTGRES": self.postgres.url("hub"),
            "HUB_REGISTRY": self.registry.url,
        }


def _finished(process: subprocess.Popen[bytes] | None) -> int:
    return process.wait() if process is not None else 0
