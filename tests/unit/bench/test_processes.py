"""CPU and memory of processes, read from the machine itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from bench.processes import busy_seconds, usage


def test_a_process_is_counted_with_its_children() -> None:
    """A shell that only waits has its child's CPU time and memory."""
    child = "import time\nwhile time.process_time() < 0.3: pass\ntime.sleep(20)"
    parent = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])"
    with subprocess.Popen([sys.executable, "-c", parent], start_new_session=True) as process:
        deadline = time.monotonic() + 15
        found = usage({"it": process.pid})["it"]
        while found[0] < 0.3 and time.monotonic() < deadline:
            time.sleep(0.05)
            found = usage({"it": process.pid})["it"]
        os.killpg(process.pid, signal.SIGKILL)

    assert found[0] >= 0.3
    assert found[1] > 5e6


def test_a_process_that_is_gone_costs_nothing() -> None:
    """It may end while we look."""
    assert usage({"gone": 2**22 + 1}) == {"gone": (0.0, 0)}
    assert usage({"me": os.getpid()})["me"][1] > 1e6


def test_the_machine_is_never_busier_than_its_time() -> None:
    """Busy and all seconds grow together."""
    busy, all_of_it = busy_seconds()

    assert 0 < busy < all_of_it
