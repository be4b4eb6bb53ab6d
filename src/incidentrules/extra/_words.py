"""Columns of words as codes: strings, categoricals, or codes already."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from .. import _checks as check
from ..errors import UnknownNameError
from ._faults import Faults

Codes = npt.NDArray[np.int8]
MISSING, UNKNOWN = -1, -2
"""The codes of an empty cell, and of a word that is none; pandas has -1 for an empty cell, too."""
BLOCK = 1 << 15
"""How many strings are compared at once, so that they stay in the processor's cache."""
LETTERS = 128
WORDS = "give strings, a categorical, or whole numbers: the places of the words, the first being 0"


def words_of(column: str, value: Any, words: Sequence[str], faults: Faults) -> Codes:
    """Return the place of each word; rows that are empty, and those whose word is none, are faults."""
    codes = _codes_of(column, value, words)
    if codes.size and codes.min() < 0:
        remedy = f"give one of {', '.join(map(repr, map(str, words)))}"
        cells = np.asarray(value)
        faults.where(codes == MISSING, column, cells, "is empty", remedy, code="missing")
        wrong, code = codes == UNKNOWN, "unknown_word"
        faults.where(wrong, column, cells, "is not known", remedy, code=code, words=words)
    return codes


def names_of(column: str, value: Any, names: Sequence[str], faults: Faults, what: str) -> Codes:
    """Return the place of each name, `MISSING` where a cell is empty; rows whose name is none are faults."""
    codes = _codes_of(column, value, names)
    if codes.size and codes.min() == UNKNOWN:
        remedy = f"known: {', '.join(map(repr, names[: check.MOST_TOLD]))}"
        told = {"code": "unknown_name", "kind": UnknownNameError, "words": names}
        faults.where(codes == UNKNOWN, column, np.asarray(value), f"names no {what}", remedy, **told)
    return codes


def _codes_of(column: str, value: Any, words: Sequence[str]) -> Codes:
    known: dict[Any, int] = {"": MISSING, None: MISSING} | {word: place for place, word in enumerate(words)}
    categorical = getattr(value, "cat", value)
    if hasattr(categorical, "categories") and hasattr(categorical, "codes"):
        places = [known.get(word, UNKNOWN) for word in categorical.categories]
        codes: Codes = np.array([*places, MISSING], np.int8)[np.asarray(categorical.codes)]
        return codes
    array = np.asarray(value)
    if array.dtype.kind in "iu":
        return np.where((array >= MISSING) & (array < len(words)), array, UNKNOWN).astype(np.int8)
    if array.dtype.kind == "U":
        return _of_strings(array, known)
    if array.dtype.kind not in "OT":
        check.refuse_type(column, value, "a column of words", WORDS)
    try:
        return _of_objects(array, known)
    except TypeError:  # a list among them, or what else has no hash
        check.refuse_type(column, value, "a column of words", WORDS)


def _of_strings(array: npt.NDArray[Any], known: dict[Any, int]) -> Codes:
    texts = [text for text in known if text is not None and len(text) * 4 <= array.dtype.itemsize]
    codes = np.full(array.shape, UNKNOWN, np.int8)
    if (place := _telling_place(texts)) is None or not (array.dtype.isnative and array.flags.c_contiguous):
        for text in texts:
            codes[array == text] = known[text]
        return codes
    words = np.array(texts, array.dtype)
    of_letter = np.zeros(LETTERS, np.int8)
    of_letter[[ord(text[place : place + 1] or "\0") for text in texts]] = range(len(texts))
    code_of = np.array([known[text] for text in texts], np.int8)
    for start in range(0, len(array), BLOCK):
        block = array[start : start + BLOCK]
        letters = block.view(np.uint32).reshape(len(block), -1)[:, place]
        likely = of_letter[np.minimum(letters, LETTERS - 1)]
        differ = words[likely].view(np.uint32) != block.view(np.uint32)
        found = code_of[likely]
        if differ.any():
            found[differ.reshape(len(block), -1).any(axis=1)] = UNKNOWN
        codes[start : start + BLOCK] = found
    return codes


def _telling_place(texts: Sequence[str]) -> int | None:
    """Return a place at which all words have letters of their own, by which each is told; None where there is none."""
    longest = max(map(len, texts), default=0)
    letters = ([text[place : place + 1] for text in texts] for place in range(longest))
    good = (len(set(each)) == len(each) and max(each).isascii() for each in letters)
    return next((place for place, is_good in enumerate(good) if is_good), None)


def _of_objects(array: npt.NDArray[Any], known: dict[Any, int]) -> Codes:
    words = array.tolist()
    try:
        return np.fromiter(map(known.__getitem__, words), np.int8, len(words))
    except KeyError:
        places = (known.get(word, MISSING if is_missing(word) else UNKNOWN) for word in words)
        return np.fromiter(places, np.int8, len(words))


def is_missing(cell: Any) -> bool:
    """Return whether a cell is empty: None, NaN, or what pandas has for them."""
    try:
        return cell is None or bool(cell != cell)
    except TypeError:  # pandas.NA, of which nothing can be said
        return True
