"""What is wrong with a number, in words: as the end of a sentence that begins with the number."""

from typing import Final

from handlers.slack.blocks.file_words import TICKS
from handlers.slack.blocks.text import in_words
from optouts.numbers import Fault, UnreadableNumber, region_name
from optouts.row_faults import Repair


def fault(error: UnreadableNumber) -> str:
    return FAULTS[error.fault].format(**_facts(error))


def _facts(error: UnreadableNumber) -> dict[str, str]:
    region = region_name(error.region) if error.region else ""
    fits = in_words(f"{region_name(code)} (`{code}`)" for code in error.regions)
    return {
        "usual": str(error.usual),
        "region": region or "its region",
        "as_region": f" as a number of {region}" if region else "",
        "fits": f" It would fit {fits}." if fits else "",
    }


FAULTS: Final = {
    Fault.EMPTY: "holds no number. Type one like `083 123 4567` or `+27831234567`.",
    Fault.TOO_SHORT: "is too short{as_region}. Check that no digit is missing.",
    Fault.TOO_LONG: "is too long{as_region}. Check for extra digits, or a second number run in.",
    Fault.INVALID: "is not a number that exists{as_region}. Check it digit by digit.",
    Fault.WRONG_REGION: (
        "does not exist{as_region}.{fits} Write it with + and country code, or choose the region."
    ),
    Fault.NO_REGION: (
        "has no country code and this workspace has no region. Write it with + and country code,"
        " or let a manager set the region in `/optout settings`."
    ),
    Fault.SHORT_CODE: "is a short code of {region}, not a person’s number.",
    Fault.EMERGENCY: "is an emergency number of {region}, not a person’s number.",
    Fault.SCIENTIFIC: (
        "was rounded by a spreadsheet: its last digits are gone. Format the column as text and"
        " copy the number again."
    ),
    Fault.LETTERS: "has letters in it. Write the number in digits only.",
    Fault.SEVERAL: "looks like several numbers. Put a comma between them.",
    Fault.UNUSUALLY_SHORT: (
        "is unusually short: numbers of {region} have {usual} digits. Digits may be missing."
    ),
    Fault.FLOAT: (
        "ends in .0, for a spreadsheet made a decimal of it; no digit is lost. Tick"
        f" “{TICKS[Repair.FLOAT]}” for the file, or format the column as text and save it again."
    ),
    Fault.LEADING_ZERO: (
        "lost its first zero, as happens in spreadsheets; in {region} the zero is part of the"
        f" number. Tick “{TICKS[Repair.LEADING_ZERO]}” for the file, or format the column as text"
        " and export the list again."
    ),
}
