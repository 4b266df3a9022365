"""Files and functions stay small enough to be read in one go."""

import ast

from tests.architecture.sources import modules

LONGEST_FILE, LONGEST_FUNCTION = 400, 40


def test_no_file_is_longer_than_400_lines() -> None:
    found = {
        m.path: m.lines for m in modules("models", "blueprints", "bench", "tools", "tests") if m.lines > LONGEST_FILE
    }
    assert not found, f"part these by what they are about: {found}"


def test_no_function_is_longer_than_40_lines() -> None:
    found = {}
    for module in modules("models", "blueprints", "bench", "tools"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.FunctionDef) and node.end_lineno:
                body = node.body[1:] if ast.get_docstring(node) else node.body
                length = node.end_lineno - body[0].lineno + 1 if body else 0
                if length > LONGEST_FUNCTION:
                    found[f"{module.path}:{node.name}"] = length
    assert not found, f"part these: {found}"


def test_every_module_says_what_lives_in_it() -> None:
    silent = [m.path for m in modules("models", "blueprints", "bench", "tools") if not ast.get_docstring(m.tree)]
    assert not silent, f"a module opens with one sentence: {silent}"
