"""Hold the API to its own document: `python -m tests.contract`, and what Schemathesis takes."""

import os
import subprocess
import sys
from pathlib import Path

from tests.contract.served import served

SETTINGS = Path(__file__).with_name("schemathesis.toml")
PROGRAM = Path(sys.executable).with_name("schemathesis")


def main() -> int:
    with served() as (url, secrets):
        document = f"{url}/openapi.json"
        command = [str(PROGRAM), "--config-file", str(SETTINGS), "run", document, *sys.argv[1:]]
        return subprocess.run(command, env=os.environ | secrets, check=False).returncode  # noqa: S603 - our own tool


if __name__ == "__main__":
    sys.exit(main())
