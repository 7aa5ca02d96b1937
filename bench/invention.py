"""What the scripts that make up content share: draws that are the same every time, and invented words."""

from __future__ import annotations

import random
import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")
SLUG_BYTES = 140


def listed(text: str) -> list[str]:
    return text.replace("\n", " ").strip().split(", ")


def lines(text: str) -> list[str]:
    return text.strip().split("\n")


COUNTRIES = listed("""
Argentina, Australia, Austria, Bangladesh, Belgium, Bolivia, Brazil, Bulgaria, Cambodia, Canada, Chile, China,
Colombia, Croatia, Cuba, Czech Republic, Denmark, Ecuador, Egypt, Ethiopia, Finland, France, Germany, Ghana, Greece,
Hungary, Iceland, India, Indonesia, Iran, Iraq, Ireland, Israel, Italy, Japan, Jordan, Kenya, Lebanon, Malaysia,
Mexico, Morocco, Nepal, Netherlands, New Zealand, Nigeria, Norway, Pakistan, Peru, Philippines, Poland, Portugal,
Romania, Russia, Senegal, Serbia, Slovenia, South Africa, South Korea, Spain, Sri Lanka, Sweden, Switzerland,
Tanzania, Thailand, Tunisia, Turkey, Uganda, Ukraine, United Kingdom, United States, Uruguay, Vietnam, Zambia
""")
ONSETS = listed("b, br, c, ch, d, dr, f, g, gr, h, j, k, kl, l, m, n, p, pr, r, s, sh, st, t, tr, v, w, y, z")
VOWELS = listed("a, e, i, o, u, ai, ea, ia, io, ou")
CODAS = listed(", , , l, m, n, nd, r, rk, s, sk, t, th, v")


def slug(title: str) -> str:
    return re.sub("[^a-z0-9]+", "-", title[:SLUG_BYTES].lower()).strip("-")


class Chance:
    """Draws by `random()` alone, the one method whose sequence Python promises to keep."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def share(self) -> float:
        return self._random()

    def below(self, bound: int) -> int:
        return int(self._random() * bound)

    def of(self, items: Sequence[Item]) -> Item:
        return items[self.below(len(items))]

    def weighted(self, totals: Sequence[float]) -> int:
        return bisect_left(totals, self._random() * totals[-1])


def invented_word(chance: Chance, syllables: int) -> str:
    parts = [chance.of(ONSETS) + chance.of(VOWELS) for _ in range(syllables)]
    return ("".join(parts) + chance.of(CODAS)).capitalize()
