"""Pages for the people who get messages: plain HTML without scripts, in their language."""
