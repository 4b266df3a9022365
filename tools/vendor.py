#!/usr/bin/env python3
"""Fetches the browser packages that Witan ships, and packs the one stylesheet and the one script that pages load.

python tools/vendor.py fetch    npm pack each package, strip what brand rules forbid, write static/vendor
python tools/vendor.py build    static/css/site.css and static/js/site.js from their parts
python tools/vendor.py check    exit 1 when a vendored or packed file is not what fetch and build would write
"""

import gzip
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from dataclasses import dataclass

sys.path.insert(0, str(pathlib.Path(__file__).parent))  # tools are scripts, not a package

import stylesheet

ROOT = pathlib.Path(__file__).resolve().parent.parent
STATIC = ROOT / "static"
VENDOR = STATIC / "vendor"
MANIFEST = VENDOR / "manifest.json"

# Parts of the design system that are taken as they are; witan.css draws the others itself.
COMPONENTS = (
    "checkboxes|error-message|error-summary|fieldset|file-upload|form-group|hint|input|label|list|notification-banner|radios|select|tabs|"
    "textarea|visually-hidden"
)
WANTED = re.compile(rf"\.govuk-(?:{COMPONENTS})(?![a-z])(?!-[a-z])|:root")
NAMED = re.compile(r"govuk-[\w-]+")
ABSENT = re.compile(r":not\([^)]*\)")
MODULE = re.compile(r"""data-module=["'](govuk-[\w-]+)""")
# Where classes of the design system are named: its rules for others are not sent.
NAMING = (("templates", "*.html"), ("static/js", "*.js"), ("blueprints", "*.py"))
# What home needs comes in one file, so that a first visit makes few requests.
SHEETS = ("witan.css", "posts.css")
PACKED = "site.css", "site.js"


@dataclass(frozen=True)
class Package:
    """One npm package: which of its files are kept under which name, its licence, and the file that says so."""

    name: str
    version: str
    licence: str
    files: dict[str, str]
    licence_file: str = "LICENSE"

    @property
    def folder(self) -> str:
        return self.name.split("/")[-1].removesuffix(".org")


PACKAGES = (
    Package(
        "govuk-frontend",
        "6.6.0",
        "MIT",
        {
            "dist/govuk/govuk-frontend.min.css": "govuk-frontend.min.css",
            "dist/govuk/govuk-frontend.min.js": "govuk-frontend.min.js",
        },
        licence_file="README.md",
    ),
    Package("htmx.org", "4.0.1", "0BSD", {"dist/htmx.min.js": "htmx.min.js"}),
    Package("socket.io-client", "4.8.4", "MIT", {"dist/socket.io.esm.min.js": "socket.io.esm.min.js"}),
    Package("@github/markdown-toolbar-element", "2.2.3", "MIT", {"dist/index.js": "index.js"}),
    Package("turndown", "7.2.5", "MIT", {"lib/turndown.browser.es.js": "turndown.js"}),
    Package("@joplin/turndown-plugin-gfm", "1.0.68", "MIT", {"lib/turndown-plugin-gfm.cjs.js": "gfm.js"}),
    Package("mermaid", "11.17.2", "MIT", {"dist/mermaid.min.js": "mermaid.min.js"}),
)


def fetch() -> None:
    """Writes static/vendor anew from the packages' tarballs."""
    entries = []
    with tempfile.TemporaryDirectory() as folder:
        for package in PACKAGES:
            entries += _fetch_one(package, pathlib.Path(folder))
    MANIFEST.write_text(json.dumps({"files": entries}, indent=2) + "\n")


def _fetch_one(package: Package, folder: pathlib.Path) -> list[dict[str, str]]:
    source = f"{package.name}@{package.version}"
    answer = subprocess.run(["npm", "pack", "--silent", source], cwd=folder, capture_output=True, text=True, check=True)
    tarball = folder / answer.stdout.strip().splitlines()[-1]
    target = VENDOR / package.folder
    target.mkdir(parents=True, exist_ok=True)
    entries = []
    with tarfile.open(tarball) as archive:
        for inside, name in {**package.files, package.licence_file: "LICENCE.txt"}.items():
            text = archive.extractfile(f"package/{inside}").read().decode()
            changed = _licence(text, package) if name == "LICENCE.txt" else _cleaned(text, name)
            (target / name).write_text(changed)
            entries.append(
                {
                    "name": package.name,
                    "version": package.version,
                    "licence": package.licence,
                    "file": f"{package.folder}/{name}",
                    "sha256": _sha256(target / name),
                    "source": f"{source}: {inside}",
                    "changed": "yes" if changed != text else "no",
                }
            )
    return entries


def _cleaned(text: str, name: str) -> str:
    """The file without its source map's address; the design system without fonts, crest and images."""
    if name.endswith(".css"):
        return stylesheet.packed(stylesheet.without_brand(stylesheet.parse(text)))
    return _as_module(re.sub(r"//# sourceMappingURL=\S+", "", text).rstrip() + "\n")


def _as_module(text: str) -> str:
    """Packages for Node alone end in `exports.name = name;`: browsers want `export { name };`."""
    names = re.findall(r"^exports\.(\w+) = \1;$", text, re.M)
    if not names:
        return text
    body = re.sub(r"^exports\.\w+ = \w+;\n|^Object\.defineProperty\(exports, .*\n", "", text, flags=re.M)
    return f"{body.rstrip()}\n\nexport {{ {', '.join(names)} }};\n"


def _licence(text: str, package: Package) -> str:
    if package.licence_file != "README.md":
        return text
    found = re.search(r"## Licence\s+(.*?)(?=\n## |\Z)", text, re.S)
    said = found.group(1).strip() if found else ""
    return f"{package.name} {package.version}, licence {package.licence}. From its README:\n\n{said}\n"


def _sha256(path: pathlib.Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def built() -> dict[pathlib.Path, str]:
    """What build writes: the address of each file and its text."""
    design = stylesheet.parse((VENDOR / "govuk-frontend/govuk-frontend.min.css").read_text())
    own = stylesheet.parse("".join((STATIC / "css" / name).read_text() for name in SHEETS))
    sheet = stylesheet.packed(stylesheet.reduced(design, wanted()) + own)
    script = (VENDOR / "htmx/htmx.min.js").read_text() + "\n" + (STATIC / "js/witan.js").read_text()
    head = "/* Made by tools/vendor.py build; change {} and build again. */\n"
    return {
        STATIC / "css/site.css": head.format(" or ".join(SHEETS)) + sheet,
        STATIC / "js/site.js": head.format("witan.js") + script,
    }


def wanted() -> Callable[[str], bool]:
    """Whether a selector of the design system is taken: its component is, and each of its classes is named by us.

    A name that ends in a hyphen is the beginning of one that a template puts together; fields add --error to theirs.
    """
    files = [path for folder, kind in NAMING for path in (ROOT / folder).rglob(kind) if path.name not in PACKED]
    text = "\n".join(path.read_text() for path in files)
    modules = tuple(f"{name}-" for name in MODULE.findall(text)) or ("none",)
    script = (VENDOR / "govuk-frontend/govuk-frontend.min.js").read_text()
    named = {*NAMED.findall(text), *(name for name in NAMED.findall(script) if name.startswith(modules))}
    begun = tuple(name for name in named if name.endswith("-"))

    def met(name: str) -> bool:
        return name in named or name.removesuffix("--error") in named or name.startswith(begun)

    return lambda selector: bool(WANTED.search(selector)) and all(map(met, NAMED.findall(ABSENT.sub("", selector))))


def build() -> None:
    """Writes the packed files and says how much each weighs on the wire."""
    for path, text in built().items():
        path.write_text(text)
        print(f"{path.relative_to(ROOT)}: {len(text)} bytes, {len(gzip.compress(text.encode(), 9))} gzip")


def problems() -> list[str]:
    """One sentence for each file that is not as the manifest or build says; empty when all is well."""
    found = []
    listed = {entry["file"]: entry["sha256"] for entry in json.loads(MANIFEST.read_text())["files"]}
    present = {p.relative_to(VENDOR).as_posix() for p in VENDOR.rglob("*") if p.is_file()} - {MANIFEST.name}
    for name in sorted(present ^ set(listed)):
        found.append(f"static/vendor/{name} is {'not in the manifest' if name in present else 'missing'}")
    for name in sorted(present & set(listed)):
        if _sha256(VENDOR / name) != listed[name]:
            found.append(f"static/vendor/{name} was changed by hand; run tools/vendor.py fetch")
    for path, text in built().items():
        if not path.exists() or path.read_text() != text:
            found.append(f"{path.relative_to(ROOT)} is stale; run tools/vendor.py build")
    return found


def check() -> None:
    """Prints the problems; exit status 1 when there are any."""
    found = problems()
    print("\n".join(found) or "static/vendor and the packed files are as they should be")
    sys.exit(bool(found))


if __name__ == "__main__":
    commands = {"fetch": fetch, "build": build, "check": check}
    command = commands.get(sys.argv[1] if len(sys.argv) == 2 else "")
    sys.exit(command() if command else __doc__)
