# What Sphinx is to build; `make docs` runs it with every warning an error, and without a network.
import functools
import importlib

import attrs  # noqa: F401  # before what follows, so that it knows cached properties as they are

# attrs turns cached properties of slotted classes into something that autodoc can't see. To a reader they are
# properties, so while the docs are built they are plain ones.
cached_property = functools.cached_property
functools.cached_property = property
importlib.import_module("incidentrules")
functools.cached_property = cached_property

project = "incidentrules"
author = "The incidentrules authors"
copyright = author
html_title = "incidentrules"
html_theme = "furo"
html_show_sphinx = False

extensions = ["myst_parser", "sphinx.ext.autodoc"]
exclude_patterns = ["_build"]
myst_heading_anchors = 3

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
