"""What all tests share: how hard Hypothesis tries, and the option that names a folder of worked cases.

The profile is named by HYPOTHESIS_PROFILE; without it, it is `ci` where CI is set, and `default` elsewhere.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

PROFILES = {"quick": 20, "default": 100, "ci": 100, "thorough": 1000}
"""Of every hundred examples that a law asks for, how many are tried. `ci` tries the same ones on every run."""

for name, count in PROFILES.items():
    settings.register_profile(
        name,
        deadline=None,
        derandomize=name == "ci",
        max_examples=count,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        print_blob=True,
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases",
        type=Path,
        default=None,
        help="a folder of worked cases to run beside the project's own (tests/acceptance/cases)",
    )
