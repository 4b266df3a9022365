"""The handler of the outbox's `file` jobs, which reads versions after their upload was acknowledged; and the sweep."""

from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session, joinedload, undefer

from models.core import outbox
from models.core.blobs import Blobs
from models.core.db import Database
from models.core.outbox import Job
from models.entries import drawing
from models.entries.entry import Entry
from models.files.extracting import Extract, extract
from models.files.file import File, FileText, FileVersion

# Moves the stamp that the index compares, and nothing that people see.
MOMENT = timedelta(microseconds=1)


class FileReader:
    """Reads new versions for search and makes their thumbnails."""

    def __init__(self, database: Database, blobs: Blobs) -> None:
        self.database, self.blobs = database, blobs

    def handle(self, jobs: list[Job]) -> None:
        """A job's subject is `file:<id>:<number>`. No transaction is open while a file is read."""
        for job in jobs:
            _word, file_id, number = job.subject.split(":")
            key = int(file_id), int(number)
            with self.database.reading() as session:
                version = session.get(FileVersion, key)
            if version is None or not self.blobs.path(version.digest).exists():
                continue
            found = extract(self.blobs, version.digest, version.media_type)
            with self.database.writing() as session:
                note_extract(session, *key, found)


def note_extract(session: Session, file_id: int, number: int, found: Extract) -> None:
    """Keep what was read of a version; of the newest one its text is what search finds the file by."""
    session.execute(
        update(FileVersion)
        .where(FileVersion.file_id == file_id, FileVersion.number == number)
        .values(state=found.state, pages=found.pages, width=found.width, height=found.height)
    )
    options = [joinedload(Entry.space), undefer(Entry.body), undefer(Entry.text)]
    file = session.get(File, file_id, options=options)
    if file is None or file.number != number:
        return
    session.merge(FileText(file_id=file_id, text=found.text))
    session.flush()
    file.text = ""
    if file.body:
        drawing.redraw(file)
    else:
        drawing.find_more(file)
    file.last_activity_at += MOMENT
    session.flush()
    outbox.promise(session, "index", f"entry:{file_id}")


def sweep(session: Session, blobs: Blobs) -> int:
    """Remove bytes that no version needs any more, and drafts of uploads that broke off; returns how many files."""
    return blobs.sweep(set(session.scalars(select(FileVersion.digest).distinct())))
