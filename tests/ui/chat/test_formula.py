"""`desktop.ui.chat.formula`: formulas are painted sharp, in their box, on the line, and kept within bounds."""

from __future__ import annotations

import pytest
from fakes.formulas import DRAWN, SHOWN
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter, qAlpha

from desktop.ui.chat.formula import FormulaCache, FormulaPicture, Missing
from desktop.worker.math_worker import MathWorker

LIMIT_MS = 20_000
LOOK = (16.0, "#1f2328", 1.0)


@pytest.fixture
def worker(qapp):
    worker = MathWorker()
    yield worker
    worker.close()


@pytest.fixture
def cache(worker):
    return FormulaCache(worker)


@pytest.fixture
def drawn(qtbot, cache):
    """Ask for a picture and wait for it."""

    def ask(tex, display=True, size_px=16.0, colour="#1f2328", ratio=1.0, cache=cache):
        answer = cache.picture(tex, display, size_px, colour, ratio)
        if answer is Missing.NOT_YET:
            with qtbot.waitSignal(cache.ready, timeout=LIMIT_MS):
                pass
            answer = cache.picture(tex, display, size_px, colour, ratio)
        return answer

    return ask


def painted(picture, ratio=1.0, x=8.0, baseline=100.0):
    """The picture on an empty page that is large enough."""
    page = QImage(
        round((picture.width + 40) * ratio), round((picture.height + 200) * ratio), QImage.Format.Format_ARGB32
    )
    page.fill(0)
    page.setDevicePixelRatio(ratio)
    painter = QPainter(page)
    picture.draw(painter, x, baseline)
    painter.end()
    return page


def ink(page, least=40):
    """The rectangle of device pixels that are not nearly empty."""
    columns, rows = [], []
    for y in range(page.height()):
        for x in range(page.width()):
            if qAlpha(page.pixel(x, y)) >= least:
                columns.append(x)
                rows.append(y)
    assert rows, "nothing is painted"
    return QRect(min(columns), min(rows), max(columns) - min(columns) + 1, max(rows) - min(rows) + 1)


@pytest.mark.parametrize(("tex", "display"), DRAWN)
def test_the_ink_fills_its_box_and_stays_inside(drawn, tex, display):
    picture = drawn(tex, display)

    marks = ink(painted(picture))

    top, bottom = 100 - picture.height + picture.depth, 100 + picture.depth
    assert 7 <= marks.left() <= 8 + 8  # a space may stand before and behind
    assert 8 + picture.width - 8 <= marks.right() + 1 <= 8 + picture.width + 1
    assert top - 1 <= marks.top() <= top + 1.5
    assert min(bottom, 100) - 1.5 <= marks.bottom() + 1 <= bottom + 1


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("zoom", [0.5, 1.0, 1.5, 3.0])
def test_a_formula_fits_its_box_at_every_zoom_and_on_every_screen(drawn, ratio, zoom):
    picture = drawn(r"\frac{a}{b} + y", size_px=14 * zoom, ratio=ratio)

    marks = ink(painted(picture, ratio))

    assert picture.image.devicePixelRatio() == ratio
    assert marks.width() == pytest.approx(picture.width * ratio, abs=2 + 2 * zoom * ratio)
    assert marks.height() == pytest.approx(picture.height * ratio, abs=2)


def test_bold_chinese_is_heavier(drawn):
    def darkness(tex):
        page = painted(drawn(tex))
        return sum(qAlpha(page.pixel(x, y)) for x in range(page.width()) for y in range(page.height()))

    assert darkness(r"\textbf{重量}") > 1.15 * darkness(r"\text{重量}")


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0])
@pytest.mark.parametrize("baseline", [100.0, 100.3, 100.5, 100.9])
def test_letters_stand_sharp_on_a_whole_device_pixel(drawn, ratio, baseline):
    """Wherever the line stands, the same pixels are painted: nothing is blurred by half a pixel."""
    picture = drawn("m", size_px=14.0, ratio=ratio)

    page = painted(picture, ratio, x=8.4, baseline=baseline)

    marks = ink(page, least=128)
    assert marks.bottom() + 1 == pytest.approx(baseline * ratio, abs=1)
    box = QRect(0, 0, picture.image.width(), picture.image.height())
    box.moveTopLeft(marks.topLeft() - ink(picture.image, least=128).topLeft())
    assert page.copy(box).convertToFormat(picture.image.format()) == without_ratio(picture.image, page)


def without_ratio(image, page):
    copy = image.copy()
    copy.setDevicePixelRatio(page.devicePixelRatio())
    return copy


def test_a_moved_painter_moves_the_formula(drawn):
    picture = drawn("m")
    page = QImage(100, 100, QImage.Format.Format_ARGB32)
    page.fill(0)

    painter = QPainter(page)
    painter.translate(20.3, 30.2)
    picture.draw(painter, 10, 20)
    painter.end()

    assert ink(page).bottom() + 1 == 50
    assert 30 <= ink(page).left() <= 31


@pytest.mark.parametrize("colour", ["#1f2328", "#e6e6e6"])
def test_every_pixel_has_the_colour_of_the_text(drawn, colour):
    picture = drawn(r"\boxed{\frac{\overline{x}}{\sqrt{2}}} \cancel{y}", colour=colour)

    page = painted(picture)

    opaque = {
        QColor(page.pixel(x, y)).name()
        for y in range(page.height())
        for x in range(page.width())
        if qAlpha(page.pixel(x, y)) == 255
    }
    assert opaque == {colour}


@pytest.mark.parametrize("tex", SHOWN.values(), ids=SHOWN)
def test_what_cannot_be_drawn_is_told_for_ever(drawn, tex):
    assert drawn(tex) is Missing.NEVER
    assert drawn(tex, size_px=28.0) is Missing.NEVER


def test_the_first_answer_comes_at_once_and_the_formula_is_drawn_once(qtbot, worker, cache):
    asked = []
    worker.draw = lambda tex, display: asked.append((tex, display))

    answers = [cache.picture("x", True, *LOOK) for _ in range(3)]
    answers += [cache.picture("x", False, *LOOK), cache.picture("x", True, 28.0, "#e6e6e6", 2.0)]

    assert answers == [Missing.NOT_YET] * 5
    assert asked == [("x", True), ("x", False)]


def test_another_size_colour_or_screen_needs_no_other_drawing(drawn, worker, cache):
    first = drawn("x")
    worker.draw = None  # nothing may ask

    others = [cache.picture("x", True, *look) for look in ((32.0, *LOOK[1:]), (16.0, "#e6e6e6", 1.0), (*LOOK[:2], 2.0))]

    assert all(isinstance(it, FormulaPicture) for it in others)
    assert others[0].width == pytest.approx(2 * first.width)
    assert (others[2].width, others[2].depth) == (first.width, first.depth)
    assert cache.picture("x", True, *LOOK) is first


def test_ready_names_the_formula(qtbot, cache):
    with qtbot.waitSignal(cache.ready, timeout=LIMIT_MS) as heard:
        cache.picture(r"\alpha", True, *LOOK)

    assert heard.args == [r"\alpha"]


def test_pictures_over_the_limit_are_made_again(drawn, worker):
    small = FormulaCache(worker, max_images=2_000)
    first = drawn("a", cache=small)

    for tex in "bcdefgh":
        drawn(tex, cache=small)

    again = small.picture("a", True, *LOOK)
    assert isinstance(again, FormulaPicture)
    assert again is not first
    assert again.image == first.image
    assert small._images._bytes <= 2_000


def test_the_picture_used_last_stays(drawn, worker):
    small = FormulaCache(worker, max_images=2_000)
    first = drawn("a", cache=small)

    for tex in "bcdefgh":
        drawn(tex, cache=small)
        assert small.picture("a", True, *LOOK) is first


def test_drawings_over_the_limit_are_drawn_again(drawn, worker):
    small = FormulaCache(worker, max_drawings=3_000)
    for tex in "abcdefgh":
        drawn(tex, cache=small)

    assert small.picture("a", True, 28.0, "#1f2328", 1.0) is Missing.NOT_YET
    assert small._drawings._bytes <= 3_000


def test_a_picture_of_too_many_pixels_is_not_made(drawn, cache):
    wide = " + ".join(["x"] * 100)

    assert isinstance(drawn(wide), FormulaPicture)
    assert (
        drawn(r"\begin{matrix} " + r" \\ ".join(["x"] * 30) + r" \end{matrix} " + wide, size_px=300.0) is Missing.NEVER
    )


def test_chinese_is_painted_in_its_room_and_colour(drawn):
    picture = drawn(r"\frac{\text{距离}}{\text{时间}}", size_px=32.0, colour="#ff0000")
    image = picture.image
    middle = image.height() // 2

    def ink(top, bottom):
        return [
            QColor(image.pixelColor(x, y)).name()
            for x in range(image.width())
            for y in range(top, bottom)
            if qAlpha(image.pixel(x, y)) > 200
        ]

    assert len(ink(0, middle - 4)) > 100
    assert len(ink(middle + 4, image.height())) > 100
    assert set(ink(0, middle - 4)) == {"#ff0000"}


def test_a_long_formula_is_painted_to_its_end(drawn):
    """Qt warns, and drops the rest, where one path holds too much."""
    picture = drawn("a" * 400 + "B", size_px=12.0)
    image = picture.image

    last = range(image.width() - 8, image.width())
    assert any(qAlpha(image.pixel(x, y)) > 100 for x in last for y in range(image.height()))
