"""Starts the Python worker of jobc. Readable by old interpreters, so that they can say they are too old."""
import sys

if sys.version_info < (3, 9):
    sys.stderr.write(
        "jobc needs Python 3.9 or newer; %s is %s\n" % (sys.executable, sys.version.split()[0])
    )
    sys.exit(86)

from jobc_runner.worker import main

main()
