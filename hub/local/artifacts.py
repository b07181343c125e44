"""Kafka's and the registry's jars: fetched once by Maven into a cache, then found at once."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from hub.errors import Misconfigured
from hub.local.tools import java, maven
from hub.settings import ROOT

CACHE = ROOT / ".local" / "cache"
POM = Path(__file__).with_name("pom.xml")

Report = Callable[[str], None]


@dataclass(frozen=True, kw_only=True)
class Artifacts:
    """Where the jars lie: `kafka/*.jar` and the registry's runner."""

    kafka: Path
    registry: Path

    def whole(self) -> bool:
        """Whether everything is there."""
        return self.registry.exists() and any(self.kafka.glob("kafka_*.jar"))


def located(cache: Path = CACHE) -> Artifacts:
    """Where the jars of this pom belong; another pom has another folder."""
    digest = hashlib.sha256(POM.read_bytes()).hexdigest()[:12]
    return _artifacts_in(cache / digest)


def resolve(report: Report, cache: Path = CACHE) -> Artifacts:
    """Return the jars, fetching what the cache lacks. Checks Java first: nothing runs without."""
    java()
    wanted = located(cache)
    if wanted.whole():
        return wanted
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache, prefix="fetching-") as name:
        work = Path(name) / "artifacts"
        work.mkdir()
        shutil.copy(POM, work)
        fetch(work, report)
        unpack(work)
        publish(work, wanted.kafka.parent)
    report("Kafka and the registry are in the cache")
    return wanted


def fetch(work: Path, report: Report) -> None:
    """Run Maven in `work`. Raises `Misconfigured` with Maven's own first complaint."""
    report("fetching Kafka and the registry with Maven (160 MB, once)")
    command = [maven(), "-B", "-Dstyle.color=never", "package"]
    with subprocess.Popen(  # noqa: S603 - our own pom, Maven from PATH
        command, cwd=work, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        complaint = follow(process.stdout, report)
    if process.returncode:
        raise Misconfigured(f"Maven could not fetch the jars: {complaint}")


def follow(lines: Iterable[str], report: Report) -> str:
    """Report every tenth file and every archive; return the first line that is an error."""
    files, complaint = 0, ""
    for raw in lines:
        line = raw.strip()
        if line.startswith("[ERROR]") and not complaint:
            complaint = line.removeprefix("[ERROR]").strip()
        if "Downloading from" in line and line.endswith(".tar.gz"):
            report(f"fetching {line.rsplit('/', 1)[-1]} (109 MB)")
        if "Downloaded from" in line:
            files += 1
            if files % 50 == 0:
                report(f"{files} files fetched")
    return complaint or "it gave no reason"


def unpack(work: Path) -> None:
    """Unpack the registry's archive and drop the archive."""
    archive = next((work / "archive").glob("*.tar.gz"))
    with tarfile.open(archive) as packed:
        # Python before 3.11.4 has no filters; the archive is Maven's, checked by its checksum.
        packed.extraction_filter = getattr(tarfile, "data_filter", lambda member, path: member)
        packed.extractall(work / "registry")  # noqa: S202 - filtered in the line above
    shutil.rmtree(work / "archive")


def publish(work: Path, target: Path) -> None:
    """Move a whole folder into place in one step; another process may have been faster."""
    if target.exists() and not _artifacts_in(target).whole():
        shutil.rmtree(target)
    if not target.exists():
        work.replace(target)


def _artifacts_in(folder: Path) -> Artifacts:
    runners = (folder / "registry").glob("*-runner.jar")
    runner = next(runners, folder / "registry" / "missing-runner.jar")
    return Artifacts(kafka=folder / "kafka", registry=runner)
