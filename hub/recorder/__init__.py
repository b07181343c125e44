"""Writes down every record of every topic, so that people can search, trace and count."""
