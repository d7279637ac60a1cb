from __future__ import annotations

from desktop.markup.containers import OpenItem, OpenList, OpenQuote
from desktop.markup.nodes import ListBlock, ListItem, Paragraph, Quote, Rule, Run

TEXT = Paragraph((Run("text"),))


def test_a_container_that_did_not_change_is_the_same_object() -> None:
    quote = OpenQuote()

    open_end = quote.build((TEXT,))
    quote.children.append(TEXT)

    assert open_end == Quote((TEXT,))
    assert quote.copied().build() is open_end
    assert quote.build((Rule(),)) == Quote((TEXT, Rule()))


def test_a_list_that_turns_loose_keeps_its_items() -> None:
    items = OpenList(".", ordered=True)
    items.children.append(OpenItem(3, 7).build((TEXT,)))
    tight = items.build()

    items.loose = True
    loose = items.build()

    assert tight == ListBlock(ordered=True, tight=True, delimiter=".", items=(ListItem(7, None, (TEXT,)),))
    assert isinstance(tight, ListBlock)
    assert isinstance(loose, ListBlock)
    assert not loose.tight
    assert loose.items[0] is tight.items[0]


def test_an_item_that_becomes_a_task_is_a_new_object() -> None:
    item = OpenItem(2, None)
    plain = item.build((TEXT,))

    item.task = True

    assert item.build((TEXT,)) == ListItem(None, True, (TEXT,))
    assert plain == ListItem(None, None, (TEXT,))
