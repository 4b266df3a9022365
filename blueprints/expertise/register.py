"""The page of everything that Witan ranks or suggests by itself."""

from flask import render_template

from blueprints.kit.guards import allow
from models.core.automatic import register


@allow("home.read")
def show_register() -> str:
    listed = sorted(register(), key=lambda one: str(one.title).casefold())
    return render_template("expertise/register.html", listed=listed)
