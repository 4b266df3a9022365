"""What is mailed to somebody who cannot sign in any more."""

from blueprints.kit.request import db
from blueprints.kit.services import services
from models.core.language import date_time
from models.core.language import gettext as _
from models.core.mail import promise_mail
from models.moderation.decision import Decision
from models.people.person import Person, in_language_of


def mail_suspension(person: Person, made: Decision) -> None:
    """The reason, until when, and where to appeal: in the language of the person."""
    if not person.email:
        return
    settings = services().settings
    with in_language_of(person, settings.locale):
        until = _("It ends by itself on %(moment)s.", moment=date_time(made.until)) if made.until else ""
        text = _(
            "Hello %(name)s,\n\na moderator suspended your account on %(site)s. The reason: %(reason)s\n\n%(until)s\n\n"
            "Sign in as always to appeal to somebody else, and to take along what you wrote: %(link)s\n"
        )
        values = {"name": person.name, "site": settings.site_name, "reason": made.reason, "until": until}
        subject = _("Your account is suspended")
        promise_mail(db(), person.email, subject, text % (values | {"link": f"{settings.address}/sign-in"}))
