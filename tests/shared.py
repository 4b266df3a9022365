"""Where tests find the large shared data sets; no data and no fixtures here."""

import os
from pathlib import Path

import pytest

_BESIDE = Path(__file__).resolve().parents[2] / "shared"


def shared_path(name: str) -> Path:
    """Return a file or folder of the shared data, such as shared_path("data/markdown-spec").

    Looked for in $WITAN_SHARED, else beside the repository. Where it is missing the test is skipped, but in CI
    (environment variable CI is set) it fails: there, a skipped test would look like a passed one.
    """
    path = Path(os.environ.get("WITAN_SHARED") or _BESIDE) / name
    if path.exists():
        return path
    reason = f"shared data not found: {path} (set WITAN_SHARED to the folder that holds it)"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
