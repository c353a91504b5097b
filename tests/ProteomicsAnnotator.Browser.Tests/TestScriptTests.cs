using System.Diagnostics;
using System.Text;

namespace ProteomicsAnnotator.Browser.Tests;

/// <summary>The real test.sh over a small tree of its own, whose "dotnet" and "npx" say what a test program would.</summary>
public sealed class TestScriptTests : IDisposable
{
    private const string Viewer =
        """
        #!/bin/sh
        for word; do
            case $word in --outputFile.json=*) report=${word#*=} ;; esac
        done
        echo '{"numPassedTests":7,"numFailedTests":0,"numPendingTests":0,"numTodoTests":0,"success":true}' >"$report"
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("annotator-testsh-").FullName;

    public TestScriptTests()
    {
        Directory.CreateDirectory(In("bin"));
        Directory.CreateDirectory(In("src/viewer"));
        File.Copy(Path.Join(Checkout.Folder, "test.sh"), In("test.sh"));
        Program("launch.sh", "#!/bin/sh");
        Program("bin/npx", Viewer);
        Program("bin/npm", "#!/bin/sh");
        Program("bin/ldconfig", "#!/bin/sh\necho libEGL.so.1 libGLX_mesa.so.0");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Stages_AllGood_AreAddedUp()
    {
        (int exitCode, string[] lines) = await RunAsync("echo '  failed: 0'; echo '  succeeded: 2'");

        Assert.Equal((0, "13 passed, 0 failed"), (exitCode, lines[^1]));
    }

    [Fact]
    public async Task Stage_WithAFailure_IsShownWholeAndCounted()
    {
        (int exitCode, string[] lines) = await RunAsync("echo 'Expected: 1'; echo '  failed: 1'; echo '  succeeded: 2'; exit 2");

        Assert.Equal((1, "13 passed, 3 failed"), (exitCode, lines[^1]));
        Assert.Equal(3, lines.Count(line => line == "Expected: 1"));
    }

    [Theory]
    [InlineData("echo '  failed: 0'; echo '  succeeded: 1'; exit 0", 0, "14 passed, 0 failed")]
    [InlineData("echo 'failed A.B (1s)'; echo '  failed: 1'; echo '  succeeded: 0'; exit 2", 1, "13 passed, 1 failed")]
    [InlineData("echo boom; exit 1", 1, "13 passed, 1 failed")]
    [InlineData("echo '  failed: 0'; echo '  succeeded: 0'; exit 8", 1, "13 passed, 1 failed")]
    public async Task BrowserTest_ThatFailed_RunsOnceMoreByItself(string again, int expectedExitCode, string last)
    {
        (int exitCode, string[] lines) = await RunAsync(
            $$"""
            case $assembly in *Browser*) ;; *) echo '  failed: 0'; echo '  succeeded: 2'; exit 0 ;; esac
            case $* in
                *"--filter-method A.B"*) {{again}} ;;
                *) echo 'failed A.B(c: 1) (9s)'; echo '  failed: 1'; echo '  succeeded: 2'; exit 2 ;;
            esac
            """);

        Assert.Equal((expectedExitCode, last), (exitCode, lines[^1]));
        Assert.Equal(expectedExitCode == 0, lines.Contains("passed on its second run: A.B"));
    }

    [Fact]
    public async Task BrowserTests_ThatEndBeforeTheirSummary_HaveFailedWhateverASecondRunSays()
    {
        (int exitCode, string[] lines) = await RunAsync(
            """
            case $* in *--filter-method*) echo '  failed: 0'; echo '  succeeded: 1'; exit 0 ;; esac
            case $assembly in *Browser*) echo 'failed A.B (9s)'; kill -9 $$ ;; *) echo '  failed: 0'; echo '  succeeded: 2' ;; esac
            """);

        Assert.Equal((1, "11 passed, 1 failed"), (exitCode, lines[^1]));
    }

    [Theory]
    [InlineData("echo '  succeeded: 2'; exit 1")]
    [InlineData("echo boom; kill -9 $$")]
    [InlineData("echo 'nothing here'")]
    public async Task Stage_WithoutASummary_HasFailed(string program)
    {
        (int exitCode, string[] lines) = await RunAsync(program);

        Assert.Equal(1, exitCode);
        Assert.EndsWith(" passed, 3 failed", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stage_WithSkippedTests_SaysWhichAndWhy()
    {
        (_, string[] lines) = await RunAsync("echo 'skipped A.B (0ms)'; echo '  needs root'; echo '  failed: 0'; echo '  succeeded: 2'");

        Assert.Equal(3, lines.Count(line => line == "  needs root"));
    }

    [Theory]
    [InlineData(null, "", "", "--explicit off --fail-skips off")]
    [InlineData("--long", "", "1", "--explicit on --fail-skips off")]
    [InlineData(null, "true", "ci", "--explicit off --fail-skips on")]
    [InlineData("--long", "true", "1", "--explicit on --fail-skips on")]
    public async Task Length_AskedFor_IsWhatTheTestsAreTold(string? option, string ci, string length, string options)
    {
        (_, string[] lines) = await RunAsync(
            """echo "told $ANNOTATOR_TEST_LONG, $*"; echo '  failed: 1'; echo '  succeeded: 2'""", option, ci);

        Assert.Equal(3, lines.Count(line => line.StartsWith($"told {length}, ", StringComparison.Ordinal)
            && line.EndsWith(options, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Python_Missing_IsInstalled()
    {
        Directory.CreateDirectory(In("system"));
        foreach (string program in Directory.EnumerateFiles("/usr/bin").Where(path => !Path.GetFileName(path).StartsWith("python", StringComparison.Ordinal)))
        {
            File.CreateSymbolicLink(In($"system/{Path.GetFileName(program)}"), program);
        }

        Program("bin/sudo", "#!/bin/sh\nshift\nexec \"$@\"");
        Program("bin/apt-get", $"#!/bin/sh\necho \"$*\" >>'{In("asked")}'");
        await RunAsync("echo '  failed: 0'; echo '  succeeded: 2'", system: In("system"));

        Assert.Contains(
            await File.ReadAllLinesAsync(In("asked"), TestContext.Current.CancellationToken),
            line => line.StartsWith("install ", StringComparison.Ordinal) && line.Split(' ').Contains("python3"));
    }

    [Fact]
    public async Task Option_Unknown_IsRefused()
    {
        (int exitCode, string[] lines) = await RunAsync("exit 0", "--lang");

        Assert.Equal((2, "Unknown: --lang; expected --long or nothing."), (exitCode, lines[^1]));
    }

    private string In(string path) => Path.Join(_folder, path);

    private void Program(string name, string text)
    {
        File.WriteAllBytes(In(name), Encoding.ASCII.GetBytes(text));
        using Process allow = Process.Start("chmod", ["+x", In(name)]);
        allow.WaitForExit();
    }

    /// <param name="tests">What the program of each of the three C# stages does; building always works.</param>
    /// <param name="option">Of test.sh.</param>
    /// <param name="ci">Content of CI.</param>
    /// <param name="system">Where the system's programs are; null: where they are here.</param>
    private async Task<(int ExitCode, string[] Lines)> RunAsync(string tests, string? option = null, string ci = "", string? system = null)
    {
        Program("bin/dotnet", $"#!/bin/sh\n[ \"$1\" != build ] || exit 0\nassembly=$1\nshift\n{tests}\n");
        string path = $"{In("bin")}:{system ?? Environment.GetEnvironmentVariable("PATH")}";
        (int exitCode, string output) = await Shell.TryAsync(
            "env", ["ANNOTATOR_TEST_LONG=", $"CI={ci}", $"PATH={path}", "sh", In("test.sh"), .. option is null ? (string[])[] : [option]]);
        return (exitCode, output.TrimEnd().Split('\n'));
    }
}
