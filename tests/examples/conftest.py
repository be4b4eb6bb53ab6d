"""The desk that the tests of examples/billing.py share."""

from pathlib import Path

import pytest

from billing_desk import PACK, T_1, Desk


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk that billed September with examples/billing.py."""
    desk = Desk(tmp_path)
    desk.add("purchases", PACK)
    desk.add("tickets", T_1)
    desk.say("bill", "2026-09")
    return desk
