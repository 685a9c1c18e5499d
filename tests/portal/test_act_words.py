"""Every act that the code records by name has words on the desk."""

import re

from django.conf import settings

from salerno.portal.desk.act_words import WORDS, act_in_words

# `record(action="board.decided", …)`, and helpers that pass the name on: `note("thesis.agreed", …)`, `_move(…, "call.opened", …)`.
_NAMED = re.compile(r"""(?:\baction=|\bnote\(|\b_move\([^()]*?|\b_record_\w+\()\s*["']([a-z_]+\.[a-z_]+)["']""")


def test_every_named_act_has_words():
    sources = [path.read_text(encoding="utf-8") for path in settings.PACKAGE.rglob("*.py")]

    named = {found for source in sources for found in _NAMED.findall(source)}

    assert len(named) > 100
    assert named - set(WORDS) == set()


def test_an_act_without_words_is_shown_by_its_code():
    assert act_in_words("moon.landed") == "moon.landed"
