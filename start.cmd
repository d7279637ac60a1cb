@echo off
rem The one command on Windows: start.cmd WORD [arguments handed on]. The words are those of start.sh.
setlocal
set "HERE=%~dp0"
set "VENV=%HERE%.venv"
set "PYTHON=%VENV%\Scripts\python.exe"
set "WORD=%~1"
set "REST="
:collect
if "%~2"=="" goto collected
set REST=%REST% %2
shift
goto collect
:collected

for %%W in (run demo) do if "%WORD%"=="%%W" set "LOCK=requirements.lock"
for %%W in (setup test check bench soak) do if "%WORD%"=="%%W" set "LOCK=requirements-dev.lock"
for %%W in (build package-test) do if "%WORD%"=="%%W" set "LOCK=requirements-dev.lock"
if "%LOCK%"=="" goto usage

rem The environment keeps a copy of each lock that was installed to its end.
fc /b "%HERE%requirements-dev.lock" "%VENV%\requirements-dev.lock" >nul 2>nul && goto ready
fc /b "%HERE%%LOCK%" "%VENV%\%LOCK%" >nul 2>nul && goto ready
if exist "%PYTHON%" goto install
for %%V in (3.13 3.12 3.11 3.14) do py -%%V -c "" >nul 2>nul && set "BASE=py -%%V" && goto make
python -c "import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 14))" >nul 2>nul && set "BASE=python" && goto make
echo Python 3.11, 3.12, 3.13 or 3.14 is needed and was not found. 1>&2
exit /b 1
:make
echo Making a virtual environment in %VENV% 1>&2
%BASE% -m venv "%VENV%" 1>&2 || exit /b 1
:install
echo Installing what %LOCK% names 1>&2
"%PYTHON%" -I -m pip install --disable-pip-version-check --no-input --require-hashes --only-binary :all: -r "%HERE%%LOCK%" 1>&2 || exit /b 1
copy /b /y "%HERE%%LOCK%" "%VENV%\%LOCK%" >nul || exit /b 1
:ready

if "%WORD%"=="setup" exit /b 0
if "%WORD%"=="test" goto test
if "%WORD%"=="check" goto check
if "%WORD%"=="soak" goto soak
if "%WORD%"=="build" goto build
if "%WORD%"=="package-test" goto packagetest
rem The caller's folder stays the current one; with -P nothing is imported from it.
if defined PYTHONPATH (set "PYTHONPATH=%HERE%;%PYTHONPATH%") else set "PYTHONPATH=%HERE%"
if "%WORD%"=="bench" goto bench
if "%WORD%"=="demo" set "REST=--demo %REST%"
"%PYTHON%" -P -m desktop %REST%
exit /b %ERRORLEVEL%

:test
cd /d "%HERE%"
if "%REST%"=="" set "REST=--numprocesses auto --maxprocesses 8 --dist worksteal"
"%PYTHON%" -m pytest %REST%
exit /b %ERRORLEVEL%

:check
cd /d "%HERE%"
set "FAILED=0"
"%PYTHON%" -m ruff check . || set "FAILED=1"
"%PYTHON%" -m ruff format --check . || set "FAILED=1"
for %%S in (linux darwin win32) do "%PYTHON%" -m mypy --platform %%S || set "FAILED=1"
"%PYTHON%" -c "from importlinter.cli import lint_imports_command; lint_imports_command()" || set "FAILED=1"
exit /b %FAILED%

:bench
rem What is only compared with stands in a folder of its own, which nothing else imports from.
fc /b "%HERE%requirements-bench.lock" "%VENV%\bench\requirements-bench.lock" >nul 2>nul && goto measure
echo Installing what requirements-bench.lock names 1>&2
if exist "%VENV%\bench" rmdir /s /q "%VENV%\bench"
"%PYTHON%" -I -m pip install --disable-pip-version-check --no-input --require-hashes --only-binary :all: --target "%VENV%\bench" -r "%HERE%requirements-bench.lock" 1>&2 || exit /b 1
copy /b /y "%HERE%requirements-bench.lock" "%VENV%\bench\requirements-bench.lock" >nul || exit /b 1
:measure
set "PYTHONPATH=%PYTHONPATH%;%HERE%tests"
"%PYTHON%" -P -m perf %REST%
exit /b %ERRORLEVEL%

:soak
cd /d "%HERE%"
set "FAILED=0"
"%PYTHON%" -m pytest -m slow --timeout 3600 || set "FAILED=1"
set "PYTHONPATH=%HERE%;%HERE%tests"
"%PYTHON%" -P -m perf.soak || set "FAILED=1"
exit /b %FAILED%

:build
"%PYTHON%" -P "%HERE%packaging\build.py" %REST%
exit /b %ERRORLEVEL%

:packagetest
cd /d "%HERE%"
"%PYTHON%" -P "%HERE%packaging\build.py" || exit /b 1
"%PYTHON%" -m pytest -m packaging tests/packaging %REST%
exit /b %ERRORLEVEL%

:usage
if not "%WORD%"=="" echo Unknown word: %WORD% 1>&2
echo usage: start.cmd WORD [arguments handed on] 1>&2
echo. 1>&2
echo   run            open the application 1>&2
echo   demo           open it with its built-in demo endpoint and ask a question 1>&2
echo   setup          only install what run, demo, test and check need 1>&2
echo   test           run every test 1>&2
echo   check          ruff, mypy --strict and the import contracts 1>&2
echo   bench          measure the program beside its references 1>&2
echo   soak           the tests that take minutes and the endurance runs 1>&2
echo   build          make the installer in dist; argument: another folder 1>&2
echo   package-test   build it and look at it 1>&2
exit /b 2
