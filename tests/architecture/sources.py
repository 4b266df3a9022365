"""Reads the project's own Python files for the rules that look at them."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Module:
    """One file: its path below the project, its dotted name, its syntax tree and its length in lines."""

    path: str
    name: str
    tree: ast.Module
    lines: int

    def imports(self) -> Iterator[str]:
        """Dotted names of everything that the file imports."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                yield from (alias.name for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                yield node.module
                yield from (f"{node.module}.{alias.name}" for alias in node.names)


@lru_cache
def modules(*folders: str) -> list[Module]:
    """All Python files below these folders, without migrations."""
    found = []
    for folder in folders:
        for file in sorted((ROOT / folder).rglob("*.py")):
            path = file.relative_to(ROOT).as_posix()
            if "/migrations/versions/" not in path:
                text = file.read_text()
                name = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
                found.append(Module(path, name, ast.parse(text), text.count("\n")))
    return found
