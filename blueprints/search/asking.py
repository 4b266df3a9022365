"""What an address of the search page asks for."""

from werkzeug.datastructures import MultiDict

from models.search.asked import Asked, asked_by


def read(args: MultiDict[str, str]) -> Asked:
    """Read the address. Whatever makes no sense in it is left out."""
    return asked_by(lambda name: args.get(name, ""), args.getlist)
