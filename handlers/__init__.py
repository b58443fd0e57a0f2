"""Doors: they turn a request into a typed value, ask the core, and show what it says."""
