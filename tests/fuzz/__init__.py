"""Hostile messages by the hundred thousand: made by mutation, and guided by coverage."""
