"""Three pages that only say where things are and how they work."""

from flask import render_template

from blueprints.kit.guards import allow, public


@allow("home.read")
def menu() -> str:
    return render_template("menu/menu.html")


@public
def help_page() -> str:
    return render_template("menu/help.html")


@public
def accessibility() -> str:
    return render_template("menu/accessibility.html")
