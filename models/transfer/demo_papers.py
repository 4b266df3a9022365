"""The demo's files: in folders and on pages, with versions, one of them locked. Their bytes lie in `demo/files`."""

from functools import partial
from typing import TYPE_CHECKING, Any

from models.core.blobs import Blobs
from models.files.file import File, Folder
from models.files.folders import make_folder
from models.files.locking import lock
from models.files.receiving import receive_bytes
from models.files.storing import add_file, add_version
from models.transfer import demo_files

if TYPE_CHECKING:
    from models.transfer.demo_world import DemoWorld

Values = dict[str, Any]


def plan_papers(world: "DemoWorld", blobs: Blobs) -> None:
    """Plan every file of `wiki.yaml`."""
    for each in demo_files.told("wiki.yaml")["files"]:
        kept: dict[str, File] = {}
        for version in each["versions"]:
            world.at(world.moment(version["days_ago"]), partial(_keep, world, blobs, each, version, kept))
        if locked := each.get("locked"):
            world.at(world.moment(locked["days_ago"]), partial(_lock, world, locked, kept))


def _keep(world: "DemoWorld", blobs: Blobs, each: Values, version: Values, kept: dict[str, File]) -> None:
    by = world.people[version["by"]]
    content = (demo_files.FOLDER / "files" / version["file"]).read_bytes()
    received = receive_bytes(blobs, content, version["file"])
    if "file" in kept:
        add_version(kept["file"], blobs, by, received, note=version.get("note", ""))
        return
    kept["file"] = add_file(
        world.session, blobs, by, world.spaces[each["space"]], received,
        page=world.pages[each["space"], each["page"]] if each.get("page") else None,
        folder=_folder(world, each, version) if each.get("folder") else None,
        name=each["name"], description=each.get("description", ""),
    )  # fmt: skip


def _folder(world: "DemoWorld", each: Values, version: Values) -> Folder:
    return make_folder(world.session, world.spaces[each["space"]], world.people[version["by"]], each["folder"])


def _lock(world: "DemoWorld", locked: Values, kept: dict[str, File]) -> None:
    lock(kept["file"], world.people[locked["by"]], locked["note"])
