@echo off
rem Starts Proteomics Annotator; builds it first when its sources changed. "launch.cmd --help" lists the options.
setlocal
set "HOME_DIR=%~dp0"
if "%HOME_DIR:~-1%"=="\" set "HOME_DIR=%HOME_DIR:~0,-1%"
set "ANNOTATOR_HOME=%HOME_DIR%"

rem A package made by package.sh brings the program along.
if not exist "%HOME_DIR%\app\ProteomicsAnnotator.exe" goto sources
"%HOME_DIR%\app\ProteomicsAnnotator.exe" %*
exit /b %ERRORLEVEL%

:sources

where dotnet >nul 2>nul || (echo The .NET 10 SDK is needed: 'dotnet' was not found. 1>&2 & exit /b 1)

rem Newest change, number and size of the files that the program is built from; each state gets a folder of its own.
rem PowerShell takes the folder from the environment: a name with an apostrophe would end its string.
set "STAMP="
for /f %%s in ('powershell -NoProfile -Command "$h = $env:ANNOTATOR_HOME; $f = @(Get-ChildItem -Recurse -File -LiteralPath (Join-Path $h src) | Where-Object FullName -NotMatch '\\(node_modules|bin|obj|wwwroot\\viewer)\\'); $f += Get-ChildItem -Force -File -LiteralPath $h | Where-Object Name -Match '^(Directory\..*|global\.json|\.editorconfig)$'; '{0}-{1}-{2}' -f ($f | Measure-Object LastWriteTimeUtc -Maximum).Maximum.Ticks, $f.Count, ($f | Measure-Object Length -Sum).Sum"') do set "STAMP=%%s"
if not defined STAMP (echo The state of the sources could not be read: PowerShell is needed. 1>&2 & exit /b 1)
set "PROGRAMS=%HOME_DIR%\artifacts\launch"
set "PROGRAM=%PROGRAMS%\%STAMP%"
if exist "%PROGRAM%\ProteomicsAnnotator.dll" goto run

dotnet --list-sdks 2>nul | findstr /b "10\." >nul || (echo The .NET 10 SDK is needed: 'dotnet --list-sdks' shows none. 1>&2 & exit /b 1)
where node >nul 2>nul || (echo Node 20 or newer is needed: 'node' was not found. 1>&2 & exit /b 1)
set "NODE_MAJOR=0"
for /f "tokens=1 delims=v." %%v in ('node --version') do set "NODE_MAJOR=%%v"
if %NODE_MAJOR% LSS 20 (echo Node 20 or newer is needed: 'node --version' says v%NODE_MAJOR%. 1>&2 & exit /b 1)
where npm >nul 2>nul || (echo npm, which comes with Node, is needed: 'npm' was not found. 1>&2 & exit /b 1)
if not exist "%PROGRAMS%\" mkdir "%PROGRAMS%" 2>nul
if not exist "%PROGRAMS%\" goto readonly

rem Who makes the folder builds. Where it can neither be made nor is there, this folder cannot be written.
set "WAITING="
set "REFUSED=0"
:lock
mkdir "%PROGRAMS%\.lock.d" 2>nul && goto build
if exist "%PROGRAMS%\.lock.d\" goto wait
set /a REFUSED+=1
if %REFUSED% GEQ 5 goto readonly
:wait
if not defined WAITING echo Another start is building; waiting for it. Remove "%PROGRAMS%\.lock.d" if none is. 1>&2
set "WAITING=1"
rem A second's rest; "timeout" ends at once where the input is redirected.
ping -n 2 127.0.0.1 >nul 2>nul
goto lock

:build
if exist "%PROGRAM%\ProteomicsAnnotator.dll" goto unlock
rem What builds that were ended have left.
for /d %%d in ("%PROGRAMS%\.unfinished-*" "%PROGRAMS%\.old-*") do rmdir /s /q "%%d"
echo Building Proteomics Annotator (the first time takes a minute or two) ... 1>&2
set "UNFINISHED=%PROGRAMS%\.unfinished-%RANDOM%%RANDOM%"
set "MSBUILDDISABLENODEREUSE=1"
set "DOTNET_CLI_USE_MSBUILD_SERVER=0"
set "DOTNET_NOLOGO=1"
set "DOTNET_CLI_TELEMETRY_OPTOUT=1"
rem Exactly the committed packages; then compiled ahead for this platform, which the committed lock file does not name.
dotnet restore "%HOME_DIR%\src\ProteomicsAnnotator.App" --locked-mode --verbosity quiet --nologo "-p:ArtifactsPath=%PROGRAMS%\build" 1>&2 && dotnet publish "%HOME_DIR%\src\ProteomicsAnnotator.App" --configuration Release --output "%UNFINISHED%" --verbosity quiet --nologo --use-current-runtime --self-contained false -p:PublishReadyToRun=true -p:RunAnalyzers=false -p:RestoreLockedMode=false "-p:LockFolder=%PROGRAMS%\build\locks" "-p:ArtifactsPath=%PROGRAMS%\build" 1>&2
if errorlevel 1 (
    rmdir /s /q "%UNFINISHED%" 2>nul
    rmdir "%PROGRAMS%\.lock.d"
    echo The build failed; its messages are above. 1>&2
    exit /b 1
)
move "%UNFINISHED%" "%PROGRAM%" >nul
rem The last three are kept. One that still runs cannot be moved, and stays.
for /f "skip=3 delims=" %%d in ('dir /b /ad /o-d "%PROGRAMS%" ^| findstr /r "^[0-9]"') do (
    move "%PROGRAMS%\%%d" "%PROGRAMS%\.old-%%d" >nul 2>nul && rmdir /s /q "%PROGRAMS%\.old-%%d"
)

:unlock
rmdir "%PROGRAMS%\.lock.d"

:run
dotnet "%PROGRAM%\ProteomicsAnnotator.dll" %*
exit /b %ERRORLEVEL%

:readonly
echo "%HOME_DIR%" cannot be written: build there once, or use a package made by package.sh. 1>&2
exit /b 1
