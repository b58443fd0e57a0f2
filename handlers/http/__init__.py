"""The HTTP door: what programs, not people in Slack, ask of us."""
