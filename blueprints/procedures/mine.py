"""What the person who is signed in confirmed. Seen by nobody else."""

from flask import render_template

from blueprints.kit.guards import allow
from blueprints.kit.request import db, viewer
from models.wiki.procedures.reading import my_signatures, to_sign


@allow("account.manage")
def show_mine() -> str:
    return render_template("procedures/mine.html", found=my_signatures(db(), viewer()), waiting=to_sign(db(), viewer()))
