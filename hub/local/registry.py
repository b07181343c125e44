"""Apicurio Registry on one machine: its command, and when it is ready.

It keeps its schemas in PostgreSQL, in a database of its own, so that ids outlive its process.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import httpx

from hub.local.children import Command
from hub.local.postgres import Postgres
from hub.local.tools import java

DATABASE = "registry"
OPTIONS = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx384m", "-XX:+ExitOnOutOfMemoryError")


@dataclass(frozen=True, kw_only=True)
class Registry:
    """One registry over one database."""

    runner: Path
    port: int
    postgres: Postgres

    @property
    def url(self) -> str:
        """Address of the Confluent-compatible interface."""
        return f"http://127.0.0.1:{self.port}/apis/ccompat/v7"

    def command(self) -> Command:
        """The command that runs it; few connections, no access log.

        Connections are tried before use: without that, each one PostgreSQL left behind when it was
        killed costs a request answered with 500.
        """
        settings = {
            "QUARKUS_HTTP_HOST": "127.0.0.1",
            "QUARKUS_HTTP_PORT": str(self.port),
            "QUARKUS_HTTP_ACCESS_LOG_ENABLED": "false",
            "APICURIO_STORAGE_KIND": "sql",
            "APICURIO_STORAGE_SQL_KIND": "postgresql",
            "APICURIO_DATASOURCE_URL": f"jdbc:postgresql://127.0.0.1:{self.postgres.port}/{DATABASE}",
            "APICURIO_DATASOURCE_USERNAME": "postgres",
            "APICURIO_DATASOURCE_PASSWORD": self.postgres.password,
            "APICURIO_DATASOURCE_JDBC_INITIAL_SIZE": "2",
            "APICURIO_DATASOURCE_JDBC_MIN_SIZE": "2",
            "APICURIO_DATASOURCE_JDBC_MAX_SIZE": "10",
            "QUARKUS_DATASOURCE_POSTGRESQL_JDBC_VALIDATE_ON_BORROW": "true",
        }
        argv = (java(), *OPTIONS, "-jar", str(self.runner))
        return Command(argv=argv, env={**os.environ, **settings})

    def ready(self) -> bool:
        """Whether the list of subjects can be read, storage included."""
        try:
            answer = httpx.get(f"{self.url}/subjects", timeout=5, trust_env=False)
        except httpx.HTTPError:
            return False
        return answer.status_code == httpx.codes.OK and isinstance(answer.json(), list)
