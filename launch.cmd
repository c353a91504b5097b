@echo off
rem Starts Proteomics Annotator; builds it first when its sources changed. "launch.cmd --help" lists the options.
setlocal
set "HOME_DIR=%~dp0"
if "%HOME_DIR:~-1%"=="\" set "HOME_DIR=%HOME_DIR:~0,-1%"
set "ANNOTATOR_HOME=%HOME_DIR%"

rem A package made by package.sh brings the program along.
if exist "%HOME_DIR%\app\ProteomicsAnnotator.exe" (
    "%HOME_DIR%\app\ProteomicsAnnotator.exe" %*
    exit /b
)

where dotnet >nul 2>nul || (echo The .NET 10 SDK is needed: 'dotnet' was not found. 1>&2 & exit /b 1)

rem Newest change and number of the files that the program is built from; each state gets a folder of its own.
set "STAMP="
for /f %%s in ('powershell -NoProfile -Command "$f = Get-ChildItem -Recurse -File '%HOME_DIR%\src' | Where-Object FullName -NotMatch '\\(node_modules|bin|obj|wwwroot\\viewer)\\'; $f += Get-Item '%HOME_DIR%\Directory.*', '%HOME_DIR%\global.json'; '{0}-{1}-{2}' -f ($f | Measure-Object LastWriteTimeUtc -Maximum).Maximum.Ticks, $f.Count, ($f | Measure-Object Length -Sum).Sum"') do set "STAMP=%%s"
if not defined STAMP (echo The state of the sources could not be read: PowerShell is needed. 1>&2 & exit /b 1)
set "PROGRAMS=%HOME_DIR%\artifacts\launch"
set "PROGRAM=%PROGRAMS%\%STAMP%"
if exist "%PROGRAM%\ProteomicsAnnotator.dll" goto run

dotnet --list-sdks | findstr /b "10." >nul || (echo The .NET 10 SDK is needed: 'dotnet --list-sdks' shows none. 1>&2 & exit /b 1)
where node >nul 2>nul || (echo Node 20 or newer is needed: 'node' was not found. 1>&2 & exit /b 1)
if not exist "%PROGRAMS%" mkdir "%PROGRAMS%"

:lock
mkdir "%PROGRAMS%\.lock.d" 2>nul && goto build
if not defined WAITING echo Another start is building; waiting for it. Remove %PROGRAMS%\.lock.d if none is. 1>&2
set "WAITING=1"
timeout /t 1 /nobreak >nul
goto lock

:build
if exist "%PROGRAM%\ProteomicsAnnotator.dll" goto unlock
echo Building Proteomics Annotator (the first time takes a minute or two) ... 1>&2
set "UNFINISHED=%PROGRAMS%\.unfinished-%RANDOM%%RANDOM%"
set "MSBUILDDISABLENODEREUSE=1"
set "DOTNET_CLI_USE_MSBUILD_SERVER=0"
rem Exactly the committed packages; then compiled ahead for this platform, which the committed lock file does not name.
dotnet restore "%HOME_DIR%\src\ProteomicsAnnotator.App" --locked-mode --verbosity quiet --nologo "-p:ArtifactsPath=%PROGRAMS%\build" 1>&2 && dotnet publish "%HOME_DIR%\src\ProteomicsAnnotator.App" --configuration Release --output "%UNFINISHED%" --verbosity quiet --nologo --use-current-runtime --self-contained false -p:PublishReadyToRun=true -p:RunAnalyzers=false -p:RestoreLockedMode=false "-p:LockFolder=%PROGRAMS%\build\locks" "-p:ArtifactsPath=%PROGRAMS%\build" 1>&2
if errorlevel 1 (
    rmdir "%PROGRAMS%\.lock.d"
    echo The build failed; its messages are above. 1>&2
    exit /b 1
)
move "%UNFINISHED%" "%PROGRAM%" >nul

:unlock
rmdir "%PROGRAMS%\.lock.d"

:run
dotnet "%PROGRAM%\ProteomicsAnnotator.dll" %*
