"""The lists that the installer for Windows is made of."""

from __future__ import annotations

from windows.installer import file_lists


def test_every_file_is_laid_out_and_exactly_those_are_taken_away(tmp_path):
    (tmp_path / "lingdu.exe").touch()
    (tmp_path / "_internal" / "deep").mkdir(parents=True)
    (tmp_path / "_internal" / "deep" / "a$b.dll").touch()

    install, uninstall = file_lists(tmp_path)

    assert install.splitlines() == [
        'SetOutPath "$INSTDIR"',
        f'File "{tmp_path / "lingdu.exe"}"',
        'SetOutPath "$INSTDIR\\_internal"',
        'SetOutPath "$INSTDIR\\_internal\\deep"',
        f'File "{tmp_path / "_internal" / "deep" / "a$b.dll"}"',
    ]
    assert uninstall.splitlines() == [
        'Delete "$INSTDIR\\lingdu.exe"',
        'Delete "$INSTDIR\\_internal\\deep\\a$$b.dll"',
        'RMDir "$INSTDIR\\_internal\\deep"',
        'RMDir "$INSTDIR\\_internal"',
    ]
