"""The templates that Witan brings along: texts with headings and a line of advice each, in the reader's language."""

from collections.abc import Callable

from models.core.language import gettext as _

# (name, what it is for, title, body)
Texts = tuple[str, str, str, str]


def procedure() -> Texts:
    return (
        _("Procedure"),
        _("How something is done, step by step, and who does it"),
        "",
        _("""## What this is for

One or two sentences: what is done here, and why it is done this way.

## Who does it

| Role | Does what |
|---|---|
| | |

## Before you start

- [ ] What must be ready
- [ ] Who must agree

## Steps

1. Begin each step with a verb. One action a step.
2. Say what you see when the step has worked.
3. Say how long it takes, if somebody has to wait.

## If something goes wrong

What goes wrong most often, and what to do then. Name whom to ask.

## What to keep

Where the result is filed, and for how long.
"""),
    )


def meeting_note() -> Texts:
    return (
        _("Meeting note"),
        _("Who met, what was decided, and who does what by when"),
        _("Meeting on {{date}}"),
        _("""**Date:** {{date}}
**Present:**
**Sent apologies:**
**Notes by:** {{author}}

## Decisions

Write each decision as one sentence that is understood without the discussion.

1. …

## Actions

| What | Who | By when |
|---|---|---|
| | | |

## What was discussed

### First point

What mattered for the decision. Leave out who said what.

## Next meeting

When, where, and what has to be ready by then.
"""),
    )


def questions_and_answers() -> Texts:
    return (
        _("Questions and answers"),
        _("What people ask most often about one subject"),
        _("Questions about "),
        _("""Questions that {{space}} is asked most often. Not here? Ask in the forum of this space.

## First steps

### Write the question as people ask it?

Answer in the first sentence. Then say what to do, with a link.

### What does it cost, and how long does it take?

## Rules

### Am I allowed to do this?

## When something does not work

### What can I try myself?

### Whom do I ask?
"""),
    )


def decision() -> Texts:
    return (
        _("Decision"),
        _("What was decided, why, and what else was considered"),
        _("Decision: "),
        _("""**Status:** proposed
**Decided by:**
**Date:** {{date}}

## Decision

One sentence: we do this.

## Why it had to be decided

What was the matter, and what would have happened without a decision.

## What we considered

| Option | For it | Against it |
|---|---|---|
| | | |
| Leave it as it is | | |

## Consequences

What becomes easier, what becomes harder, and for whom.

## When to look at it again

A date, or what would have to change.
"""),
    )


def how_to() -> Texts:
    return (
        _("How-to"),
        _("Help with one task, for somebody who does it for the first time"),
        _("How to "),
        _("""This page helps you to … You need about … minutes.

## What you need

- Access to …
- …

## What to do

1. Open …
2. Choose …
3. Check that …

You are done when …

## If it does not work

| What you see | What to do |
|---|---|
| | |

## More about it

Links to the rules behind this, and to whom to ask.
"""),
    )


def project() -> Texts:
    return (
        _("Project"),
        _("What a project is for, who works on it and where it stands"),
        "",
        _("""**Responsible:** {{author}}
**Runs from:** {{date}} **to:**

## What it is for

What will be better afterwards, and for whom. How we will know.

## Where it stands

Change this paragraph often: what is done, what comes next, what is in the way.

## Who works on it

| Name | Does what |
|---|---|
| | |

## Milestones

| What | By when | Done |
|---|---|---|
| | | |

## Risks

| What could happen | How likely, how bad | What we do about it |
|---|---|---|
| | | |

## Decisions and meetings

Links to the pages that hold them.
"""),
    )


BUILT_IN: dict[str, Callable[[], Texts]] = {
    "procedure": procedure,
    "meeting": meeting_note,
    "faq": questions_and_answers,
    "decision": decision,
    "how-to": how_to,
    "project": project,
}
