"""Who had a file, and which version: a row a person and version. Everybody sees how many, curators also who."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, bindparam, func, literal_column, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from models.core import clock
from models.core.base import Base, BigId
from models.core.db import one, rows
from models.people.person import Person


class FileDownload(Base):
    """One person had one version: how many times, and when last."""

    __tablename__ = "file_downloads"

    file_id: Mapped[int] = mapped_column(BigId, ForeignKey("entries.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id", ondelete="CASCADE"), primary_key=True, index=True)
    at: Mapped[datetime]
    times: Mapped[int] = mapped_column(default=1)


def note_download(session: Session, person_id: int, file_id: int, number: int) -> None:
    """Remember it. The file may be gone for good by now: then there is nothing to remember."""
    mine = (
        FileDownload.file_id == file_id,
        FileDownload.number == number,
        FileDownload.person_id == person_id,
    )
    again = update(FileDownload).where(*mine).values(at=clock.now(), times=FileDownload.times + 1)
    found: Any = session.execute(again)
    if not found.rowcount:
        session.add(FileDownload(file_id=file_id, number=number, person_id=person_id, at=clock.now(), times=1))


COUNT = select(func.count(func.distinct(FileDownload.person_id)).label("people")).where(
    FileDownload.file_id == bindparam("file_id", type_=BigId)
)


def people_who_had(session: Session, file_id: int) -> int:
    """How many people had any version of a file."""
    return int(one(session, COUNT, file_id=file_id).people)


BY_WHOM = (
    select(
        FileDownload.number,
        FileDownload.at,
        FileDownload.times,
        Person.username,
        Person.name,
        Person.is_guest,
    )
    .join(Person, Person.id == FileDownload.person_id)
    .where(FileDownload.file_id == bindparam("file_id", type_=BigId))
    .order_by(FileDownload.at.desc(), Person.id, FileDownload.number)
    .limit(literal_column("200"))
)


def downloads(session: Session, file_id: int) -> list[Any]:
    """Rows for the curators: number, at, times, username, name, is_guest, the last first."""
    return rows(session, BY_WHOM, file_id=file_id)
