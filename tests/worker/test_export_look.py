"""Which files are exports of ours. `desktop.worker.export_look`"""

from __future__ import annotations

import io

from desktop.chat.conversation import new_conversation
from desktop.chat.exports import write_json
from desktop.worker.export_look import ExportLook


def test_exports_are_told_from_other_files_whatever_their_names(qtbot, tmp_path):
    document = io.StringIO()
    list(write_json(document, [new_conversation("p", "m")]))
    files = [tmp_path / name for name in ("renamed.txt", "marked.json", "other.json", "empty.json", "missing.json")]
    files[0].write_text(document.getvalue(), encoding="utf-8")
    files[1].write_text(document.getvalue(), encoding="utf-8-sig")
    files[2].write_text('{"why": "lingdu-chat-export is named in it", "and": 1}', encoding="utf-8")
    files[3].write_text("", encoding="utf-8")
    look = ExportLook()

    with qtbot.waitSignal(look.sorted, timeout=5000) as seen:
        look.start([*files, tmp_path])

    assert seen.args == [tuple(files[:2]), (*files[2:], tmp_path)]
