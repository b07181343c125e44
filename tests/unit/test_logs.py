"""Log lines, as another process writes them: the set-up is global and kept for its life."""

from __future__ import annotations

import json
import subprocess
import sys

PROGRAM = """
import logging, pathlib, structlog
from hub import logs
log = structlog.get_logger()
logs.set_up("router", "WARNING")
log.info("batch_decided")
log.warning("message_parked", path=pathlib.Path("/x"), names={"无"})
try:
    1 / 0
except ZeroDivisionError:
    log.exception("lane_failed")
logging.getLogger("aiokafka.conn").error("retry 1 of 999")
logging.getLogger("asyncpg").warning("from a library")
"""


def test_lines_are_json_that_name_their_station() -> None:
    """A line holds station, level, time and whatever was said, also what is no JSON by itself."""
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert (done.returncode, done.stdout) == (0, "")
    parked, failed, library = done.stderr.splitlines()

    said = json.loads(parked)
    assert (said["event"], said["station"], said["level"]) == (
        "message_parked",
        "router",
        "warning",
    )
    assert said["timestamp"].endswith("Z")
    assert (said["path"], said["names"]) == ("/x", "{'无'}")
    assert "ZeroDivisionError" in json.loads(failed)["exception"], "one line, traceback inside"
    assert library == "asyncpg from a library", "the retries of aiokafka are left out"
