"""Block Kit from values: pure functions, without clock, network or core use cases."""
