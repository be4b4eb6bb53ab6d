"""What all tests share: how hard Hypothesis tries, and the option that names a folder of worked cases."""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "incidentrules",
    deadline=None,
    derandomize="CI" in os.environ,  # the same examples on every run there, new ones here
    max_examples=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    print_blob=True,
)
settings.load_profile("incidentrules")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases",
        type=Path,
        default=None,
        help="a folder of worked cases to run beside the project's own (tests/acceptance/cases)",
    )
