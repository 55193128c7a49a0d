"""Amounts in words, as contracts have them: in English and German."""

from __future__ import annotations

from cms.contract.money import Money

_EN_SMALL = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_EN_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_DE_SMALL = (
    *("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf"),
    *("dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn"),
)
_DE_TENS = ("zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
_TEENS, _HUNDRED, _THOUSAND, _MILLION = 20, 100, 1_000, 1_000_000


def amount_in_words(amount: Money, language: str) -> str:
    """`thirty-five euros and fifty cents`, `fünfunddreißig Euro und fünfzig Cent`."""
    euros, cents = divmod(amount.cents, 100)
    if language == "de":
        text = f"{_german(euros)} Euro"
        return f"{text} und {_german(cents)} Cent" if cents else text
    text = f"{_english(euros)} {'euro' if euros == 1 else 'euros'}"
    return f"{text} and {_english(cents)} {'cent' if cents == 1 else 'cents'}" if cents else text


def _english(number: int) -> str:
    if number < _TEENS:
        return _EN_SMALL[number]
    if number < _HUNDRED:
        tens, rest = divmod(number, 10)
        return _EN_TENS[tens - 2] + (f"-{_EN_SMALL[rest]}" if rest else "")
    for size, name, joint in ((_MILLION, "million", " "), (_THOUSAND, "thousand", " "), (_HUNDRED, "hundred", " and ")):
        if number >= size:
            many, rest = divmod(number, size)
            between = " and " if rest < _HUNDRED else joint
            return f"{_english(many)} {name}" + (between + _english(rest) if rest else "")
    raise AssertionError(number)


def _german(number: int) -> str:
    if number < _TEENS:
        return _DE_SMALL[number]
    if number < _HUNDRED:
        tens, rest = divmod(number, 10)
        return (f"{_DE_SMALL[rest]}und" if rest else "") + _DE_TENS[tens - 2]
    if number < _THOUSAND:
        many, rest = divmod(number, _HUNDRED)
        return f"{_DE_SMALL[many]}hundert" + (_german(rest) if rest else "")
    if number < _MILLION:
        many, rest = divmod(number, _THOUSAND)
        return f"{_german(many)}tausend" + (_german(rest) if rest else "")
    many, rest = divmod(number, _MILLION)
    millions = "eine Million" if many == 1 else f"{_german(many)} Millionen"
    return millions + (f" {_german(rest)}" if rest else "")
