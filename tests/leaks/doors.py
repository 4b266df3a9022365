"""The doors: every address that answers GET, with examples of every parameter, and the questions that can be put to it.

Built from the url map. A parameter or a command that is not registered here fails a test of test_registry.py.
"""

import itertools
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from flask import Flask

from blueprints.realtime.sealing import Seal
from tests.architecture.knocking import shape_of
from tests.architecture.knocking_forms import FORMS
from tests.leaks.planting import MARK, PLAIN, Planted
from tests.staging import SECRET

SEAL = Seal(SECRET)
# Where an example of one parameter goes with one of another only: the rest would be the same page not found again.
MADE_UP = {
    "entry_id": 999_999, "slug": "made-up", "space_slug": "made-up", "name": "made-up", "username": "made.up",
    "file_id": 999_999, "draft_id": 999_999, "folder_id": 999_999, "number": 999, "person_id": 999_999,
    "department_id": 999_999, "request_id": 999_999, "report_id": 999_999, "login_id": 999_999, "token": "made-up",
    "notice_id": 999_999, "template_id": 999_999, "filename": "made-up.css",
    "acronym_id": 999_999, "set_id": 999_999,
    "conversation_id": 999_999, "message_id": 999_999,
    "field": "made-up",
    "change_id": 999_999, "confirmation_id": 999_999, "case_id": 999_999, "decision_id": 999_999,
    "skill_id": 999_999, "search_id": 999_999, "gap_id": 999_999,
}  # fmt: skip
# Questions put to addresses: words that stand in secret texts, beginnings of secret words, filters by secret things.
QUERIES: dict[str, tuple[str, ...]] = {
    "/": (
        "view=posts", "view=questions", "view=pages", "view=discussions", "view=opportunities",
        f"space={MARK}spaceslug", "view=posts&space=desk", "before=1-1", "rest=9999999999999999-1",
    ),
    "/search": (
        f"q={PLAIN}", f"q={MARK}", f"q={MARK}*", f'q="{PLAIN}"', "q=", "q=guide", f"q={PLAIN}&sort=newest", "q=harvst",
        f"q={PLAIN}&kind=person", f"q={PLAIN}&author=eve.left", "q=&author=mei.wong", "q=&kind=post&page=2",
        f"q={MARK}guestnam", f"q={MARK}pagetitl",
        f"q=title:{MARK}*", f"q=title:{PLAIN}", f"q=NOT+{PLAIN}", f"q=-title:{PLAIN}+guide", f"q=space:{MARK}spaceslug",
        f"q=-space:{MARK}spaceslug+guide", f"q=tag:{MARK}tag+OR+tag:web", "q=author:eve.left", "q=author:mei.wong",
        f"q=author:{MARK}guestuser", f"q={PLAIN}+AND+guide", f"q={PLAIN}+OR+guide", "q=after:2001+kind:answer",
        f"q={PLAIN[:5]}*", "q=&language=fr", f"q=tag:{MARK}*",
    ),
    "/acronyms": (f"q={MARK}", f"q={PLAIN}", "q=%25", f"after={MARK}&id=1"),
    "/gaps": ("view=taken", "view=mine", "view=closed", "before=9999999999999999-999"),
    "/acronyms/explained": (f"w={MARK},{MARK}short", f"w={MARK.upper()}", "w="),
    "/search/suggest": (f"q={MARK}", f"q={MARK[0]}", f"q={PLAIN[:4]}", f"q=the+{MARK}", f"q={PLAIN}"),
    "/complete": tuple(
        f"for={of}&q={text}{more}"
        for of in ("page", "person", "tag") for text in (MARK, MARK[0], PLAIN, "", "eve", "greta")
        for more in ("", "&space=desk", f"&space={MARK}spaceslug")
    ),
    "/moderation": ("kind=entry", "view=free", "kind=message&after=1-1", "kind=person"),
    "/moderation/log": ("verb=hide", "appeal=waiting", "verb=keep&before=9999999999999999-999"),
    "/notices": ("view=unread", "before=9999999999999999-999"),
    "/notices/bell": ("on=1", "part=bell"),
    "/tags": (f"q={MARK}", f"q={MARK[0]}", "q="),
    "/people": (f"q={MARK}", "q=e", f"place={MARK}", f"after={MARK}&id=1"),
    "/spaces": (f"q={MARK}", f"q={PLAIN}", "department=1"),
    "/departments": (f"q={MARK}",),
    "/departments/<department_id>/chart": (f"find={MARK}", "find=e", "post=1", "below=1", "below=1&after=2"),
    "/skills/suggest": (f"q={MARK}", f"q={MARK[0]}", f"q={MARK}rheaskill", "q=guestskill", "q=incident"),
    "/people/me/skills": (f"find={MARK}", "find=skill"),
    "/people/<username>/photo/small": (f"v={MARK}face",),
    "/people/me/view": ("as=unit", "as=guest"),
    "/people/<username>/skills/<skill_id>": (f"after={MARK}&id=1",),
    "/messages": (f"q={MARK}", f"q={PLAIN}", "before=9999999999999999"),
    "/messages/new": (f"find={MARK}", "find=greta", f"to={MARK}guestuser", "to=greta.guest"),
    "/messages/<conversation_id>": ("before=999999", "after=0", "at=1"),
    "/messages/<conversation_id>/people": (f"find={MARK}",),
    "/live/since": ("", "after=9", *(f"after={SEAL.cursor(number)}" for number in (0, 3, 9_999_999_999))),
    "/fresh": (
        "view=home&since=0", "view=posts&since=0", "view=tag&name=web&since=0", f"view=tag&name={MARK}&since=0",
        f"view=tag&name={MARK}tag&since=0&kind=post", "view=tag&name=web&since=0&kind=page",
    ),
    "/posts": ("before=9999999999999999-999", f"space={MARK}"),
    "/opportunities": (
        f"place={MARK}", "state=all", "sort=help&state=all", "skill=1", "skill=2&state=all", "remote=1", "department=1",
    ),
    "/opportunities/new": (f"space={MARK}spaceslug",),
    "/ask": (f"space={MARK}", f"title={PLAIN}", f"title={MARK}+{PLAIN}+guide&space={MARK}"),
    "/experts": (f"q={MARK}", f"q={PLAIN}", f"q={PLAIN}&by=departments", f"q={MARK}+{PLAIN}+guide", "q=eve.left"),
    "/experts/few": (f"q={MARK}", f"q={PLAIN}", f"q={MARK}+{PLAIN}+guide"),
    "/people/<username>": ("kind=page", "kind=post", "kind=question", "before=9999999999999999-999"),
    "/tags/<name>": ("kind=page", "sort=useful", "sort=useful&kind=post", "before=9999999999999999-999"),
    "/s/<space_slug>": ("kind=page", "kind=post", "kind=topic", "before=9999999999999999-999"),
    "/s/<space_slug>/forum": ("view=unanswered", "view=answered", f"category={MARK}category"),
    "/questions": (
        "view=for-you", f"space={MARK}spaceslug", "space=desk", "view=unanswered&after=2000-01-01.1", "space=gate",
    ),
    "/topics/<entry_id>/invite": ("hand-on=1",),
    "/answers/<entry_id>/page": ("space=desk", f"space={MARK}spaceslug", f"space=desk&find={MARK}"),
    "/s/<space_slug>/files": (
        "view=pages", f"q={MARK}", "q=e", "q=t&sort=size", "sort=date", "view=pages&after=1", f"q={PLAIN}",
    ),
    "/s/<space_slug>/files/new": ("page=1", "folder=2"),
    "/s/<space_slug>/export": ("page=1",),
    "/s/<space_slug>/export/file": ("form=markdown", "form=html", "form=html&what=page&page=1", "form=html&page=9999"),
    "/s/<space_slug>/members": (f"q={MARK}", f"find={MARK}", "find=guest", "role=reader"),
    "/s/<space_slug>/wiki/new": ("parent=1", "template=own:1", "template=meeting"),
    "/s/<space_slug>/templates/new": ("page=1",),
    "/s/<space_slug>/reports/broken": ("after=1-1", "checked=1-1"),
    "/s/<space_slug>/reports/orphans": ("after=1",),
    "/s/<space_slug>/reports/unlinked": ("after=1",),
    "/pages/<entry_id>/links": ("after=1-999",),
    "/pages/<entry_id>/readers": ("readers=everyone", f"readers={MARK}"),
    "/s/<space_slug>/wiki/": (f"find={MARK}", f"find={PLAIN}", "open=1", "after=0:1"),
    "/s/<space_slug>/tree": ("below=1", "after=0:1"),
    "/pages/<entry_id>/move": (f"find={MARK}", "parent=1"),
    "/s/<space_slug>/owners": (f"who={MARK}", "who=none", "date=todo", "below=1", f"after={MARK}&id=1"),
    "/s/<space_slug>/wiki/overdue.json": ("within=366", "after=2000-01-01.1"),
    "/wiki/overdue.json": ("within=366",),
    "/pages/<entry_id>/status": (f"find={MARK}", f"find={PLAIN}", "find=/s/zqvspaceslug/wiki/zqvpagetitle"),
    "/s/<space_slug>/wiki/<slug>": ("comment=1", "comment=20", "comments=resolved-0-0", "comments=open-1-1"),
    "/pages/<entry_id>/translate": ("language=fr",),
    "/s/<space_slug>/change-requests": ("view=closed",),
    "/pages/<entry_id>/change-requests": ("view=closed",),
    "/e/<entry_id>/compare": ("from=1&to=2",),
    "/e/<entry_id>/twin": tuple(f"with={number}" for number in (1, 2, 3, 12, 17, 33, 999_999)),
    "/twins": ("after=101-0-0", "after=50-1-1"),
    "/topics/<entry_id>": ("at=1", "reply=1", "at=last", "after=0-0", "quote=1", "quote=7", "date=2025-01-01"),
    "/topics/<entry_id>/merge": (f"find={MARK}", f"find={PLAIN}", "find=7", "into=7"),
    "/topics/<entry_id>/split": ("from=7", "after=0-0"),
    "/topics/<entry_id>/move": ("place=vault",),
    "/unread": ("before=9999999999999999-999",),
    "/admin/people": ("q=a", "which=offices"),
}  # fmt: skip
# Questions in which the secret things themselves are named.
ASKED_BY_NAME = (
    "/experts?q={word}", "/experts/few?q={word}", "/ask?title={word}",
    "/people/me/topics/{word}", "/people/ben.okafor/topics/{word}",
    "/search?q={word}", "/search/suggest?q={word}", "/search?q=&tag={word}", "/tags?q={word}", "/people?q={word}",
    "/spaces?q={word}", "/departments?q={word}", "/s/desk/members?find={word}", "/ask?space={word}",
    "/posts?space={word}", "/ask?space=desk&category={word}",
    "/s/desk/forum?category={word}", "/search?q=&space={word}", "/search?q=&author={word}", "/sign-in?next=/s/{word}",
    "/s/desk/wiki/{word}", "/s/gate/wiki/{word}", "/people/{word}", "/tags/{word}", "/s/{word}", "/S/{word}",
    "/complete?for=page&q={word}", "/complete?for=person&q={word}&space=desk", "/complete?for=tag&q={word}",
    "/search?q=title:{word}", "/search?q=space:{word}", "/search?q=author:{word}", "/search?q=tag:{word}",
    "/search?q=guide+-{word}", "/search?q=guide+-tag:{word}", "/search?q={word}*", "/search?q=guide+OR+{word}",
    "/search?q=tag:{word}*",
    "/complete?for=person&q=a&space={word}", "/complete?for=page&q=a&space={word}",
)  # fmt: skip


# What looks for what is like a text that somebody types: these forms save nothing.
TYPED_FORMS = {"/ask/similar": {}, "/ask": {"check": "1"}, "/ask/people": {}}
TYPED = (
    {"title": PLAIN, "body": f"{PLAIN} guide statement gritting travel budget"},
    {"title": f"{MARK} {MARK}pagetitle", "body": f"{MARK}guestname {MARK}tag {PLAIN}"},
    {"title": "Who checks the guide to gritting?", "body": "Guide to statements in May", "space": f"{MARK}spaceslug"},
)


def typed_forms() -> Iterator[tuple[str, dict[str, str]]]:
    """(address, form) of every way to have a text compared with what there is."""
    for address, more in TYPED_FORMS.items():
        yield from ((address, typed | more) for typed in TYPED)


# Of secret things, what shows only together with a public one: a question, a page.
WITH_PUBLIC = {"/e/<entry_id>/twin": ("?with=3", "?with=2")}


def shapes(app: Flask, method: str) -> list[str]:
    return sorted({shape_of(rule) for rule in app.url_map.iter_rules() if method in (rule.methods or ())})


def parameters(shape: str) -> list[str]:
    return re.findall(r"<(\w+)>", shape)


def filled(shape: str, values: dict[str, Any]) -> str:
    return re.sub(r"<(\w+)>", lambda found: quote(str(values[found[1]])), shape)


def secret_doors(app: Flask, planted: Planted, method: str = "GET") -> Iterator[tuple[str, str]]:
    """(address, its twin that was made up): every address in which at least one parameter names a secret thing."""
    for shape in shapes(app, method):
        names = parameters(shape)
        choices = [planted.secret.get(name, []) + planted.public.get(name, [])[:1] for name in names]
        for values in itertools.product(*choices):
            chosen = dict(zip(names, values, strict=True))
            hidden = {name for name in names if chosen[name] in planted.secret.get(name, []) and name != "number"}
            if hidden and not (hidden == {"name"} and "file_id" in chosen):
                twin = chosen | {name: MADE_UP[name] for name in hidden}
                for query in ("", *WITH_PUBLIC.get(shape, ())):
                    yield filled(shape, chosen) + query, filled(shape, twin) + query


def public_doors(app: Flask, planted: Planted) -> Iterator[str]:
    """Every address with things that all staff may see, each with the questions that can be put to it."""
    for shape in shapes(app, "GET"):
        names = parameters(shape)
        choices = [planted.public.get(name, []) or planted.secret.get(name, []) for name in names]
        for values in itertools.product(*choices):
            address = filled(shape, dict(zip(names, values, strict=True)))
            yield address
            yield from (f"{address}?{query}" for query in QUERIES.get(shape, ()))


def named_doors(planted: Planted) -> Iterator[str]:
    """Questions in which a secret thing is named by whoever knows its name already."""
    known = ("spaceslug", "guestuser", "guestname", "pagetag", "pagetitle", "oldtitle", "narrowtitle", "spacename")
    for word in known:
        yield from (form.format(word=MARK + word) for form in ASKED_BY_NAME)


def variants(address: str) -> list[str]:
    """Other ways to write an address."""
    return [
        f"{address}/",
        f"/{address}",
        f"{address}.json",
        f"{address}%00",
        address.upper(),
        f"{address}/../.",
        f"{address}%2f",
    ]


def secret_forms(app: Flask, planted: Planted) -> Iterator[tuple[str, dict[str, str]]]:
    """(address, form) of everything that can be sent to a secret thing, or with one named in the form."""
    values = {
        "space_slug": planted.secret["space_slug"][0],
        "page": planted.secret["entry_id"][0],
        "answer": planted.secret["entry_id"][3],
        "answered": planted.secret["entry_id"][3],
        "member": 1,
        "option": 1,
        "into_id": 1,
    }
    values |= {name: planted.secret[name][0] for name in ("folder_id", "file_id", "username")}
    for shape in shapes(app, "POST"):
        form = {
            key: re.sub(r"<(\w+)>", lambda found: str(values[found[1]]), text)
            for key, text in FORMS.get(shape, {}).items()
        }
        names = parameters(shape)
        # Of what nobody else has, such as a notice, there is no secret example.
        if set(names) & {"login_id", "token", "person_id", "department_id"} or set(names) - planted.secret.keys():
            continue
        for chosen in itertools.product(*(planted.secret[name] for name in names)):
            yield filled(shape, dict(zip(names, chosen, strict=True))), form
