"""The command that lets a casebook learn from its judgements."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from khronika.cli.casebooks import Folder
from khronika.cli.passphrase import PassphraseFd, PassphraseFile, read_passphrase

if TYPE_CHECKING:
    from khronika.review.learner import Learned


def learn(
    casebook: Folder, passphrase_file: PassphraseFile = None, passphrase_fd: PassphraseFd = None
) -> None:
    """Order the queue by what reviewers accepted so far, and print how far that can be trusted.

    Needs 200 judged claims and the extra khronika\\[learn]. It says how likely each waiting claim is to be
    accepted as it stands; it accepts nothing.

    Example:  khronika learn my-casebook
    """
    from khronika.casebook import open_casebook
    from khronika.casebook.learning import learn_from_judgements

    passphrase = read_passphrase(passphrase_file, passphrase_fd)
    with open_casebook(casebook, passphrase):
        learned = learn_from_judgements()
    sys.stdout.write(_told(learned))


def _told(learned: Learned) -> str:
    lines = [
        (
            f"{learned.judged} judged claims of {learned.reports} reports, "
            f"{learned.accepted} accepted as proposed."
        ),
        "On reports left out of the training:",
        f"  ranking {learned.ranking:.2f} (0.50 is chance, 1.00 perfect)",
        f"  Brier score {learned.brier:.3f}; always saying the average: {learned.brier_of_average:.3f}",
    ]
    lines += [
        f"  said {b.low:.0%} to {b.high:.0%}: {b.claims} claims, {b.accepted:.0%} accepted"
        for b in learned.bins
    ]
    if not learned.useful:
        lines.append("That is no better than the average: do not read anything into the order.")
    lines.append(f"{len(learned.chances)} waiting claims are ordered, the most doubtful reports first.")
    return "\n".join(lines) + "\n"
