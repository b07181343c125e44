"""Measuring the whole path: HTTP in, HTTP out, real parts, and a gate that voids bad runs."""
