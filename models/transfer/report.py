"""What an import did, by number, and what it could not take and why. Texts for the command line are made here."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

EXAMPLES = 3
WORDS = {
    "page": ("page", "pages"),
    "question": ("question", "questions"),
    "discussion": ("discussion", "discussions"),
    "answer": ("answer", "answers"),
    "reply": ("reply", "replies"),
    "post": ("post", "posts"),
    "people": ("person", "people"),
    "posts": ("post in an organisation", "posts in organisations"),
    "departments": ("department", "departments"),
    "spaces": ("space", "spaces"),
    "files": ("file", "files"),
    "skills": ("skill", "skills"),
}


@dataclass
class Report:
    """Counts by kind of thing (`page`, `person`, ...) and every thing that was left out, by reason."""

    taken: Counter[str] = field(default_factory=Counter)
    changed: Counter[str] = field(default_factory=Counter)
    unchanged: Counter[str] = field(default_factory=Counter)
    left_out: dict[str, list[str]] = field(default_factory=dict)
    notes: Counter[str] = field(default_factory=Counter)

    def leave_out(self, reason: str, which: str) -> None:
        """Note that something was not taken. `which` says where it stands, such as `line 12` or a path."""
        self.left_out.setdefault(reason, []).append(which)

    def note(self, text: str, number: int = 1) -> None:
        """Count something that whoever imports should know, such as `pages had a title that was taken`."""
        self.notes[text] += number

    def add(self, other: "Report") -> None:
        """Take the numbers of another import into this one."""
        self.taken += other.taken
        self.changed += other.changed
        self.unchanged += other.unchanged
        self.notes += other.notes
        for reason, which in other.left_out.items():
            self.left_out.setdefault(reason, []).extend(which)

    def lines(self) -> list[str]:
        """The short report: numbers, and a few examples of each reason."""
        said = [
            f"{word}: {', '.join(_counted(kind, number) for kind, number in sorted(counts.items()))}"
            for word, counts in (("Taken", self.taken), ("Changed", self.changed), ("Unchanged", self.unchanged))
            if counts
        ]
        said += [f"Note: {number:,} {text}" for text, number in sorted(self.notes.items())]
        for reason, which in sorted(self.left_out.items(), key=lambda item: -len(item[1])):
            examples = "; ".join(which[:EXAMPLES]) + ("; ..." if len(which) > EXAMPLES else "")
            said.append(f"Left out: {len(which):,} because {reason} ({examples})")
        return said or ["Nothing to take was found."]

    def whole(self) -> dict[str, Any]:
        """Everything, for a file."""
        return {
            "taken": dict(self.taken),
            "changed": dict(self.changed),
            "unchanged": dict(self.unchanged),
            "notes": dict(self.notes),
            "left_out": self.left_out,
        }


def _counted(kind: str, number: int) -> str:
    one, many = WORDS.get(kind, (kind, kind))
    return f"{number:,} {one if number == 1 else many}"
