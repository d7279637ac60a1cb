"""Heights of many rows and their sums: change one, append, or find the row at a height, each in logarithmic time."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import accumulate


class Heights:
    """Whole pixels a row, in a Fenwick tree that grows and shrinks at its end."""

    def __init__(self) -> None:
        self._values: list[int] = []
        # _sums[i] is the sum of the i & -i values that end with value i - 1.
        self._sums: list[int] = [0]

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, index: int) -> int:
        return self._values[index]

    def __setitem__(self, index: int, height: int) -> None:
        change = height - self._values[index]
        if not change:
            return
        self._values[index] = height
        at = index + 1
        while at < len(self._sums):
            self._sums[at] += change
            at += at & -at

    @property
    def total(self) -> int:
        """The sum of all."""
        return self.above(len(self._values))

    def above(self, index: int) -> int:
        """The sum of the rows before `index`."""
        result = 0
        while index > 0:
            result += self._sums[index]
            index -= index & -index
        return result

    def append(self, height: int) -> None:
        """One more row at the end."""
        self.extend((height,))

    def extend(self, heights: Iterable[int]) -> None:
        """More rows at the end, each in the time of one or two additions."""
        values, sums = self._values, self._sums
        first = len(values)
        values.extend(heights)
        if not first:
            # All at once: what stands above each row, and the differences of that.
            above = list(accumulate(values, initial=0))
            self._sums = [above[at] - above[at & (at - 1)] for at in range(len(above))]
            return
        for at in range(first + 1, len(values) + 1):
            total = values[at - 1]
            # The sums right before it that make up its own.
            below = at - 1
            while below > at & (at - 1):
                total += sums[below]
                below &= below - 1
            sums.append(total)

    def replace_from(self, index: int, heights: Iterable[int]) -> None:
        """Other rows from `index` on."""
        del self._values[index:]
        del self._sums[index + 1 :]
        self.extend(heights)

    def tail(self, index: int) -> list[int]:
        """The heights from `index` on."""
        return self._values[index:]

    def find(self, y: int) -> tuple[int, int]:
        """The row that holds pixel `y`, and how far into it; the last row for what lies below all.

        Rows without height hold no pixel. An empty tree gives (0, 0).
        """
        at, left = 0, max(0, y)
        step = 1 << len(self._values).bit_length()
        while step:
            ahead = at + step
            if ahead < len(self._sums) and self._sums[ahead] <= left:
                at = ahead
                left -= self._sums[ahead]
            step >>= 1
        if at >= len(self._values):
            if not self._values:
                return 0, 0
            at = len(self._values) - 1
            left += self._values[at]
        return at, left
