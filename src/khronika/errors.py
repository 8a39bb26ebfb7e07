"""Say what went wrong in one sentence, and what to do next.

Every error that a user can meet is a class here: it holds its sentence, its next step,
its exit status and its HTTP status. Nothing in a sentence may come from inside a report.

>>> NoReportsError(where="./inbox").sentence
'No reports found in ./inbox.'
>>> print(WrongPassphraseError())
The passphrase does not open this casebook. Type it again; it cannot be recovered from the casebook.
"""

from __future__ import annotations

from typing import ClassVar

_FORMATS = (
    ".html, .mhtml, .txt, .pdf, .docx, .odt, .rtf, .eml, .png, .jpg, .tif or .webp, "
    "or a .zip, .tar, .tar.gz, .warc or .wacz of these"
)


class KhronikaError(Exception):
    """The root of the tree: a sentence, a next step, an exit status and an HTTP status."""

    template: ClassVar[str] = "Something failed that Khronika did not foresee."
    next_step: ClassVar[str] = "Run the command again; nothing that was accepted is lost."
    exit_status: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, **values: object) -> None:
        self.values = values
        super().__init__(f"{self.sentence} {self.next_step.format(**values)}".strip())

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross from one process to another with their values."""
        return _again, (type(self), self.values)

    @property
    def sentence(self) -> str:
        """What went wrong, without the next step."""
        return self.template.format(**self.values)


def _again(kind: type[KhronikaError], values: dict[str, object]) -> KhronikaError:
    return kind(**values)


# ------------------------------------------------------------------ wrong use of a command
class UsageError(KhronikaError):
    """The command was called in a way that cannot be carried out."""

    template = "{what}"
    next_step = "See --help for an example."
    exit_status = 2
    http_status = 400


class NoReportsError(UsageError):
    template = "No reports found in {where}."
    next_step = f"Give files or folders that hold {_FORMATS}."


class ConfusedPassphraseError(UsageError):
    template = "No passphrase was given and there is no terminal to ask at."
    next_step = "Give --passphrase-file FILE or --passphrase-fd N; a passphrase is never an argument."


class PersonsUnavailableError(UsageError):
    template = "Linking lists of people needs parts that are not installed."
    next_step = "Install them with: pip install 'khronika[persons]'"


# ------------------------------------------------------------------ files that cannot be read
class UnreadableError(KhronikaError):
    """One input could not be read; the batch goes on without it."""

    template = "{name}: this file cannot be read as a report ({why})."
    next_step = "The others are done; open it in the program that made it and save it again."
    exit_status = 3
    http_status = 422


class EmptyFileError(UnreadableError):
    template = "{name}: this file is empty."
    next_step = "Ask for it again; the others are done."


class NoTextError(UnreadableError):
    template = "{name}: no text was found in this file."
    next_step = "It may be empty, or a picture without words or too faint to read; ask for a sharper copy."


class NoRecognitionError(UnreadableError):
    template = "{name}: this is a picture of text, and the program that reads those is not installed."
    next_step = (
        "Install Tesseract (Debian: apt install tesseract-ocr tesseract-ocr-kor tesseract-ocr-chi-sim "
        "tesseract-ocr-chi-tra), then run the same command again."
    )


class TooLargeError(UnreadableError):
    template = "{name}: this file is larger than {limit} MB."
    next_step = "Split it, or save the part that is the report."


class LockedFileError(UnreadableError):
    template = "{name}: this file is protected with a password."
    next_step = "Save a copy without the password and add that."


class UnknownFormatError(UnreadableError):
    template = "{name}: {kind} is not a format that Khronika reads."
    next_step = f"Give {_FORMATS}."


class MessageLogError(UnreadableError):
    template = "{name}: this looks like a message log or a phone extraction, which Khronika does not read."
    next_step = "Ask the person for a written statement instead."


class HostileFileError(UnreadableError):
    template = "{name}: reading was stopped because the file {why}."
    next_step = "Treat it as hostile; its original is kept sealed and nothing of it was opened."


class SomeInputsFailedError(KhronikaError):
    template = "{failed} of {total} inputs failed; the others are done."
    next_step = "Each is named above with its reason."
    exit_status = 3
    http_status = 207


class ReadingUnavailableError(KhronikaError):
    template = "The process that reads documents cannot start on this machine."
    next_step = "Install Khronika again from its lock file; khronika doctor says what works."
    exit_status = 1
    http_status = 503


# ------------------------------------------------------------------ the casebook
class CasebookError(KhronikaError):
    """A casebook cannot be opened or used as asked."""

    http_status = 409


class NoCasebookError(CasebookError):
    template = "There is no casebook at {where}."
    next_step = "Make one with: khronika new {where}"
    exit_status = 2
    http_status = 404


class CasebookExistsError(CasebookError):
    template = "{where} exists already and is not empty."
    next_step = "Choose a new folder, or use the casebook that is there."
    exit_status = 2


class WrongPassphraseError(CasebookError):
    template = "The passphrase does not open this casebook."
    next_step = "Type it again; it cannot be recovered from the casebook."
    exit_status = 4
    http_status = 403


class WeakPassphraseError(CasebookError):
    template = "This passphrase is too short: it has {length} characters."
    next_step = "Use at least {least}; five random words are good."
    exit_status = 2


class CasebookBusyError(CasebookError):
    template = "Another Khronika process is working on this casebook."
    next_step = "Wait until it ends, or stop it, and run the command again."
    exit_status = 5


class DiskFullError(CasebookError):
    template = "The disk is full."
    next_step = "Make room and run the same command again: it goes on where it stopped."
    exit_status = 6
    http_status = 507


class NewerCasebookError(CasebookError):
    template = "This casebook was made by a newer Khronika (format {found}; this one knows {known})."
    next_step = "Install the newer version."


class SharesError(CasebookError):
    template = "{what}"
    next_step = "Type the words of two shares as they are printed; the casebook is as it was."
    exit_status = 4
    http_status = 403


class BackupError(CasebookError):
    template = "This backup cannot be restored: {why}."
    next_step = "Use another copy of the backup."


# ------------------------------------------------------------------ custody
class CustodyError(KhronikaError):
    """What is kept is not what was received."""

    template = "{what}"
    next_step = "Stop working on this casebook and restore the last backup beside it to compare."
    exit_status = 7
    http_status = 409


# ------------------------------------------------------------------ the record
class RecordError(KhronikaError):
    """A value contradicts itself."""

    template = "{what}"
    next_step = "This is a defect of the program that made the value."
    http_status = 422


class QuoteError(RecordError):
    template = "A quote does not stand at the place of the text that it names ({start}-{end})."


class VocabularyError(RecordError):
    template = "{term!r} is not in the list {vocabulary!r}."
    next_step = "The lists are in the folder vocabularies."


# ------------------------------------------------------------------ review and people
class NotAllowedError(KhronikaError):
    template = "Your role does not allow this."
    next_step = "Ask an administrator of this casebook."
    exit_status = 8
    http_status = 403


class StaleJudgementError(KhronikaError):
    template = "Somebody judged this claim while you were reading it."
    next_step = "Look at their judgement and decide again; yours was not saved."
    http_status = 409


class CorrectionError(KhronikaError):
    """A corrected value cannot stand as it was typed."""

    template = "{what}"
    next_step = "Change the value and save again; nothing was saved yet."
    http_status = 422


class UnknownUserError(KhronikaError):
    template = "There is no user with this name in the casebook."
    next_step = "See: khronika users CASEBOOK"
    exit_status = 2
    http_status = 404


# ------------------------------------------------------------------ what leaves
class GateRefusedError(KhronikaError):
    template = "Nothing was released: {why}."
    next_step = "{remedy}"
    exit_status = 9
    http_status = 409


# ------------------------------------------------------------------ figures
class EstimateRefusedError(KhronikaError):
    template = "No estimate: {why}."
    next_step = "{needed}"
    exit_status = 10
    http_status = 422


class TableError(UsageError):
    template = "{name}: {what}"
    next_step = "Mend the table and run the command again."


# ------------------------------------------------------------------ languages
class NoCoderError(KhronikaError):
    template = "There is no coder for this language ({lang})."
    next_step = "The report is kept and read; people can code it in the desk."
    exit_status = 3
    http_status = 422


class CoderFailedError(KhronikaError):
    template = "{report}: coding stopped at something that was not foreseen ({kind})."
    next_step = "The report is kept and read; people can code it in the desk. Report the words in brackets."
    exit_status = 3
    http_status = 422


class CodingCutError(KhronikaError):
    template = "{report}: coding was cut off after {seconds} seconds."
    next_step = "The report is kept and read; people can code it in the desk."
    exit_status = 3
    http_status = 422


class TooFewJudgementsError(UsageError):
    template = (
        "There is too little to learn from: {judged} judged claims, {accepted} of them accepted as proposed."
    )
    next_step = "It takes {least} judged claims, at least {each} accepted and {each} not. Go on reviewing."


class LearnerMissingError(UsageError):
    template = "Learning needs a part that is not installed."
    next_step = "Install it with: pip install 'khronika[learn]'"


class TimestampError(UsageError):
    template = "{what}"
    next_step = "See: khronika custody timestamp --help"
