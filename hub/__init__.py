"""Customs data exchange hub."""
