"""Ask a saved query, and be killed at the call that writes after so many others: FOLDER OUTPUT CALLS ARGUMENT...

`newsgrep ARGUMENT...` is run in FOLDER. What it prints is written to OUTPUT, by calls that count too.
"""

import os
import sys
from pathlib import Path

from faulty_disk import Disk

from newsgrep.archive import new  # noqa: F401  nothing is imported, and so written, when calls are counted
from newsgrep.cli import command, many_searches  # noqa: F401  likewise
from newsgrep.cli import new as _  # noqa: F401  likewise

if __name__ == "__main__":
    folder, output, calls, *arguments = sys.argv[1:]
    os.chdir(folder)
    Disk("kill", int(calls)).put_in_place()
    sys.stdout = open(Path(output), "w", encoding="utf-8")  # noqa: PTH123, SIM115  that which is put in place
    code = command.run(arguments)
    sys.stdout.close()
    os._exit(code)
