"""What all tests share: how hard Hypothesis tries, and the option that names a folder of worked cases.

The profile is named by HYPOTHESIS_PROFILE; without it, it is `ci` where CI is set, and `default` elsewhere.
"""

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

PROFILES = {"mutants": 10, "quick": 20, "default": 100, "ci": 100, "thorough": 1000}
"""Of every hundred examples that a law asks for, how many are tried. `ci` and `mutants` try the same ones each time."""

for name, count in PROFILES.items():
    settings.register_profile(
        name,
        deadline=None,
        derandomize=name in ("ci", "mutants"),
        max_examples=count,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        print_blob=True,
        # A mutant asks whether a law fails, not for the smallest example.
        phases=(Phase.explicit, Phase.generate) if name == "mutants" else tuple(Phase),
    )
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "default"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--cases",
        type=Path,
        default=None,
        help="a folder of worked cases to run beside the project's own (tests/acceptance/cases)",
    )
