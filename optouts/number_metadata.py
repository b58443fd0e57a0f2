"""phonenumbers' data on a region or a calling code, and what they say of lengths."""

import phonenumbers
from phonenumbers import PhoneMetadata, PhoneNumberDesc

from optouts import number_reading
from optouts.number_patterns import UnsupportedPattern


def about(region: str, code: int = 0) -> PhoneMetadata:
    found = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    if found is None:
        raise UnsupportedPattern(region)
    return found


def main(code: int) -> PhoneMetadata:
    """Of the region whose rules hold for all that share the calling code."""
    return about(phonenumbers.region_code_for_country_code(code), code)


def code_of(region: PhoneMetadata) -> int:
    return region.country_code or 0


def general(region: PhoneMetadata) -> PhoneNumberDesc:
    if region.general_desc is None or not region.general_desc.possible_length:
        raise UnsupportedPattern(region.id)
    return region.general_desc


def is_too_long(length: int, region: PhoneMetadata) -> bool:
    allowed = general(region)
    return length not in allowed.possible_length_local_only and length > allowed.possible_length[-1]


def is_too_short(length: int, region: PhoneMetadata) -> bool:
    """Or fit to be dialled only within its own town, without the area code."""
    allowed = general(region)
    return length in allowed.possible_length_local_only or length < allowed.possible_length[0]


def may_be(length: int, region: PhoneMetadata) -> bool:
    """Whether a number that had its prefix cut off is let be: of a usual length, or too long."""
    return length in general(region).possible_length or is_too_long(length, region)


def usual_length(region: str) -> int:
    known = region if region in phonenumbers.SUPPORTED_REGIONS else ""
    return number_reading.usual_lengths(known)[0]
