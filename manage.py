#!/usr/bin/env python
"""Every command works against the running site, and starts the embedded servers when none runs."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

from peersupport.core.embedded import LaunchError, borrowed_services

# Commands that never talk to PostgreSQL or Redis.
OFFLINE = {
    "help",
    "build_static",
    "check",
    "collectstatic",
    "compilemessages",
    "demo",
    "makemessages",
    "setup",
    "version",
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "peersupport.settings")
    command = sys.argv[1] if len(sys.argv) > 1 else "help"
    if command == "setup":  # must run also where what it is to write is missing or broken
        os.environ.setdefault("MODE", "demo")
    try:
        if command in OFFLINE or {"-h", "--help", "--version"} & set(sys.argv):
            execute_from_command_line(sys.argv)
            return
        with borrowed_services():
            execute_from_command_line(sys.argv)
    except (LaunchError, ImproperlyConfigured) as error:
        sys.exit(f"commonroom: {error}")


if __name__ == "__main__":
    main()
