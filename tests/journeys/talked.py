"""Pages that people talked about and translated, for looking at every state of them."""

from sqlalchemy.orm import Session

from models.people.person import Person
from models.spaces.space import Space
from models.wiki.comments.commenting import Chosen, answer_comment, close_comments, comment, resolve_comment
from models.wiki.page import Page, write_page
from models.wiki.writing.translating import translate

TITLE = "What everybody talks about"
MANY, CLOSED = "What has many comments", "What is closed to comments"
TEXT = (
    "## Fees\n\nThe fee for a licence is £40 a year. Pay it by card before the end of May.\n\n"
    "| Who | How long |\n|---|---|\n| New owners | three weeks |\n\n"
    "## Appeals\n\nWrite to the [licensing office](https://example.org/office) within 21 days. Nobody else decides."
)


def write_talked(session: Session, room: Space, writer: Person, owner: Person) -> Page:
    """A page with comments in every state, its translation that is behind, one with many comments, one closed."""
    page = write_page(session, writer, room, TITLE, TEXT)
    session.flush()
    head = comment(
        page, owner, "By **cheque** too, @callum.reid?", chosen=Chosen("Pay it by card before the end of May.")
    )
    answer_comment(head, page, writer, "Only by card. See [[What is closed to comments]].")
    comment(page, writer, "Working weeks?", chosen=Chosen("three weeks"))
    comment(page, writer, "Is this the right address?", chosen=Chosen("licensing office within 21 days"))
    comment(page, writer, "Who does, then?", chosen=Chosen("Nobody else decides."))
    comment(page, owner, "A very good page. " + "Rechtsschutzversicherungsgesellschaften" * 3)
    resolve_comment(comment(page, writer, "The table is new."), owner)
    translate(
        page, writer, "cy", "Yr hyn y mae pawb yn ei drafod", "## Ffioedd\n\nMae'r ffi am drwydded yn £40 y flwyddyn."
    )
    translate(page, writer, "ar", "ما يتحدث عنه الجميع", "## الرسوم\n\nالرسوم أربعون جنيها.")
    session.flush()
    page.revise(
        by=owner,
        based_on=page.version,
        title=TITLE,
        body=TEXT.replace("£40", "£45").replace("May", "June").replace(" Nobody else decides.", ""),
        summary="New fees",
    )
    many = write_page(session, writer, room, MANY, "One line.")
    session.flush()
    for number in range(1, 71):
        comment(many, writer, f"Remark {number}", quiet=True)
    close_comments(write_page(session, writer, room, CLOSED, "Nothing to add."), owner)
    return page
