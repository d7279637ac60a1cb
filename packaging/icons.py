"""The application's icon in every size and container, drawn from the one source `resources/icons/lingdu.svg`.

`python packaging/icons.py FOLDER` writes `hicolor/<size>x<size>/lingdu.png`, `hicolor/scalable/lingdu.svg`,
`lingdu.ico` and `lingdu.icns`; it needs PySide6.
"""

from __future__ import annotations

import os
import shutil
import struct
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "resources" / "icons" / "lingdu.svg"
HICOLOR_PX = (16, 22, 24, 32, 36, 48, 64, 72, 96, 128, 192, 256, 512)
_ICO_PX = (16, 20, 24, 32, 40, 48, 64, 96, 128, 256)
# Apple's four letters for a PNG of that many pixels; the second of a pair is for a doubled screen.
_ICNS = (("icp4", 16), ("icp5", 32), ("icp6", 64), ("ic07", 128), ("ic08", 256), ("ic09", 512), ("ic10", 1024),
         ("ic11", 32), ("ic12", 64), ("ic13", 256), ("ic14", 512))  # fmt: skip


def ico(pictures: dict[int, bytes]) -> bytes:
    """Windows' container: pixels to PNG."""
    header = struct.pack("<HHH", 0, 1, len(pictures))
    offset = len(header) + 16 * len(pictures)
    entries, body = b"", b""
    for size, png in sorted(pictures.items()):
        # 256 is written as 0.
        entries += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(png), offset + len(body))
        body += png
    return header + entries + body


def icns(pictures: dict[int, bytes]) -> bytes:
    """Apple's container: pixels to PNG, of all the sizes that it names."""
    body = b"".join(kind.encode() + struct.pack(">I", 8 + len(pictures[px])) + pictures[px] for kind, px in _ICNS)
    return b"icns" + struct.pack(">I", 8 + len(body)) + body


def draw_all(folder: Path) -> None:
    """Draw and write everything."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(SOURCE))

    def png(size: int) -> bytes:
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG", 0)  # type: ignore[call-overload]  # PySide6 takes both kinds of text
        buffer.close()
        return bytes(data.data())

    sizes = {*HICOLOR_PX, *_ICO_PX, *(size for _, size in _ICNS)}
    pictures = {size: png(size) for size in sizes}
    for size in HICOLOR_PX:
        place = folder / "hicolor" / f"{size}x{size}"
        place.mkdir(parents=True, exist_ok=True)
        (place / "lingdu.png").write_bytes(pictures[size])
    (folder / "hicolor" / "scalable").mkdir(exist_ok=True)
    shutil.copyfile(SOURCE, folder / "hicolor" / "scalable" / "lingdu.svg")
    (folder / "lingdu.ico").write_bytes(ico({size: pictures[size] for size in _ICO_PX}))
    (folder / "lingdu.icns").write_bytes(icns(pictures))
    del application


if __name__ == "__main__":
    draw_all(Path(sys.argv[1]))
