"""Lines of Markdown to blocks, one line at a time: the parsing strategy of CommonMark 0.31, with tables and formulas.

A line first continues the open containers that it can, then begins what it begins, then adds its text to the open leaf.
Nothing is read twice but the few lines that looked like a display formula and were none, so the work per line does not
depend on what stands before it, and a text in pieces gives what the whole text gives.
"""

from __future__ import annotations

from typing import Final

from desktop.markup import starts
from desktop.markup.containers import OpenItem, OpenList, OpenQuote
from desktop.markup.formulas import OpenFormula, opens_display
from desktop.markup.leaves import OpenCode, OpenParagraph, OpenTable
from desktop.markup.line import Line
from desktop.markup.nodes import Heading, LazyRuns, Rule
from desktop.markup.open_blocks import OpenBlocks

# What is nested deeper is text: no mark of it is lost.
MAX_NESTING: Final = 100


class BlockMachine(OpenBlocks):
    """Takes lines; see the module."""

    def line(self, text: str, start: int) -> None:
        """Take a line without its newline, which begins at `start` in the source."""
        line = Line(text)
        if line.blank and self._is_settled(line):
            return
        if self._held is not None:
            if self._match(line, self._held.depth) == self._held.depth and not line.blank:
                self._held.end = start + len(text)
                self._held.lines.append((text, start))
                if self._held.take(line.rest):
                    self._take_formula(self._held)
                    return
                self._held.lines.pop()
            self._release()
            line = Line(text)
        self._continue(line, self._match(line, len(self._stack)), start)

    def finish(self) -> None:
        """End the text: every block is final."""
        while self._held is not None:
            self._release()
        self._close_leaf()
        self._pop(0)

    # --- continuing ---------------------------------------------------------------------------------------------------

    def _is_settled(self, line: Line) -> bool:
        """Whether a blank line changes nothing, or only the open code: then the containers need no look."""
        if self._held is not None or self._quotes:
            return False
        if self._leaf is None:
            return self._blank
        if self.code is None:
            return False
        line.skip(self._width)
        self.code.add(line)
        return True

    def _match(self, line: Line, limit: int) -> int:
        """How many of the first `limit` open containers this line continues; the cursor stands behind their marks."""
        for depth in range(limit):
            container = self._stack[depth]
            if isinstance(container, OpenItem):
                if line.blank:
                    is_empty = not container.children and self._leaf is None and depth == len(self._stack) - 1
                    if is_empty:
                        return depth
                    line.skip(container.width)
                elif line.indent >= container.width:
                    line.skip(container.width)
                else:
                    return depth
            elif not isinstance(container, OpenList):
                if line.indent >= 4 or line.blank or line.text[line.next] != ">":
                    return depth
                line.take(1)
                line.skip(1)
        return limit

    def _continue(self, line: Line, matched: int, start: int) -> None:
        whole = matched == len(self._stack)
        end = start + line.length
        if whole and isinstance(self._leaf, OpenCode) and self._continue_code(self._leaf, line, end):
            return
        if line.blank:
            self._pop(matched)
            self._close_leaf()
            self._blank = not (self._stack and type(self._stack[-1]) is OpenQuote)
            self._end = self._end if line.is_empty else end
            return
        self._begin_blocks(line, matched, start)

    def _continue_code(self, code: OpenCode, line: Line, end: int) -> bool:
        if code.mark:
            if code.closes(line):
                self._end = end
                self._append(code.block(closed=True))
                self._leaf = None
            else:
                code.add(line)
                self._end = self._end if line.is_empty else end
            self._blank = False
            return True
        if line.blank or line.indent >= 4:
            code.add(line)
            self._blank = line.blank
            self._end = self._end if line.is_empty else end
            return True
        self._close_leaf()
        return False

    # --- beginning ----------------------------------------------------------------------------------------------------

    def _begin_blocks(self, line: Line, matched: int, start: int) -> None:
        end = start + line.length
        while not line.blank:
            paragraph = self._leaf if isinstance(self._leaf, OpenParagraph) else None
            if line.indent >= 4:
                if paragraph is not None:
                    break
                self._begin(matched, start)
                self._leaf = OpenCode()
                self._leaf.add(line)
                self._blank, self._end = False, end
                return
            if self._begin_leaf(line, matched, start, paragraph):
                return
            if not self._begin_container(line, matched, start, paragraph):
                break
            matched = len(self._stack)
        self._add_text(line, matched, start)

    def _begin_leaf(self, line: Line, matched: int, start: int, paragraph: OpenParagraph | None) -> bool:
        """Begin a block that holds no blocks, if the line is one."""
        end = start + line.length
        character = line.text[line.next]
        continues = matched == len(self._stack)
        block: Heading | Rule | None = None
        if character == "#":
            found = starts.heading(line.content)
            block = Heading(found[0], LazyRuns(found[1], self._parse)) if found is not None else None
        elif character in "`~":
            opening = starts.fence(line.content)
            if opening is not None:
                indent = line.indent
                self._begin(matched, start)
                self._leaf = OpenCode(*opening, indent)
                self._blank, self._end = False, end
                return True
        elif character in "$\\" and opens_display(line.text, line.next):
            return self._hold(line, matched, start)
        elif (paragraph is not None and continues and character in "-:|=") and (
            self._begin_table(line, paragraph) or self._underline(line, paragraph, end)
        ):
            self._blank, self._end = False, end
            return True
        if block is None and character in "-*_" and starts.is_rule(line.content):
            block = Rule()
        if block is None:
            return False
        self._begin(matched, start)
        self._blank, self._end = False, end
        if isinstance(block, Heading):
            self._mention((block.runs,), self._path())
        self._append(block)
        return True

    def _begin_container(self, line: Line, matched: int, start: int, paragraph: OpenParagraph | None) -> bool:
        """Begin a quote or a list item, if the line does; the cursor then stands behind its mark."""
        if len(self._stack) >= MAX_NESTING:
            return False
        if line.text[line.next] == ">":
            self._begin(matched, start)
            self._push(OpenQuote())
            line.take(1)
            line.skip(1)
            return True
        mark = starts.marker(line.content)
        if mark is None:
            return False
        continues = paragraph is not None and matched == len(self._stack)
        if continues and (mark.number not in {None, 1} or not line.content[mark.length :].strip(" \t")):
            return False
        indent = line.indent
        self._begin(matched, start, item=mark)
        line.take(mark.length)
        space = 1 if line.blank or line.indent > 4 else line.indent
        self._push(OpenItem(indent + mark.length + space, mark.number))
        line.skip(space)
        return True

    def _add_text(self, line: Line, matched: int, start: int) -> None:
        place = (start, start + line.length)
        leaf = self._leaf
        whole = matched == len(self._stack)
        if line.blank:
            # An item that begins with an empty line.
            self._blank, self._end = False, place[1]
            return
        if isinstance(leaf, OpenTable) and whole and leaf.add(line.content, self._parse):
            self._mention(leaf.rows[-1], (*self._path(), len(leaf.rows)))
        else:
            text = line.content
            if not isinstance(leaf, OpenParagraph):
                self._begin(matched, start)
                whole = True
                leaf = self._leaf = OpenParagraph()
                text = self._without_task(text)
            if text:
                leaf.add(text, place, heads_table=whole and line.indent < 4)
            self._take_definitions(leaf, ended=False)
        self._blank, self._end = False, place[1]

    def _without_task(self, text: str) -> str:
        """The text of a new paragraph; an item's mark `[ ]` or `[x]` becomes the item's."""
        item = self._stack[-1] if self._stack else None
        found = starts.task_mark(text) if isinstance(item, OpenItem) and not item.children else None
        if found is None or not isinstance(item, OpenItem):
            return text
        item.task = found[0]
        return found[1]

    # --- tables, headings, formulas -----------------------------------------------------------------------------------

    def _begin_table(self, line: Line, paragraph: OpenParagraph) -> bool:
        """Make the paragraph's last line a table's header, if this line is the row of marks below it."""
        if not paragraph.lines or not paragraph.heads_table or "|" not in paragraph.lines[-1]:
            return False
        columns = starts.alignments(line.content.rstrip(" \t"))
        header = starts.cells(paragraph.lines[-1]) if columns is not None else []
        if columns is None or len(header) != len(columns):
            return False
        _, place = paragraph.take_last()
        self._close_leaf()
        if not self._stack:
            self._start = place[0]
        cells = tuple(LazyRuns(cell, self._parse) for cell in header)
        self._leaf = OpenTable(cells, columns)
        self._mention(cells, (*self._path(), 0))
        return True

    def _underline(self, line: Line, paragraph: OpenParagraph, end: int) -> bool:
        level = starts.underline(line.content)
        if level is None:
            return False
        self._take_definitions(paragraph, ended=True)
        if not paragraph.lines:
            return False
        runs = LazyRuns(paragraph.text, self._parse)
        self._mention((runs,), self._path())
        self._append(Heading(level, runs), (paragraph.place[0], end))
        self._leaf = None
        return True

    def _hold(self, line: Line, matched: int, start: int) -> bool:
        held = OpenFormula(line, matched, start)
        if not held.take(line.content):
            return False
        self._held = held
        self._take_formula(held)
        return True

    def _take_formula(self, held: OpenFormula) -> None:
        """Make the formula a block, once it has closed."""
        if held.formula is None:
            return
        self._held = None
        self._begin(held.depth, held.start)
        self._append(held.formula, (held.start, held.end))
        self._blank, self._end = False, held.end

    def _release(self) -> None:
        """What began like a formula is text."""
        held, self._held = self._held, None
        if held is None:
            return
        self._add_text(held.line, held.depth, held.start)
        for text, start in held.lines:
            self.line(text, start)
