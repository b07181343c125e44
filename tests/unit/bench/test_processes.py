"""CPU and memory of processes, read from the machine itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time

from bench.processes import Used, busy_seconds, usage


def test_a_process_is_counted_with_its_children() -> None:
    """A shell that only waits has its child's CPU time and memory."""
    child = "import time\nwhile time.process_time() < 0.3: pass\ntime.sleep(20)"
    parent = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {child!r}])"
    with subprocess.Popen([sys.executable, "-c", parent], start_new_session=True) as process:
        deadline = time.monotonic() + 15
        found = usage({"it": process.pid})["it"]
        while found.cpu < 0.3 and time.monotonic() < deadline:
            time.sleep(0.05)
            found = usage({"it": process.pid})["it"]
        os.killpg(process.pid, signal.SIGKILL)

    assert found.cpu >= 0.3
    assert found.user > 0
    assert found.resident > 5e6
    assert found.voluntary == 0, "not asked for"


def test_a_process_that_is_gone_costs_nothing() -> None:
    """It may end while we look."""
    assert usage({"gone": 2**22 + 1}, switches=True) == {"gone": Used()}
    assert usage({"me": os.getpid()})["me"].resident > 1e6


def test_waits_of_all_threads_are_switches() -> None:
    """Each sleep of another thread is one voluntary switch at least."""
    before = usage({"me": os.getpid()}, switches=True)["me"]
    ended = threading.Event()

    def waits() -> None:
        for _ in range(50):
            time.sleep(0.001)
        ended.wait(5)

    thread = threading.Thread(target=waits)
    thread.start()
    time.sleep(0.2)
    after = usage({"me": os.getpid()}, switches=True)["me"]
    ended.set()
    thread.join()

    assert after.voluntary - before.voluntary >= 50
    assert after.involuntary >= before.involuntary


def test_the_machine_is_never_busier_than_its_time() -> None:
    """Busy and all seconds grow together."""
    busy, all_of_it = busy_seconds()

    assert 0 < busy < all_of_it
