"""The core: what an opt-out is and what can be done with one. No Slack, no HTTP, no SQL text."""
