using System.Runtime.Versioning;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary><c>evidence</c> as a process.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class EvidenceCommandTests : IAsyncDisposable
{
    private readonly RealProgram _program = new();

    public EvidenceCommandTests()
    {
        Put("annotations/.annotator-root", "00112233445566778899aabbccddeeff");
        Put("annotations/history/users/bob/20240102T000000Z-ws-7-0123456789ab.jsonl", """
            {"format":1}
            {"seq":1,"clock":1,"at":"2024-01-02T12:00:00+00:00","block":"block_0001","label":2,"was":null,"via":"key","ev":{"active_ms":400,"slices":0.03}}
            {"seq":2,"clock":2,"at":"2024-02-02T12:00:00+00:00","block":"block_0001","label":1,"was":2,"via":"key","ev":{"active_ms":900,"slices":0.5}}
            {"seq":3,"clock":3,"at":"2024-03-02T12:00:00+00:00","block":"block_0002","label":1,"was":null}

            """);
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task Evidence_Alone_SaysWhetherItIsRecordedAndHowMuchThereIs()
    {
        (int code, string output, string error) = await RunAsync();

        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Contains("no: classes.json does not ask for it", output, StringComparison.Ordinal);
        Assert.Contains("2 with evidence, from 2024-01-02 12:00 UTC to 2024-02-02 12:00 UTC", output, StringComparison.Ordinal);
        Assert.Contains("Forgotten     nothing", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Forget_CountsFirst_DecidesOnlyWithoutDryRun_AndIsTakenBack()
    {
        (_, string dry, _) = await RunAsync("--forget", "2024-01-31", "--dry-run");
        Assert.Contains("evidence of 1 decision before 2024-01-31 00:00 UTC", dry, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(_program.Folder, "annotations", "history", "admin")));

        (int code, string done, _) = await RunAsync("--forget", "2024-02-03");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("evidence of 2 decisions before 2024-02-03 00:00 UTC is shown and exported no more", done, StringComparison.Ordinal);
        Assert.Contains("block_0001,bob,1,", await ExportAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("0.9", await ExportAsync(), StringComparison.Ordinal);
        Assert.Contains("2 decisions before 2024-02-03 00:00 UTC, decided", (await RunAsync()).Output, StringComparison.Ordinal);

        (_, string back, _) = await RunAsync("--forget=none");
        Assert.Contains("no evidence is left out any more", back, StringComparison.Ordinal);
        Assert.Contains(",0.9,0.5,", await ExportAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--forget")]
    [InlineData("--forget", "31.1.2024")]
    [InlineData("--forget", "2999-01-01")]
    [InlineData("--forget", "--dry-run")]
    [InlineData("--dry-run")]
    [InlineData("--json")]
    public async Task Options_ThatMakeNoSense_AreNamedAndDecideNothing(params string[] arguments)
    {
        (int code, string output, string error) = await RunAsync(arguments);

        Assert.Equal((ExitCode.BadConfiguration, ""), (code, output));
        Assert.StartsWith("evidence: found", error, StringComparison.Ordinal);
        Assert.Contains("expected --forget DATE", error, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RealProgram.EndOfAsync(_program.Start(["evidence", .. arguments]));

    private async Task<string> ExportAsync() => (await RealProgram.EndOfAsync(_program.Start("export", "--long", "-"))).Output;

    private void Put(string path, string text)
    {
        string full = Path.Combine(_program.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, System.Text.Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\n")));
    }
}
