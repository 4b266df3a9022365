"""A Flask application of one route, served beside Witan for comparison: it returns the bytes of $BARE_BODY."""

import json
import os
from pathlib import Path

from flask import Flask

BODY = Path(os.environ["BARE_BODY"]).read_bytes()
HEADERS = json.loads(os.environ["BARE_HEADERS"])

app = Flask("bare")


@app.get("/bare")
def bare() -> tuple[bytes, dict[str, str]]:
    return BODY, HEADERS
