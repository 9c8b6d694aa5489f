"""Patterns of the text of numbers up to a limit: what a JSON schema can say of how large a written number is.

Examples:
    >>> import re
    >>> limit = re.compile(text_up_to(20040, digits=20, places=20))
    >>> [bool(limit.search(text)) for text in ("20040", "20039.9", "20040.1", "20041")]
    [True, True, False, False]
"""

from collections.abc import Iterator

_LEAST_EXPONENT = 7
"""Python writes a millionth plainly, and smaller decimals with an exponent."""


def text_up_to(most: int, *, digits: int, places: int) -> str:
    r"""Return the pattern of plain decimal text of the numbers from 0 to a limit.

    Args:
        most: The limit, which is itself allowed.
        digits: How many digits may stand before the point; those that are left over are leading zeros.
        places: How many digits may stand behind it.

    Examples:
        >>> text_up_to(1200, digits=20, places=20)
        '^0{0,16}(?:(?:0|[1-9][0-9]{0,2}|1[01][0-9]{2})(?:\\.[0-9]{1,20})?|1200(?:\\.0{1,20})?)$'
    """
    less = "|".join(("0", *_digits_below(most)))
    zeros = digits - len(str(most))
    return rf"^0{{0,{zeros}}}(?:(?:{less})(?:\.[0-9]{{1,{places}}})?|{most}(?:\.0{{1,{places}}})?)$"


def tiny_text(digit: str, *, places: int) -> str:
    r"""Return the pattern of decimals below a millionth as Python writes them, with an exponent.

    Args:
        digit: The pattern of a digit.
        places: How many places the number may have when it is written plainly.

    Examples:
        >>> tiny_text("[0-9]", places=9)
        '[0-9](?:(?:\\.[0-9]{1,2})?E-7|(?:\\.[0-9]{1,1})?E-8|E-9)'
    """
    longer = (rf"(?:\.{digit}{{1,{places - exponent}}})?E-{exponent}" for exponent in range(_LEAST_EXPONENT, places))
    return f"{digit}(?:{'|'.join((*longer, f'E-{places}'))})"


def whole_text_up_to(most: int) -> str:
    """Return the pattern of the text of the whole numbers from 1 to a limit.

    Examples:
        >>> whole_text_up_to(1000), whole_text_up_to(2050)
        ('[1-9][0-9]{0,2}|1000', '[1-9][0-9]{0,2}|1[0-9]{3}|20[0-4][0-9]|2050')
    """
    return "|".join(_digits_below(most + 1))


def _digits_below(limit: int) -> Iterator[str]:
    """Yield patterns of the text of the whole numbers from 1 to below a limit: shorter ones, and those as long."""
    text = str(limit)
    if len(text) > 1:
        yield "[1-9]" + _digits(0, len(text) - 2)
    for place, digit in enumerate(text):
        least, most = int(place == 0), int(digit) - 1
        if least <= most:
            left = len(text) - place - 1
            yield text[:place] + _one_digit(least, most) + _digits(left, left)


def _one_digit(least: int, most: int) -> str:
    return str(least) if least == most else f"[{least}{'-' if most > least + 1 else ''}{most}]"


def _digits(least: int, most: int) -> str:
    """Return the pattern of so many digits."""
    if most <= 1:
        return "[0-9]" * most if least == most else "[0-9]?"
    return f"[0-9]{{{most}}}" if least == most else f"[0-9]{{{least},{most}}}"
