"""Print the packages that the library and its extras need: ``lowest``, ``names`` or ``installed``.

`make floors` installs the lowest versions that are allowed, and with them what pyproject.toml has in its group
`floors`; `make newest` the newest ones of these names. Both print which are installed.
"""

import re
import sys
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).parents[1]


PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def requirements() -> list[str]:
    project = PYPROJECT["project"]
    return [*project["dependencies"], *(one for extra in project["optional-dependencies"].values() for one in extra)]


def floors() -> dict[str, str]:
    """Return the lowest version of each package, by its name."""
    read = [re.fullmatch(r"([\w.-]+)(?:\[[\w,]+\])?>=([\w.]+)", one) or refuse(one) for one in requirements()]
    return {match[1]: match[2] for match in read}


def refuse(requirement: str) -> NoReturn:
    sys.exit(f"{requirement} is no name with a floor, such as attrs>=23.2")


def main(which: str) -> None:
    found = floors()
    if which == "lowest":
        print(*(f"{name}=={floor}" for name, floor in found.items()), *PYPROJECT["dependency-groups"]["floors"])
    elif which == "names":
        print(*found)
    else:
        print(*(f"{name} {version(name)}" for name in found))


if __name__ == "__main__":
    main(sys.argv[1])
