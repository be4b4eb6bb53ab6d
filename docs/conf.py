# What Sphinx is to build; `make docs` runs it with every warning an error, and without a network.
import functools
import importlib
import importlib.metadata
import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

import attrs  # noqa: F401  # before what follows, so that it knows cached properties as they are

# attrs turns cached properties of slotted classes into something that autodoc can't see. To a reader they are
# properties, so while the docs are built they are plain ones.
cached_property = functools.cached_property
functools.cached_property = property
importlib.import_module("incidentrules")
functools.cached_property = cached_property

DOCS = Path(__file__).parent
sys.path.insert(0, str(DOCS))
import rule_pages  # noqa: E402  # it stands beside this file

project = "incidentrules"
author = "The incidentrules authors"
copyright = author
html_title = "incidentrules"
html_theme = "furo"
html_show_sphinx = False
pygments_dark_style = "github-dark"

html_static_path = ["_static"]
html_css_files = ["site.css"]
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {"top_of_page_buttons": []}

extensions = ["myst_parser", "sphinx.ext.autodoc", "sphinx_copybutton"]
# What is copied are the lines to type, without the prompts and without what is printed.
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
exclude_patterns = ["_build", "_generated"]
myst_heading_anchors = 3
myst_enable_extensions = ["substitution"]
myst_substitutions = {"version": importlib.metadata.version(project)}

default_role = "py:obj"
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True, "undoc-members": True, "exclude-members": "__init__, __new__"}
python_use_unqualified_type_names = True

nitpick_ignore_regex = [
    # Types of the standard library and of numpy, and of the private modules that the public ones are made of.
    ("py:.*", r"(abc|collections|datetime|decimal|enum|functools|numpy|types|typing|zoneinfo)\..*"),
    ("py:.*", r"(incidentrules\.)?_\w+\..*|incidentrules\.\w+\.[A-Z](_co)?"),
    # Types that only annotations name.
    ("py:class", r"(incidentrules\.\w+\.)?(Job|Remark|ReadingWords|TermsFields|Subject|\w+Word)"),
    # Words in single backticks in docstrings: a link where there is something to link to, plain code elsewhere.
    ("py:obj", r".*"),
]


def draw(_app: Any) -> None:
    """Draw the pictures, where there is what draws them."""
    if importlib.util.find_spec("pictures") and importlib.util.find_spec("matplotlib"):
        importlib.import_module("pictures").write(DOCS / rule_pages.PICTURES)


def complete(_app: Any, name: str, source: list[str]) -> None:
    """Complete the text of a page, before it is read."""
    source[0] = rule_pages.page(name, source[0], DOCS)


def link_ids(app: Any, name: str, _template: str, context: dict[str, Any], doctree: Any) -> None:
    """Turn each id of a finished page, such as R12, into a link to its page."""
    if "body" in context and doctree is not None:
        own = re.sub(r"^rules/", "", name).upper()
        context["body"] = rule_pages.linked(
            context["body"], lambda id: app.builder.get_relative_uri(name, f"rules/{id.lower()}"), own
        )


def setup(app: Any) -> None:
    """Do all three."""
    app.connect("builder-inited", draw)
    app.connect("source-read", complete)
    app.connect("html-page-context", link_ids)
