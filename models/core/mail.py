"""Mail: promised through the outbox, sent to a file, the console or an SMTP server. Words of mails live elsewhere."""

import secrets
import smtplib
import sys
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import make_msgid

from sqlalchemy.orm import Session

from models.core import clock, outbox
from models.core.outbox import Job
from models.core.settings import Settings

Send = Callable[[EmailMessage], None]


def promise_mail(session: Session, to: str, subject: str, text: str) -> None:
    """Have a plain-text mail sent once the transaction is stored."""
    outbox.promise(session, "mail", to[:100], to=to, subject=subject, text=text)


class Postman:
    """The handler of the outbox's `mail` jobs."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        ways = {"file": self._to_file, "console": self._to_console, "smtp": self._by_smtp}
        self.send: Send = ways[settings.mail]

    def handle(self, jobs: list[Job]) -> None:
        for job in jobs:
            message = EmailMessage()
            message["From"], message["To"] = self.settings.mail_from, job.payload["to"]
            message["Subject"] = " ".join(job.payload["subject"].split())
            # The same job has the same id, so that a mail sent twice is shown once.
            message["Message-ID"] = make_msgid(f"job{job.id}", self.settings.mail_from.rpartition("@")[2])
            message.set_content(job.payload["text"])
            self.send(message)

    def _to_file(self, message: EmailMessage) -> None:
        folder = self.settings.mail_folder
        folder.mkdir(parents=True, exist_ok=True)
        name = f"{clock.now():%Y%m%d-%H%M%S}-{secrets.token_hex(3)}.eml"
        (folder / name).write_bytes(message.as_bytes())

    def _to_console(self, message: EmailMessage) -> None:
        sys.stdout.write(f"--- mail ---\n{message}\n------------\n")
        sys.stdout.flush()

    def _by_smtp(self, message: EmailMessage) -> None:
        with smtplib.SMTP(self.settings.smtp_host, self.settings.smtp_port, timeout=20) as server:
            if self.settings.smtp_tls:
                server.starttls()
            if self.settings.smtp_user:
                server.login(self.settings.smtp_user, self.settings.smtp_password)
            server.send_message(message)
