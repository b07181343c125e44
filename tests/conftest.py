"""Settings of the whole test run."""

from __future__ import annotations

from hypothesis import settings

# The same examples everywhere; a slow machine is not a failure of the code.
settings.register_profile("hub", deadline=None, derandomize=True)
settings.load_profile("hub")
