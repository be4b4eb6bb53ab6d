"""A month's statements as HTML, a file for each customer, by a template that you can edit.

    python examples/mail.py statements

It reads the same files as `month.py`, and fills `templates/statement.html.jinja`. Each file stands alone, so it can be
mailed, printed or opened on a phone. Where a row can't be read, it says which, and writes nothing.
"""

import sys
from pathlib import Path
from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from month import DATA, read_sheets

TEMPLATES = FileSystemLoader(Path(__file__).parent / "templates")
PAGES = Environment(loader=TEMPLATES, autoescape=True, undefined=StrictUndefined)


def main(folder: Path, data: Path = DATA) -> None:
    template = PAGES.get_template("statement.html.jinja")
    pages = {told.title: template.render(sheet=told) for told in read_sheets(data)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in pages.items():
        path = folder / f"{quote(name, safe='')}.html"  # a name with a slash is no path
        path.write_text(page, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "statements"))
