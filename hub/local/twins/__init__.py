"""Simulated national systems: they speak their own format over HTTP and count what they hear."""
