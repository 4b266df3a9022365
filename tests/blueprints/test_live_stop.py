"""A server with open lines that is told to stop: the lines end at once, and nothing has to be ended by force."""

import shutil
import signal
import subprocess
from pathlib import Path

import psutil
import pytest

from bench import serving
from models.people.login import start_login
from models.people.person import person_named
from tests.blueprints.test_live_processes import Person
from models.core.db import Database
