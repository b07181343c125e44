"""The programs this machine must already have: Java, Maven. What is missing is said in one line."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache

from hub.errors import Misconfigured

JAVA_AT_LEAST = 17
JAVA_REMEDY = "apt-get install openjdk-17-jdk-headless"
MAVEN_REMEDY = "apt-get install maven"


@cache
def java() -> str:
    """Path of a Java that is new enough; `JAVA_HOME` goes before `PATH`."""
    found = _java_path()
    if found is None:
        raise Misconfigured(f"Java {JAVA_AT_LEAST} or newer is missing: {JAVA_REMEDY}")
    major = java_major(_version_text(found))
    if major < JAVA_AT_LEAST:
        raise Misconfigured(
            f"Java {JAVA_AT_LEAST} or newer is needed, {found} is {major or 'unreadable'}: "
            f"{JAVA_REMEDY}"
        )
    return found


def maven() -> str:
    """Path of Maven, which brings the jars."""
    found = shutil.which("mvn")
    if found is None:
        raise Misconfigured(f"Maven is missing: {MAVEN_REMEDY}")
    return found


def java_major(text: str) -> int:
    """Read the major version out of `java -version`; 0 when it says none.

    >>> java_major('openjdk version "17.0.15" 2025-04-15')
    17
    >>> java_major('java version "1.8.0_392"')
    8
    """
    found = re.search(r'version "(?:1\.)?(\d+)', text)
    return int(found.group(1)) if found else 0


def _java_path() -> str | None:
    home = os.environ.get("JAVA_HOME")
    return (home and shutil.which("java", path=f"{home}/bin")) or shutil.which("java")


def _version_text(program: str) -> str:
    done = subprocess.run([program, "-version"], capture_output=True, text=True, check=False)  # noqa: S603 - the program found above
    return done.stderr + done.stdout
