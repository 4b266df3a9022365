"""Has a foreign file read by a process of its own, which may take only so much memory and time (see `child`).

Whatever a file does to that process, here it only means that nothing was read.
"""

import contextlib
import logging
import os
import signal
import subprocess
import sys
from pathlib import Path

log = logging.getLogger(__name__)

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 30


def read_apart(reader: str, file: Path, media_type: str, folder: Path) -> bool:
    """Run the module `reader` on a file; what it makes lies in the folder. False when it gave up."""
    command = [sys.executable, "-m", reader, str(file.resolve()), media_type, str(folder)]
    # None of our own settings, which hold passwords, goes to it; it stands in a group of its own, to be ended whole.
    process = subprocess.Popen(  # noqa: S603 - our own program, and the file is an argument
        command,
        cwd=ROOT,
        env={"PATH": os.defpath, "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        code = process.wait()
    if code:
        log.info("%s gave up with %s on a file of type %s", reader, code, media_type)
    return code == 0
