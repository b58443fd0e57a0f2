"""Whom we believe to be who they say they are, over TLS."""

import ssl
from functools import cache


@cache
def context() -> ssl.SSLContext:
    """The authorities that the system trusts. Reading them takes some 25 ms, so it is done once."""
    return ssl.create_default_context()
