"""Pictures of the chat view, one conversation in every look, to be held beside docs/pictures/target-*.png.

`python packaging/pictures.py [FOLDER]` draws them into docs/pictures, or into FOLDER.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from desktop.ui.chat.messages import MessageView  # noqa: E402  # found beside this folder
from desktop.ui.chat.view import ChatView  # noqa: E402
from desktop.ui.language import install_language  # noqa: E402
from desktop.ui.theme import palette_for, qt_palette, style_sheet, text_font  # noqa: E402

# Name, theme, zoom in percent, device pixels in a pixel, width in pixels.
LOOKS = (
    ("light", "light", 100, 1, 936),
    ("dark", "dark", 100, 1, 936),
    ("light-2x", "light", 100, 2, 936),
    ("dark-2x", "dark", 100, 2, 936),
    ("zoom-90", "light", 90, 1, 936),
    ("zoom-150", "dark", 150, 1, 936),
    ("narrow", "light", 100, 1, 420),
    ("wide", "dark", 100, 1, 1500),
)
HEIGHT_PX = 900
QUESTION = "怎么用 httpx 逐块读取流式返回？请给出最短的例子，并说明什么时候算结束。"
ANSWER = r"""打开一个 `stream` 上下文，按行取出 `data:` 开头的事件，遇到 `[DONE]` 就停：

```python
with httpx.stream("POST", url, json=body, headers=auth) as response:
    for event in iter_events(response.iter_bytes()):
        if event.data == "[DONE]":
            break                       # 收到结束标志后停止读取
        print(event.delta, end="", flush=True)
```

| 字段 | 含义 | 何时出现 |
|---|---|---|
| `delta.content` | 当前块的文字，可能为空 | 每一块 |
| `finish_reason` | 结束原因，正常为 `null` | 最后一块 |
| `usage` | Token 用量 | 开启 `include_usage` 后 |

1. 平均速度 $v = \frac{n - 1}{t_n - t_1}$，其中 $n$ 是 token 数；
2. 请求头见 [接口文档](https://api000.com/v1)；
   - [x] 密钥放在系统钥匙串
   - [ ] 设置超时

$$\sum_{k=1}^{n} k = \frac{n(n+1)}{2}$$

> 如果连接在 `[DONE]` 之前断开，已经收到的文字要保留，并且明确告诉用户**回答不完整**"""


def main(folder: Path) -> None:
    """Each look in a process of its own: the scale of the screen is fixed when Qt starts."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, theme, zoom, scale, width in LOOKS:
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(scale)}
        arguments = [theme, str(zoom), str(width), str(folder / f"{name}.png")]
        subprocess.run([sys.executable, __file__, "--one", *arguments], cwd=ROOT, env=environment, check=True)
        print(folder / f"{name}.png")


def draw(theme: str, zoom: int, width: int, target: str) -> None:
    """One look."""
    application = QApplication([])
    translators = install_language(application, "zh_CN")
    palette = palette_for(theme)
    application.setStyle("Fusion")
    application.setPalette(qt_palette(palette))
    application.setFont(text_font(zoom))
    application.setStyleSheet(style_sheet(palette, zoom))
    view = ChatView()
    view.set_theme(palette, zoom)
    view.resize(width, HEIGHT_PX)
    view.show()
    view.setFocus()
    caption = "gpt-4o · 首字 0.62 s · 84 tok/s"
    answer = MessageView(
        "a", "assistant", ANSWER, reasoning="先读一块。", reasoning_s=3.1, caption=caption, streaming=True
    )
    view.set_messages([MessageView("q", "user", QUESTION), answer])
    view.scroll_to_start()
    # Colours and formulas come behind the first picture.
    until = time.monotonic() + 3
    while time.monotonic() < until:
        application.processEvents()
    view.grab().save(target)
    del translators  # they live as long as the words are needed


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        draw(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), sys.argv[5])
    else:
        main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "pictures")
