"""The running program: the only room that knows all the others."""
