using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>The verbs as processes: what a shell, a pipe and a terminal see of them.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class CommandsTests : IAsyncDisposable
{
    private readonly RealProgram _program = new();

    public CommandsTests()
    {
        Put("annotations/users/bob.json", """
            {"username":"bob","created_at":"2024-01-01T00:00:00+00:00","updated_at":"2024-01-01T00:00:00+00:00",
             "annotations":{"block_0001":{"label":2,"annotated_at":"2024-01-02T10:30:00+00:00"}}}
            """);
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Theory]
    [InlineData("--blocks FILE", "export", "--help")]
    [InlineData("--figures DIR", "export", "--csv", "a.csv", "-h")]
    [InlineData("--exclude NAME", "stats", "--help")]
    [InlineData("one JSON object", "check", "--json", "--help")]
    [InlineData("ANNOTATOR_DATA_ROOT", "--help")]
    public async Task Verb_AskedForHelp_PrintsItsOwnAndDoesNothing(string expected, params string[] arguments)
    {
        (int code, string output, string error) = await RealProgram.EndOfAsync(_program.Start(arguments));

        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Contains(expected, output, StringComparison.Ordinal);
        Assert.False(File.Exists(In("a.csv")));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("check")]
    [InlineData("export")]
    public void Help_OnWindows_NamesTheLauncherThatIsThere(string? verb)
    {
        string text = HelpText.Of(verb, isWindows: true);

        Assert.Contains("launch.cmd", text, StringComparison.Ordinal);
        Assert.DoesNotContain("launch.sh", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_ToStandardOutput_IsTheFileAndNothingElse()
    {
        (int code, string output, string error) = await RealProgram.EndOfAsync(
            _program.Start("export", "--csv", "-", "--blocks", "b.csv", "--exclude", "bob"));

        Assert.Equal(ExitCode.Ok, code);
        string[] lines = output.Split("\r\n");
        Assert.Equal("block_id,consensus_label,final_label,has_disagreement,user_bob_label,exported_at", lines[0]);
        Assert.StartsWith("block_0001,,,False,2,", lines[1], StringComparison.Ordinal);
        Assert.Equal("", Assert.Single(lines[2..]));
        Assert.Contains("b.csv", error, StringComparison.Ordinal);
        Assert.Contains("Excluded: bob", error, StringComparison.Ordinal);
        Assert.False(File.Exists(In("-")));
    }

    [Theory]
    [InlineData("y", ExitCode.Ok)]
    [InlineData("YES", ExitCode.Ok)]
    [InlineData("n", ExitCode.Trouble)]
    [InlineData("", ExitCode.Trouble)]
    public async Task Export_FileIsThereOnATerminal_AsksAndObeys(string answer, int expected)
    {
        await File.WriteAllBytesAsync(In("a.csv"), "good"u8.ToArray(), TestContext.Current.CancellationToken);

        int code = await OnTerminalAsync(answer, "export", "--csv", "a.csv");

        Assert.Equal(expected, code);
        Assert.Equal(expected != ExitCode.Ok, await File.ReadAllTextAsync(In("a.csv"), TestContext.Current.CancellationToken) == "good");
    }

    [Fact]
    public async Task Check_AsJson_SaysWhatTheTableSays()
    {
        Put("annotations/users/carol.json", """
            {"username":"carol","annotations":{"block_0001":{"label":8,"annotated_at":"2024-01-02T10:30:00+00:00"}}}
            """);
        Put("annotations/admin/final_labels.json", """
            {"labels":{"block_0001":{"final_label":9,"set_by":"ann","set_at":"2024-01-02T12:00:00+00:00"}}}
            """);

        (int tableCode, string table, _) = await RealProgram.EndOfAsync(_program.Start("check"));
        (int code, string output, _) = await RealProgram.EndOfAsync(_program.Start("check", "--json"));

        JsonNode json = JsonNode.Parse(output)!;
        Assert.Equal((ExitCode.Trouble, ExitCode.Trouble), (tableCode, code));
        Assert.False(json["ok"]!.GetValue<bool>());
        Assert.Equal(In("annotations"), json["annotations_root"]!.GetValue<string>());
        JsonNode labels = json["checks"]!.AsArray().Single(check => (string)check!["check"]! == "labels that are no class")!;
        Assert.Equal("block_0001: carol 8; block_0001: final label 9", (string)labels["detail"]!);
        Assert.Equal("1 label, 1 final label", (string)labels["result"]!);
        Assert.Single(table.Split('\n'), line => line.Contains('8', StringComparison.Ordinal) && line.Contains("carol", StringComparison.Ordinal));
        Assert.All(json["checks"]!.AsArray(), check => Assert.Contains((string)check!["check"]!, table, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("blocks/annotations", ExitCode.BadConfiguration)]
    [InlineData("blocks", ExitCode.BadConfiguration)]
    [InlineData(".", ExitCode.BadConfiguration)]
    [InlineData("anotations", ExitCode.Trouble)]
    public async Task Check_APathThatIsWrong_NamesIt_AndMakesNothing(string root, int expected)
    {
        _program.Environment["ANNOTATOR_ANNOTATIONS_ROOT"] = In(root);
        string[] before = Everything();

        (int code, string output, string error) = await RealProgram.EndOfAsync(_program.Start("check"));

        Assert.Equal(expected, code);
        Assert.Contains(Path.GetFullPath(In(root)), output + error, StringComparison.Ordinal);
        Assert.Equal(before, Everything());
    }

    [Fact]
    public async Task Variable_ThatIsNoSetting_IsSaidOnce_ByACommandAndByCheck_AndKeptInTheMessages()
    {
        const string Words = "ANNOTATOR_DATAROOT is not a setting; did you mean ANNOTATOR_DATA_ROOT?";
        _program.Environment["ANNOTATOR_DATAROOT"] = "/srv/blocks";

        (int statsCode, _, string error) = await RealProgram.EndOfAsync(_program.Start("stats"));
        (int code, string table, string checkError) = await RealProgram.EndOfAsync(_program.Start("check"));

        Assert.Equal((ExitCode.Ok, ExitCode.Trouble, ""), (statsCode, code, checkError));
        Assert.Single(error.Split('\n'), line => line == Words);
        Assert.Single(table.Split('\n'), line => line.StartsWith("UNSAFE  settings ", StringComparison.Ordinal) && line.EndsWith(Words, StringComparison.Ordinal));
        string log = Directory.GetFiles(In("state"), "messages.log", SearchOption.AllDirectories).Single();
        Assert.EndsWith(Words, Assert.Single(await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_WithoutTheDataRoot_SaysSoBesideTheLink()
    {
        _program.Environment["ANNOTATOR_DATA_ROOT"] = In("blokcs");
        Process process = _program.Start("--no-browser");

        string ready = await RealProgram.ReadyLineOfAsync(process);
        await RealProgram.SignalAsync(process, "-TERM");
        (_, _, string error) = await RealProgram.EndOfAsync(process);

        Assert.Contains("is ready at", ready, StringComparison.Ordinal);
        Assert.Single(error.Split('\n'), line => line.StartsWith(In("blokcs") + ": there is no such folder of blocks", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("classes.json", "[\"Gl\u00E9a\"]", "UTF-8")]
    [InlineData("classes.json", "{\"classes\":[{\"name\":\"A\",\"colour\":\"#010203\"}]}", "classes[0].colour")]
    [InlineData("roles.json", "{\"admins\":[],\"admins\":[]}", "twice")]
    public async Task Start_ConfigurationWithAMistake_EndsWithCode2AndNamesIt(string file, string text, string expected)
    {
        Directory.CreateDirectory(In("configs"));
        await File.WriteAllBytesAsync(In(Path.Combine("configs", file)), System.Text.Encoding.Latin1.GetBytes(text), TestContext.Current.CancellationToken);

        (int code, _, string error) = await RealProgram.EndOfAsync(_program.Start("--no-browser"));

        Assert.Equal(ExitCode.BadConfiguration, code);
        Assert.Contains(file, error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    /// <summary>Python's pty makes the terminal: it answers once the question has been asked.</summary>
    private async Task<int> OnTerminalAsync(string answer, params string[] arguments)
    {
        const string Script = """
            import os, pty, sys
            pid, terminal = pty.fork()
            if pid == 0:
                os.execv(sys.argv[2], sys.argv[2:])
            seen = b""
            answered = False
            while True:
                try:
                    data = os.read(terminal, 4096)
                except OSError:
                    break
                if not data:
                    break
                seen += data
                if b"[y/N]" in seen and not answered:
                    answered = True
                    os.write(terminal, sys.argv[1].encode() + b"\n")
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) if answered else 99)
            """;
        var start = new ProcessStartInfo("python3", ["-c", Script, answer, Path.Combine(AppContext.BaseDirectory, "ProteomicsAnnotator"), .. arguments])
        {
            WorkingDirectory = _program.Folder,
        };
        foreach ((string name, string? value) in _program.Environment.Where(variable => variable.Key != "PATH"))
        {
            start.Environment[name] = value;
        }

        start.Environment["TERM"] = "dumb";
        using Process python = Process.Start(start)!;
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);
        return python.ExitCode;
    }

    /// <summary>What is said on standard error is kept beside; nothing else is.</summary>
    private string[] Everything() =>
    [
        .. Directory.GetFileSystemEntries(_program.Folder, "*", SearchOption.AllDirectories)
            .Where(path => !path.StartsWith(In("state"), StringComparison.Ordinal)).Order(StringComparer.Ordinal),
    ];

    private string In(string name) => Path.Combine(_program.Folder, name);

    private void Put(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(In(name))!);
        File.WriteAllBytes(In(name), System.Text.Encoding.UTF8.GetBytes(text));
    }
}
