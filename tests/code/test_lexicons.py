"""Every entry of a lexicon is found in its own example, and tells its act there."""

from __future__ import annotations

import pytest

from khronika.code.coders import RuleCoder, coder_for
from khronika.code.folding import fold_chinese
from khronika.code.lexicon import lexicon
from khronika.code.text import sentences
from khronika.vocabularies import check_term


@pytest.mark.parametrize("lang", ["en", "ko", "zh"])
def test_every_entry_tells_its_act_in_its_example(lang: str) -> None:
    coder = coder_for(lang)
    assert isinstance(coder, RuleCoder)
    silent = []
    for entry in lexicon(lang).entries:
        check_term("acts", entry.act)
        example = fold_chinese(entry.eg, lang)
        woken = any(hit.entry.number == entry.number for hit in lexicon(lang).hits(example))
        read = coder.language.read([(s, False) for s in sentences(example, lang)])
        acts = {mention.act for reading in read.values() for mention in reading.mentions}
        if not woken or entry.act not in acts:
            silent.append(entry.eg)
    assert silent == []
