"""Cut a secret into shares of words, of which any two of three give it back (SLIP-39, Shamir 1979).

One share alone says nothing about the secret. Each share is 33 words of a list of 1,024; a word that
was copied wrongly is noticed.

>>> words = cut(bytes(32))
>>> len(words), len(words[0].split())
(3, 33)
>>> join(words[:2]) == join(words[1:]) == bytes(32)
True
"""

from __future__ import annotations

from collections.abc import Sequence

from khronika.errors import SharesError

NEEDED, SHARES = 2, 3


def cut(secret: bytes) -> list[str]:
    """Return the shares of a secret of 32 bytes."""
    from shamir_mnemonic import generate_mnemonics

    (shares,) = generate_mnemonics(1, [(NEEDED, SHARES)], secret)
    return list(shares)


def join(shares: Sequence[str]) -> bytes:
    """Return the secret. Raises SharesError when the words are too few, wrong or of different secrets."""
    from shamir_mnemonic import MnemonicError, combine_mnemonics

    given = list(dict.fromkeys(" ".join(share.lower().split()) for share in shares))
    if len(given) < NEEDED:
        raise SharesError(what="Two different shares are needed.")
    try:
        return bytes(combine_mnemonics(given[:NEEDED]))
    except (MnemonicError, ValueError) as error:
        raise SharesError(what="These words are no two shares of one casebook.") from error


def drawn(share: str) -> bytes:
    """Return a share as a QR code (SVG), for printing."""
    import io

    import segno

    file = io.BytesIO()
    segno.make(share, error="m", micro=False).save(file, kind="svg", scale=4, xmldecl=False)
    return file.getvalue()
