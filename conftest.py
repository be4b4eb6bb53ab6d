"""Every Python example of a Markdown page is a test: what it prints is what the page says."""

from sybil import Sybil
from sybil.parsers.markdown import PythonCodeBlockParser

collect_ignore = ["docs/conf.py"]

pytest_collect_file = Sybil(parsers=[PythonCodeBlockParser()], pattern="*.md").pytest()
