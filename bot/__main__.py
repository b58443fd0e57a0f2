"""`python -m bot` is `optout`."""

import sys

from bot.cli import main

sys.exit(main())
