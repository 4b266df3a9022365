"""The text fields of all forms, for test_forms.py: what else is sent, and where what was kept stands and is shown."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from itsdangerous import URLSafeTimedSerializer

from models.core import clock
from models.core.language import DEFAULT
from models.core.text import clean
from models.entries.tagging import tag_names
from models.files.naming import check_folder_name, check_name
from tests.staging import SECRET


def line(text: str) -> str:
    return " ".join(clean(text).split("\n")).strip()


def trimmed(text: str) -> str:
    return clean(text).strip()


def one_line(text: str) -> str:
    return " ".join(clean(text).split())


def summary(text: str) -> str:
    return trimmed(text)[:200]


def whole_number(text: str) -> str:
    return str(int(text)) if text.strip() else ""


def words(text: str) -> str:
    return ",".join(sorted(tag_names(text.split(","))))


TAGS = (
    "SELECT group_concat(name, ',') FROM"
    " (SELECT name FROM tags JOIN taggings ON tag_id = id WHERE entry_id = {} ORDER BY name)"
)
# The address of the mailed link that the second step of signing up stands at.
PROVED = URLSafeTimedSerializer(SECRET, salt="sign-up").dumps("new@x.example")
NEWEST = "(SELECT max(id) FROM entries)"
IN_A_MONTH = (clock.now() + timedelta(days=30)).date().isoformat()


@dataclass(frozen=True)
class Field:
    """One field of one form: what else is sent, where what was kept stands, and the page that shows it.

    Bytes among what else is sent are a file. What is not `typed` is filled in by the form itself, so that a refusal
    need not give it back.
    """

    form: str
    name: str
    address: str
    more: dict[str, str | bytes]
    kept: str
    shown: str
    as_kept: Callable[[str], str] = trimmed
    who: str = "aisha"
    typed: bool = True


ENTRY = "SELECT {} FROM entries WHERE id = {}"
TEMPLATE = "SELECT {} FROM page_templates"
DECISION = "SELECT {} FROM decisions WHERE id = (SELECT {} FROM decisions)"
PROPOSAL = "SELECT {} FROM change_proposals WHERE number = 2"
A_TEMPLATE = {"name": "New", "body": "Text"}
A_SECTION = {"at": "h-before-you-start", "based_on": "1"}
A_PROPOSAL = {"title": "Fresh", "body": "New", "based_on": "1"}
A_ROUND = {"due_on": IN_A_MONTH, "sure": "1"}
A_CATEGORY = {"parent": "", "readers": "space", "posters": "space"}
A_TOPIC = {"title": "Fresh", "body": "New", "space": "desk"}
# Filled in by the page itself: the draft that it knows of, and the topics as they were.
FILLED_IN: list[tuple[str, str, dict[str, str | bytes], object, str]] = [
    ("NewPageForm", "/s/desk/wiki/new", {"parent": "0"}, NEWEST, "/pages/{newest}/edit"),
    ("EditPageForm", "/pages/2/edit", {"based_on": "1"}, 2, "/e/2"),
    ("TranslationForm", "/pages/2/translate", {"language": "cy"}, NEWEST, "/pages/{newest}/edit"),
    ("TitledForm", "/e/3/edit", {"based_on": "1"}, 3, "/topics/3"),
]
FIELDS = [
    Field("NewPageForm", "title", "/s/desk/wiki/new", {"body": "Text", "parent": "0"}, ENTRY.format("title",
          NEWEST), "/s/desk/wiki/", line),
    Field("NewPageForm", "body", "/s/desk/wiki/new", {"title": "Fresh", "parent": "0"}, ENTRY.format("body", NEWEST),
          "/pages/{newest}/edit", clean),
    Field("NewPageForm", "tags", "/s/desk/wiki/new", {"title": "Fresh", "body": "Text", "parent": "0"},
          TAGS.format(NEWEST), "", words),
    # Only a large wiki asks for this: see below.
    Field("NewPageForm", "find", "/s/desk/wiki/new", {"title": "Fresh", "body": "Text", "parent": "0"}, "", ""),
    Field("NewPageForm", "template", "/s/desk/wiki/new", {"title": "Fresh", "body": "Text", "parent": "0"},
          ENTRY.format("body", NEWEST), "", lambda _text: "Text", typed=False),
    Field("EditPageForm", "title", "/pages/2/edit", {"body": "New", "based_on": "1"}, ENTRY.format("title", 2),
          "/e/2", line),
    Field("EditPageForm", "body", "/pages/2/edit", {"title": "Fresh", "based_on": "1"}, ENTRY.format("body", 2),
          "/pages/2/edit", clean),
    Field("EditPageForm", "tags", "/pages/2/edit", {"title": "Fresh", "body": "New", "based_on": "1"}, TAGS.format(2),
          "", words),
    Field("EditPageForm", "summary", "/pages/2/edit", {"title": "Fresh", "body": "New", "based_on": "1"},
          "SELECT summary FROM revisions WHERE entry_id = 2 AND number = 2", "/e/2/history",
          summary),
    Field("SectionForm", "body", "/pages/2/section", A_SECTION, ENTRY.format("body", 2), "/pages/2/edit",
          lambda text: clean(text).strip("\n")),
    Field("SectionForm", "summary", "/pages/2/section", {**A_SECTION, "body": "New"},
          "SELECT summary FROM revisions WHERE entry_id = 2 AND number = 2", "/e/2/history",
          lambda text: summary(text) or "Before you start"),
    Field("SectionForm", "at", "/pages/2/section", {"based_on": "1", "body": "New"}, "", "", typed=False),
    Field("SectionForm", "mark", "/pages/2/section", {**A_SECTION, "body": "New"}, ENTRY.format("body", 2), "/e/2",
          lambda _text: "New", typed=False),
    Field("DifferenceForm", "because", "/e/2/twin/difference?with=16", {}, "SELECT because FROM twins",
          "/e/2/twin?with=16", one_line),
    Field("TemplateForm", "name", "/s/desk/templates/new", A_TEMPLATE, TEMPLATE.format("name"), "/s/desk/templates"),
    Field("TemplateForm", "about", "/s/desk/templates/new", A_TEMPLATE, TEMPLATE.format("about"),
          "/s/desk/templates"),
    Field("TemplateForm", "title", "/s/desk/templates/new", A_TEMPLATE, TEMPLATE.format("title"),
          "/s/desk/templates/1"),
    Field("TemplateForm", "body", "/s/desk/templates/new", A_TEMPLATE, TEMPLATE.format("body"),
          "/s/desk/wiki/new?template=own:1"),
    Field("TemplateForm", "tags", "/s/desk/templates/new", A_TEMPLATE, TEMPLATE.format("tags"),
          "/s/desk/templates/1"),
    Field("CareForm", "other", "/pages/2/owner", {"owner": "keep", "review": "keep"}, "", ""),
    Field("ApprovalForm", "people", "/s/desk/approval", {"needed": "1", "who": "people"}, "", ""),
    Field("ProposalForm", "title", "/change-requests/1/edit", A_PROPOSAL, PROPOSAL.format("title"),
          "/change-requests/1", line),
    Field("ProposalForm", "body", "/change-requests/1/edit", A_PROPOSAL, PROPOSAL.format("body"),
          "/change-requests/1/edit", clean),
    Field("ProposalForm", "tags", "/change-requests/1/edit", A_PROPOSAL,
          PROPOSAL.format("(SELECT group_concat(value, ',') FROM json_each(tags))"), "", words),
    Field("ProposalForm", "tags", "/change-requests/1/edit", A_PROPOSAL, "", "/change-requests/1"),
    Field("ProposalForm", "summary", "/change-requests/1/edit", A_PROPOSAL, PROPOSAL.format("summary"),
          "/change-requests/1", summary),
    # Drawn as Markdown, so that what was sent does not stand on the page as it is.
    Field("no form", "text", "/change-requests/1/comments", {}, "SELECT text FROM change_comments", ""),
    Field("no form", "text", "/change-requests/1/comments", {}, "", "/change-requests/1"),
    Field("ProcedureForm", "label", "/pages/2/procedure", {"effective_on": "2020-01-01", "since": "y"},
          "SELECT label FROM procedures", "/e/2", one_line),
    Field("ConfirmationForm", "people", "/pages/2/confirm", {**A_ROUND, "audience": "people"}, "", ""),
    Field("ConfirmationForm", "note", "/pages/2/confirm", {**A_ROUND, "audience": "space"},
          "SELECT note FROM confirmations", "/confirmations/1"),
    # Without `sure` the form carries it on to the next step.
    Field("ConfirmationForm", "note", "/pages/2/confirm", {"due_on": IN_A_MONTH, "audience": "space"}, "", ""),
    Field("AboutForm", "name", "/files/11/-/edit", {}, ENTRY.format("title", 11), "/files/11",
          lambda text: check_name(text, before="guide.txt")),
    Field("AboutForm", "description", "/files/11/-/edit", {"name": "New.txt"}, ENTRY.format("body", 11),
          "/files/11/-/edit"),
    Field("VersionForm", "note", "/files/11/-/version", {"file": b"Second"},
          "SELECT note FROM file_versions WHERE number = 2", "/files/11", lambda text: one_line(text)[:200]),
    Field("no form", "note", "/files/11/-/lock", {}, "SELECT lock_note FROM files", "/files/11",
          lambda text: one_line(text)[:200]),
    Field("FolderForm", "name", "/s/desk/files/folder", {"parent": "0"}, "SELECT name FROM folders",
          "/s/desk/files", check_folder_name),
    Field("LimitsForm", "largest", "/s/desk/files/limits", {}, "SELECT CAST(largest AS TEXT) FROM file_limits",
          "/s/desk/files/limits", whole_number),
    Field("LimitsForm", "room", "/s/desk/files/limits", {}, "SELECT CAST(room AS TEXT) FROM file_limits",
          "/s/desk/files/limits", whole_number),
    Field("LanguageForm", "next", "/language", {"locale": DEFAULT}, "", "", typed=False),
    Field("LanguageForm", "next", "/language", {"locale": "made-up"}, "", ""),
    Field("ReleaseForm", "label", "/pages/2/release", {"number": "1"}, "SELECT label FROM releases", "/e/2/history",
          one_line),
    Field("TranslationForm", "title", "/pages/2/translate", {"language": "cy", "body": "Text"},
          ENTRY.format("title", NEWEST), "/s/desk/wiki/", line),
    Field("TranslationForm", "body", "/pages/2/translate", {"language": "cy", "title": "Fresh"},
          ENTRY.format("body", NEWEST), "/pages/{newest}/edit", clean),
    Field("TranslationForm", "tags", "/pages/2/translate", {"language": "cy", "title": "Fresh", "body": "Text"},
          TAGS.format(NEWEST), "", words),
    Field("LinkTwinForm", "original", "/pages/2/translation", {}, "", ""),
    # Comments have no form class: their form stands on the hottest page of all.
    Field("comment", "body", "/pages/2/comments", {}, ENTRY.format("body", NEWEST), "/e/{newest}/edit", clean),
    Field("comment", "quote", "/pages/2/comments", {"body": "Text"}, "", ""),
    Field("RenameForm", "title", "/pages/2/rename", {}, ENTRY.format("title", 2), "/e/2", line),
    Field("TextForm", "body", "/e/5/edit", {"based_on": "1"}, ENTRY.format("body", 5), "/e/5/edit", clean, "ben"),
    Field("TextForm", "summary", "/e/5/edit", {"based_on": "1", "body": "New"},
          "SELECT summary FROM revisions WHERE entry_id = 5 AND number = 2", "/e/5/history",
          summary, "ben"),
    Field("TitledForm", "title", "/e/3/edit", {"based_on": "1", "body": "New"}, ENTRY.format("title", 3),
          "/topics/3", line),
    Field("TitledForm", "body", "/e/3/edit", {"based_on": "1", "title": "Fresh"}, ENTRY.format("body", 3),
          "/e/3/edit", clean),
    Field("TitledForm", "tags", "/e/3/edit", {"based_on": "1", "title": "Fresh", "body": "New"}, TAGS.format(3), "",
          words),
    Field("TitledForm", "summary", "/e/3/edit", {"based_on": "1", "title": "Fresh", "body": "New"},
          "SELECT summary FROM revisions WHERE entry_id = 3 AND number = 2", "/e/3/history",
          summary),
    Field("TagsForm", "tags", "/e/3/tags", {}, TAGS.format(3), "", words),
    Field("TrashForm", "reason", "/e/3/trash", {}, "SELECT reason FROM trashings", "/s/desk/trash",
          lambda text: trimmed(text)[:300]),
    Field("ReportForm", "text", "/e/4/report", {"reason": "other"}, "SELECT note FROM reports", "/moderation/cases/1",
          lambda text: trimmed(text)[:1000]),
    Field("ConductForm", "reason", "/s/desk/people/ben.okafor/moderate", {"verb": "warn", "days": "7"},
          "SELECT reason FROM decisions ORDER BY id DESC LIMIT 1", "/s/desk/people/ben.okafor/moderate", one_line),
    Field("QuestionForm", "title", "/ask", {"body": "Text", "space": "desk"}, ENTRY.format("title", NEWEST),
          "/s/desk/forum", line),
    Field("QuestionForm", "body", "/ask", {"title": "Fresh", "space": "desk"}, ENTRY.format("body", NEWEST),
          "/e/{newest}/edit", clean),
    Field("QuestionForm", "tags", "/ask", {"title": "Fresh", "body": "Text", "space": "desk"}, TAGS.format(NEWEST),
          "", words),
    Field("DiscussionForm", "title", "/discuss", {"body": "Text", "space": "desk"}, ENTRY.format("title", NEWEST),
          "/s/desk/forum", line),
    Field("DiscussionForm", "body", "/discuss", {"title": "Fresh", "space": "desk"}, ENTRY.format("body", NEWEST),
          "/e/{newest}/edit", clean),
    Field("DiscussionForm", "tags", "/discuss", {"title": "Fresh", "body": "Text", "space": "desk"},
          TAGS.format(NEWEST), "", words),
    Field("AnswerForm", "body", "/topics/3/answer", {}, ENTRY.format("body", NEWEST), "/e/{newest}/edit", clean),
    Field("ContributionForm", "body", "/topics/10/answer", {}, ENTRY.format("body", NEWEST), "/e/{newest}/edit",
          clean),
    Field("ReplyForm", "body", "/topics/3/reply", {"to": "4"}, ENTRY.format("body", NEWEST), "/e/{newest}/edit", clean),
    Field("QuestionForm", "draft", "/ask", A_TOPIC, ENTRY.format("title", NEWEST), "", lambda _text: "Fresh",
          typed=False),
    Field("DiscussionForm", "draft", "/discuss", A_TOPIC, ENTRY.format("title", NEWEST), "", lambda _text: "Fresh",
          typed=False),
    Field("AnswerForm", "draft", "/topics/3/answer", {"body": "New"}, ENTRY.format("body", NEWEST), "",
          lambda _text: "New", typed=False),
    Field("ContributionForm", "draft", "/topics/10/answer", {"body": "New"}, ENTRY.format("body", NEWEST), "",
          lambda _text: "New", typed=False),
    Field("ReplyForm", "draft", "/topics/3/reply", {"to": "4", "body": "New"}, ENTRY.format("body", NEWEST), "",
          lambda _text: "New", typed=False),
    Field("AcronymForm", "short", "/acronyms", {"expansion": "Fresh words"}, "SELECT short FROM acronyms", "/acronyms",
          one_line),
    Field("AcronymForm", "expansion", "/acronyms", {"short": "FWH"}, "SELECT expansion FROM acronyms", "/acronyms",
          one_line),
    Field("AcronymForm", "meaning", "/acronyms", {"short": "FWH", "expansion": "Fresh words here"},
          "SELECT meaning FROM acronyms", "/acronyms", one_line),
    # Words that are kept are those that hold letters; the answer is kept as it is.
    Field("SavedSearchForm", "name", "/searches", {"asked": "q=fresh"}, "SELECT name FROM saved_searches", "/searches",
          one_line),
    Field("GapAnswerForm", "answer", "/gaps/1/close", {}, "", "/gaps/1"),
    Field("SynonymsForm", "words", "/synonyms", {}, "", "/synonyms"),
    Field("BestBetForm", "words", "/e/2/best-result", {}, "", "/e/2/best-result"),
    Field("BestBetForm", "answer", "/e/2/best-result", {"words": "fresh"}, "SELECT answer FROM best_bets",
          "/e/2/best-result", one_line),
    Field("CategoryForm", "name", "/s/desk/forum/categories", A_CATEGORY,
          "SELECT name FROM categories ORDER BY id DESC", "/s/desk/forum", one_line),
    Field("CategoryForm", "description", "/s/desk/forum/categories", {**A_CATEGORY, "name": "News"},
          "SELECT description FROM categories ORDER BY id DESC", "/s/desk/forum", one_line),
    # Entry 12 is the question without a name of the stage.
    Field("RevealForm", "reason", "/topics/12/name", {}, "", ""),
    Field("ClosingForm", "reason", "/topics/3/closure", {}, "SELECT reason FROM closings", "/topics/3"),
    Field("ArchivingForm", "reason", "/topics/3/archive", {}, "SELECT reason FROM closings", "/topics/3"),
    Field("PinningForm", "reason", "/topics/3/pin", {"on": "1"}, "", "/topics/3"),
    Field("SplittingForm", "title", "/topics/3/split", {"post": "4", "kind": "discussion"}, "", "", line),
    # Only an earlier version is hidden: see test_hiding.
    Field("HidingForm", "reason", "/e/2/history/1/hide", {}, "", "", typed=False),
    # A naughty name is nobody's; numbers are numbers; topics are checked once somebody is named.
    Field("ExpertForm", "username", "/s/desk/forum/experts", {}, "", ""),
    Field("ExpertForm", "topics", "/s/desk/forum/experts", {"username": "nobody.here"}, "", ""),
    Field("InviteForm", "username", "/topics/3/invite", {"expert": "other"}, "", ""),
    Field("ForumChoiceForm", "answer_within", "/s/desk/forum/settings", {}, "", "", typed=False),
    Field("ForumChoiceForm", "quiet_days", "/s/desk/forum/settings", {}, "", "", typed=False),
    Field("NewSpaceForm", "name", "/spaces/new", {"slug": "new-one", "openness": "open"},
          "SELECT name FROM spaces WHERE slug = 'new-one'", "/s/new-one"),
    Field("NewSpaceForm", "description", "/spaces/new", {"name": "New", "slug": "new-one", "openness": "open"},
          "SELECT description FROM spaces WHERE slug = 'new-one'", "/s/new-one"),
    Field("NewSpaceForm", "slug", "/spaces/new", {"name": "New", "openness": "open"},
          "SELECT slug FROM spaces ORDER BY id DESC", "/spaces",
          lambda text: trimmed(text).lower()),
    Field("SettingsForm", "name", "/s/desk/settings", {}, "SELECT name FROM spaces WHERE slug = 'desk'", "/s/desk"),
    Field("SettingsForm", "description", "/s/desk/settings", {"name": "Desk"},
          "SELECT description FROM spaces WHERE slug = 'desk'", "/s/desk"),
    Field("SettingsForm", "welcome", "/s/desk/settings", {"name": "Desk"},
          "SELECT welcome FROM spaces WHERE slug = 'desk'", "/s/desk/settings", clean),
    Field("RequestForm", "message", "/s/gate/request", {}, "SELECT message FROM join_requests", ""),
    Field("ProfileForm", "name", "/people/me/edit", {}, "SELECT name FROM persons WHERE id = 1", "/people/aisha.khan"),
    Field("ProfileForm", "job_title", "/people/me/edit", {"name": "A"},
          "SELECT job_title FROM persons WHERE id = 1", "/people"),
    Field("ProfileForm", "place", "/people/me/edit", {"name": "A"}, "SELECT place FROM persons WHERE id = 1",
          "/people"),
    Field("ProfileForm", "phone", "/people/me/edit", {"name": "A"}, "SELECT phone FROM profiles", "/people/aisha.khan"),
    Field("ProfileForm", "languages", "/people/me/edit", {"name": "A"}, "", "/people/aisha.khan"),
    Field("ProfileForm", "about", "/people/me/edit", {"name": "A"}, "SELECT about FROM profiles", "/people/me/edit"),
    Field("ProfileForm", "experience", "/people/me/edit", {"name": "A"}, "SELECT experience FROM profiles",
          "/people/me/edit"),
    Field("ProfileForm", "portfolio", "/people/me/edit", {"name": "A", "for_portfolio": "me"},
          "SELECT coalesce(json_extract(kept_back, '$.portfolio'), '') FROM profiles", "/people/me/edit"),
    Field("ProfileForm", "pattern", "/people/me/edit", {"name": "A"}, "SELECT pattern FROM profiles",
          "/people/aisha.khan"),
    Field("SkillForm", "skill", "/people/me/skills", {"level": ""}, "SELECT name FROM skills ORDER BY id DESC",
          "/people/me/skills", one_line),
    Field("ColleagueForm", "username", "/people/me/skills/1/ask", {}, "", ""),
    Field("StatementForm", "text", "/people/me/statements", {"kind": "ask-about", "until": IN_A_MONTH},
          "SELECT text FROM statements ORDER BY id DESC", "/people/me/statements", one_line),
    Field("AbsenceForm", "deputy", "/people/me/absence", {"starts_on": IN_A_MONTH, "until": IN_A_MONTH}, "", ""),
    Field("OwnWordsForm", "value", "/people/me/sources/name", {}, "SELECT name FROM persons WHERE id = 1",
          "/people/me/sources"),
    Field("EmailForm", "email", "/account/email", {"current": "correct horse battery"},
          "SELECT email FROM persons WHERE id = 1", ""),
    Field("SignInForm", "username", "/sign-in", {"password": "wrong wrong wrong"}, "", "", who="nobody"),
    Field("ForgottenForm", "username", "/password/forgotten", {}, "", "", who="nobody"),
    Field("SignUpForm", "email", "/sign-up", {}, "", "", who="nobody"),
    Field("AccountForm", "name", "/admin/people/2", {}, "SELECT name FROM persons WHERE id = 2", "/admin/people",
          who="ada"),
    Field("AccountForm", "email", "/admin/people/2", {"name": "Ben"}, "SELECT email FROM persons WHERE id = 2", "",
          who="ada"),
    Field("AccountForm", "name", f"/sign-up/{PROVED}", {"username": "new.one", "password": "a long secret"},
          "SELECT name FROM persons ORDER BY id DESC", "", who="nobody"),
    Field("AccountForm", "username", f"/sign-up/{PROVED}", {"name": "New", "password": "a long secret"},
          "SELECT username FROM persons ORDER BY id DESC", "", lambda text: trimmed(text).lower(), who="nobody"),
    Field("NewAccountForm", "username", "/admin/people/new", {"name": "New"},
          "SELECT username FROM persons ORDER BY id DESC", "/admin/people",
          lambda text: trimmed(text).lower(), who="ada"),
    Field("NewAccountForm", "name", "/admin/people/new", {"username": "new.one"},
          "SELECT name FROM persons ORDER BY id DESC", "/admin/people", who="ada"),
    Field("NewAccountForm", "email", "/admin/people/new", {"username": "new.one", "name": "New"}, "", "", who="ada"),
    Field("UnitForm", "name", "/admin/departments/new", {}, "SELECT name FROM departments ORDER BY id DESC",
          "/departments", who="ada"),
    Field("UnitForm", "abbreviation", "/admin/departments/new", {"name": "New"},
          "SELECT abbreviation FROM departments ORDER BY id DESC",
          "/admin/departments", who="ada"),
    Field("UnitForm", "description", "/admin/departments/new", {"name": "New"},
          "SELECT description FROM departments ORDER BY id DESC", "", who="ada"),
    Field("no form", "text", "/posts", {"to": "everyone"}, ENTRY.format("body", NEWEST), "/e/{newest}/edit", clean),
    Field("no form", "text", "/posts/5/reply", {}, ENTRY.format("body", NEWEST), "/e/{newest}/edit", clean),
    *[
        Field(form, name, address, {**more, "title": "Fresh", "body": "New"}, ENTRY.format("title", which), shown,
              lambda _text: "Fresh", typed=False)
        for form, address, more, which, shown in FILLED_IN for name in ("draft", "tags_before")
    ],
    # What is no answer is refused, with the text that was sent.
    Field("NewPageForm", "answer", "/s/desk/wiki/new", {"title": "Fresh", "body": "Text", "parent": "0"}, "", "",
          typed=False),
    Field("EditPageForm", "answer", "/pages/2/edit", {"title": "Fresh", "body": "New", "based_on": "1"}, "", "",
          typed=False),
    Field("TranslationForm", "answer", "/pages/2/translate", {"language": "cy", "title": "Fresh", "body": "New"},
          ENTRY.format("title", NEWEST), "", lambda _text: "Fresh", typed=False),
    Field("TextForm", "draft", "/e/5/edit", {"based_on": "1", "body": "New"}, ENTRY.format("body", 5), "/e/5/edit",
          lambda _text: "New", "ben", typed=False),
    Field("SectionForm", "draft", "/pages/2/section", {**A_SECTION, "body": "New"}, "", "", typed=False),
    Field("no form", "username", "/s/desk/members/add", {"role": "reader"}, "", ""),
    Field("DecideForm", "reason", "/e/4/moderate", {"verb": "hide"}, DECISION.format("reason", "max(id)"),
          "/moderation/log", one_line),
    Field("AppealForm", "text", "/decisions/1/appeal", {}, DECISION.format("appeal", 1), "/decisions/1", trimmed,
          "ben"),
    Field("AnswerForm", "reason", "/decisions/2/answer", {"answer": "refused"}, DECISION.format("answer_reason", 2),
          "/decisions/2", one_line),
]  # fmt: skip
