"""Who looks, and what an answer shows them: every byte of body, headers and cookie, but not what they sent."""

import io
import zipfile
from urllib.parse import unquote

from flask import Flask
from werkzeug.test import TestResponse

from tests.leaks.planting import MARK, SECRET
from tests.masking import without_chance
from tests.staging import cookie_words

# None of these may see a word of the secrets.
STRANGERS = {
    "nobody": None,
    "an outsider": "tomas.reyes",
    "an administrator": "ada.admin",
    "a moderator": "mo.moder",
    "a guest of another space": "greta.guest",
    "an ex-member": "eve.left",
    "a disabled member with an open session": "dan.gone",
    "a member of the parent department": "aisha.khan",
}
MEMBERS = {"the owner": "mei.wong", "a member by department": "bridget.low", "a member": "rhea.stays"}
# Accounts are what administrators keep, those of guests too; where the guests belong is not told even there.
OF_ACCOUNTS = {f"{MARK}guestname", f"{MARK}guestuser"}
# Moderators read what they hid where they decide, and nowhere else; appeals that wait for them likewise.
OF_DECISIONS = {f"{MARK}openhidden", f"{MARK}openappeal"}
# The moderator decided, so the appeal goes to an administrator: there is nobody else.
DECIDES = {"a moderator": OF_DECISIONS, "an administrator": OF_DECISIONS}


def shown(app: Flask, answer: TestResponse) -> str:
    """Everything that an answer gives away, in one text; the cookie as what it holds."""
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers if name != "Set-Cookie")
    return unquote(f"{headers}\n{cookie_words(app, answer)}\n{_unpacked(answer)}")


def _unpacked(answer: TestResponse) -> str:
    """The body, and of a zip the names and contents of what is in it."""
    if answer.mimetype != "application/zip":
        return answer.data.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as packed:
        return "\n".join(f"{name}\n{packed.read(name).decode(errors='replace')}" for name in packed.namelist())


def secrets_in(text: str, sent: str = "") -> set[str]:
    """The canary words in a text, but those that the viewer sent."""
    return _words(text) - _words(unquote(sent))


def _words(text: str) -> set[str]:
    # What is sealed anew for each answer may spell anything, and did.
    return {each.lower() for each in SECRET.findall(without_chance(text))}


def allowed(who: str, address: str) -> set[str]:
    deciding = address.startswith(("/moderation", "/decisions/")) or address.endswith("/moderate")
    if deciding and who in DECIDES:
        return DECIDES[who]
    return OF_ACCOUNTS if who == "an administrator" and address.startswith("/admin/people") else set()
