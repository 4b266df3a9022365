"""What the scripts of the editor say to people: %n, %r and %s are filled in by the browser."""

from models.core.language import gettext as _


def editor_words() -> dict[str, str]:
    """By the names that static/js/editor uses."""
    return {
        "offers": _("Suggestions"),
        "found": _("%n suggestions. Use the arrow keys."),
        "none": _("No suggestions"),
        "sending": _("Sending %n"),
        "sent": _("%n is here."),
        "sentPicture": _("%n is here. There is a field now to say what it shows."),
        "notSent": _("%n was not taken: %s Your text is as it was."),
        "noPlace": _("Pictures and files cannot be added here. Your text is as it was."),
        "failed": _("it could not be sent. Try again."),
        "describe": _("What does %n show? These words are read to colleagues who cannot see it."),
        "described": _("The words are in the text."),
        "useWords": _("Use these words"),
        "decoration": _("It only decorates"),
        "decorates": _("The picture is marked as decoration: it is passed over when the page is read aloud."),
        "pasted": _("Pasted with headings, lists and tables. Ctrl+Shift+V pastes words alone, Ctrl+Z undoes it."),
        "callout": _("What readers should notice"),
        "table": _("Edit the table"),
        "row": _("Row %n"),
        "column": _("Column %n"),
        "headRow": _("Heading row"),
        "head": _("Heading of column %n"),
        "cell": _("Row %r, column %n"),
        "addRow": _("Add a row"),
        "addColumn": _("Add a column"),
        "removeRow": _("Remove the row"),
        "removeColumn": _("Remove the column"),
        "up": _("Move up"),
        "down": _("Move down"),
        "left": _("Move left"),
        "right": _("Move right"),
        "align": _("Align"),
        "alignNone": _("As usual"),
        "alignLeft": _("Left"),
        "alignCenter": _("Centre"),
        "alignRight": _("Right"),
        "use": _("Put into the text"),
        "cancel": _("Cancel"),
        "menuOf": _("Change %s"),
    }
