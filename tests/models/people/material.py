"""A whole profile, each field with a word that stands nowhere else."""

from datetime import timedelta
from typing import Any

from models.core import clock

IN_A_MONTH = clock.now().date() + timedelta(days=30)
SAID: dict[str, Any] = {
    "about": "zqabout",
    "job_title": "zqrole",
    "place": "zqplace",
    "phone": "zqphone",
    "pattern": "zqpattern",
    "experience": "zqexperience",
    "portfolio": "zqportfolio",
    "languages": ["zqlanguage"],
}
