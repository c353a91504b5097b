using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Hosting;

namespace ProteomicsAnnotator.App.Tests.Hosting;

/// <summary>What real programs leave in messages.log of their account.</summary>
[UnsupportedOSPlatform("windows")]
public sealed partial class MessageLogTests : IAsyncDisposable
{
    private static readonly string[] Wrong = ["--port", "none", "--one", "--two", "--three"];
    private readonly RealProgram _program = new();

    private string State => Path.Join(_program.Folder, "state", "proteomics-annotator");

    private string Log => Path.Join(State, "messages.log");

    private string Older => Path.Join(State, "messages.1.log");

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Messages_OfSeveralProgramsAtOnce_AreWholeLinesWithTimeAndProcess()
    {
        Process[] programs = [.. Enumerable.Range(0, 6).Select(_ => _program.Start(Wrong))];
        (int ExitCode, string Output, string Error)[] ends = await Task.WhenAll(programs.Select(RealProgram.EndOfAsync));

        Match[] lines = [.. (await File.ReadAllLinesAsync(Log, TestContext.Current.CancellationToken)).Select(line => Line().Match(line))];
        Assert.All(lines, line => Assert.True(line.Success, line.Value));
        foreach ((Process program, (int code, _, string error)) in programs.Zip(ends))
        {
            Assert.Equal(ExitCode.BadConfiguration, code);
            Assert.Equal(4, error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
            string process = program.Id.ToString(CultureInfo.InvariantCulture);
            Assert.Equal(
                error.Split('\n', StringSplitOptions.RemoveEmptyEntries),
                lines.Where(line => line.Groups["process"].Value == process).Select(line => line.Groups["words"].Value));
        }

        Assert.Equal([Log], Directory.GetFiles(State));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Log));
    }

    [Fact]
    public async Task Messages_BeyondTheBound_MoveToTheOneOlderFile()
    {
        Directory.CreateDirectory(State);
        byte[] full = new byte[MessageFile.MostBytes - 10];
        Array.Fill(full, (byte)'x');
        full[^1] = (byte)'\n';
        await File.WriteAllBytesAsync(Log, full, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(Older, "older\n"u8.ToArray(), TestContext.Current.CancellationToken);
        File.SetUnixFileMode(Log, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);

        (_, _, string error) = await RealProgram.EndOfAsync(_program.Start("--one"));

        Assert.Equal(full, await File.ReadAllBytesAsync(Older, TestContext.Current.CancellationToken));
        Assert.EndsWith(error, await File.ReadAllTextAsync(Log, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Matches(Line(), Assert.Single(await File.ReadAllLinesAsync(Log, TestContext.Current.CancellationToken)));
        Assert.Equal([Older, Log], Directory.GetFiles(State).Order(StringComparer.Ordinal));
        Assert.All([Log, Older], file => Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
    }

    [Theory]
    [InlineData("folder", "mkdir -p \"$1/messages.log\"")]
    [InlineData("pipe", "mkdir -p \"$1\" && mkfifo \"$1/messages.log\"")]
    [InlineData("full device", "mkdir -p \"$1\" && ln -s /dev/full \"$1/messages.log\"")]
    [InlineData("loop", "mkdir -p \"$1\" && ln -s messages.log \"$1/messages.log\"")]
    [InlineData("file for a folder", "mkdir -p \"${1%/*}\" && touch \"$1\"")]
    public async Task Messages_FileCannotBeWritten_ProgramSaysAndDoesTheSame(string what, string script)
    {
        (int goodCode, string goodOutput, string goodError) = await RealProgram.EndOfAsync(_program.Start(Wrong));
        Directory.Delete(Path.Join(_program.Folder, "state"), recursive: true);
        using (Process make = Process.Start("/bin/sh", ["-c", script, what, State]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(0, make.ExitCode);
        }

        Assert.Equal((goodCode, goodOutput, goodError), await RealProgram.EndOfAsync(_program.Start(Wrong)));
    }

    /// <summary>What happened to a share on a day is asked for later: lost, back, and what waited meanwhile.</summary>
    [Fact]
    public async Task Share_ThatIsLostAndBack_IsALineEach_AndSoAreTheLabelsThatWaited()
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        _program.Environment["ANNOTATOR_POLL_SECONDS"] = "0.1";
        string annotations = Path.Join(_program.Folder, "annotations");
        Process process = _program.Start("--no-browser");
        string ready = await RealProgram.ReadyLineOfAsync(process);
        using var client = new HttpClient { BaseAddress = new Uri(new Uri(ready.Split(' ')[^1]), "/") };
        client.DefaultRequestHeaders.Add("Authorization", "Bearer secret");
        using HttpResponseMessage signedIn = await client.PostAsJsonAsync("/api/session", new { username = "alice" }, cancellationToken);
        Assert.False(File.Exists(Log));

        Directory.Move(annotations, annotations + "-away");
        await Eventually.IsTrueAsync(() => Words().Count == 1);
        using HttpResponseMessage kept = await client.PutAsJsonAsync("/api/labels/block_0001", new { label = 1 }, cancellationToken);
        Assert.Equal("machine", kept.Headers.GetValues("X-Label-Saved").Single());
        Directory.Move(annotations + "-away", annotations);
        await Eventually.IsTrueAsync(() => Words().Count == 3);

        Assert.StartsWith($"The annotations folder {annotations} is not available: not mounted, or emptied", Words()[0], StringComparison.Ordinal);
        Assert.Equal(
            [$"1 label that waited on this machine is in {annotations} now.", $"The annotations folder {annotations} is available again."],
            Words().Skip(1).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Check_AndHelp_NameTheFile()
    {
        Directory.CreateDirectory(Path.Join(_program.Folder, "annotations"));
        (_, string table, _) = await RealProgram.EndOfAsync(_program.Start("check"));
        (_, string json, _) = await RealProgram.EndOfAsync(_program.Start("check", "--json"));
        (_, string help, _) = await RealProgram.EndOfAsync(_program.Start("--help"));

        Assert.Contains($"Messages of this account: {Log}\n", table, StringComparison.Ordinal);
        Assert.Equal(Log, JsonNode.Parse(json)!["messages"]!.GetValue<string>());
        Assert.Contains(Log, help, StringComparison.Ordinal);
    }

    [Fact]
    public void Messages_DrawnOver_AreKeptAsTheyWereLast()
    {
        using var terminal = new StringWriter();
        using (var file = new MessageFile(State, TimeProvider.System))
        using (var log = new MessageLog(terminal, file))
        {
            log.Write("\r[#...]");
            log.Write("\r[####]\r\n");
            log.WriteLine("done");
            log.Write("half a line");
        }

        Assert.Equal("\r[#...]\r[####]\r\ndone" + Environment.NewLine + "half a line", terminal.ToString());
        Assert.Equal(["[####]", "done"], File.ReadLines(Log).Select(line => Line().Match(line).Groups["words"].Value));
    }

    private List<string> Words() => File.Exists(Log) ? [.. File.ReadLines(Log).Select(line => Line().Match(line).Groups["words"].Value)] : [];

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z \[(?<process>\d+)\] (?<words>.+)$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Line();
}
