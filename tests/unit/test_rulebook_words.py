"""The rules and the settings, word for word, as `tests/rulebook.txt` has them: one a line."""

from pathlib import Path

from incidentrules import RULES
from incidentrules.readings import SETTINGS

WORDS = Path(__file__).parents[1] / "rulebook.txt"


def test_rules_and_settings_say_what_they_say() -> None:
    told = [f"{rule.id} | {rule.topic} | {rule.title} | {rule.summary}" for rule in RULES.values()]
    told += [
        f"{one.id} | {field} | {one.kind.__name__} | {' '.join(one.rules)} | {' '.join(one.kind)} | {one.question}"
        for field, one in SETTINGS.items()
    ]
    assert WORDS.read_text("utf-8").splitlines() == told
