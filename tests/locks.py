"""What the locks pin, and under which licence each installed distribution says it comes."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parent.parent
LOCKS = (
    "requirements.lock",
    "requirements-scale.lock",
    "requirements-build.lock",
    "requirements-dev.lock",
)

_PIN = re.compile(r"(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+))?")

# metadata from before licence expressions, spelt as SPDX does
_SPDX = {
    "Apache Software License": "Apache-2.0",
    "Apache 2.0": "Apache-2.0",
    "BSD License": "BSD-3-Clause",
    "BSD": "BSD-3-Clause",
    "BSD-3-Clause, Apache-2.0, dependency licenses": "BSD-3-Clause AND Apache-2.0",
    "GNU Library or Lesser General Public License (LGPL)": "LGPL-3.0",
    "LGPL": "LGPL-3.0",
    "MIT License": "MIT",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "Two-clause BSD license": "BSD-2-Clause",
    "ZPL 2.1": "ZPL-2.1",
}


def locked(*locks: str) -> dict[str, str]:
    """The version of every distribution that `locks` pin (default: all of them)."""
    found = {}
    for lock in locks or LOCKS:
        for line in (ROOT / lock).read_text("utf-8").splitlines():
            if pin := _PIN.match(line):
                found[pin["name"]] = pin["version"]
    return found


def licence(name: str) -> str | None:
    """The SPDX expression of the installed distribution `name`; None where it is not installed."""
    try:
        metadata = distribution(name).metadata
    except PackageNotFoundError:
        return None
    if expression := metadata.get_all("License-Expression"):
        return str(expression[0])
    own = str((metadata.get_all("License") or [""])[0]).split("\n")[0]
    classifiers = [
        line.rpartition(" :: ")[2]
        for line in metadata.get_all("Classifier") or []
        if line.startswith("License ::")
    ]
    for said in (own, *classifiers):
        if said in _SPDX:
            return _SPDX[said]
    return own or "、".join(classifiers) or "?"
