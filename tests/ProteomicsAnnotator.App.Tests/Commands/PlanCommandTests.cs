using System.Runtime.Versioning;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Hosting;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary><c>plan</c> as a process; what it made is counted from its output and files alone.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class PlanCommandTests : IAsyncDisposable
{
    private readonly RealProgram _program = new();

    public PlanCommandTests()
    {
        Directory.Delete(Path.Combine(_program.Folder, "blocks"), recursive: true);
        for (int i = 1; i <= 60; i++)
        {
            Put($"blocks/tile_{i % 3}/block_{i:0000}/ch1.tif", "");
        }
    }

    public ValueTask DisposeAsync() => _program.DisposeAsync();

    [Fact]
    public async Task DryRun_OnAShareThatIsNotThereYet_MakesNothing()
    {
        (int code, string output, string error) = await RunAsync("--annotators", "ann,ben,cem", "--votes", "2", "--dry-run");

        Assert.Equal((ExitCode.Ok, ""), (code, error));
        Assert.Contains("60 ordinary, 2 votes each: 120 labels, 0 of them given", output, StringComparison.Ordinal);
        Assert.Contains("each two annotators 20 to 20 blocks", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Annotations("")));
    }

    [Fact]
    public async Task Plan_MakesFolderAndMarker_AndShowsTheQueues()
    {
        (int code, string output, _) = await RunAsync("--annotators=ann,ben:2,cem", "--votes", "2", "--seed", "7", "--as", "lead");

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("Stored as version 1", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Annotations(".annotator-root")));
        (int version, Dictionary<string, string[]> queues) = await ShowAsync();
        Assert.Equal(1, version);
        Assert.Equal([30, 60, 30], queues.OrderBy(queue => queue.Key, StringComparer.Ordinal).Select(queue => queue.Value.Length));
        Assert.All(queues.SelectMany(queue => queue.Value).GroupBy(block => block, StringComparer.Ordinal), block => Assert.Equal(2, block.Count()));
        Assert.Equal(60, queues["ben"].Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Undo_IsAFurtherVersionAsTheOneBeforeWas()
    {
        (int code, _, string error) = await RunAsync("--undo");
        Assert.Equal((ExitCode.Trouble, true), (code, error.Contains("there is no plan, so nothing to undo", StringComparison.Ordinal)));
        _ = await RunAsync("--annotators", "ann,ben,cem", "--votes", "2", "--repeats", "5%");
        (code, _, error) = await RunAsync("--undo");
        Assert.Equal((ExitCode.Trouble, true), (code, error.Contains("version 1 has none before it", StringComparison.Ordinal)));
        Dictionary<string, string[]> first = (await ShowAsync()).Queues;
        _ = await RunAsync("--annotators", "dev,eve", "--votes", "1");

        (code, string output, _) = await RunAsync("--undo", "--dry-run");
        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("As version 1 by ", output, StringComparison.Ordinal);
        Assert.Contains("Change        Compared with version 2, 60 blocks leave the queues and 120 come in: ann +40, ben +40, cem +40, dev −30, eve −30.", output, StringComparison.Ordinal);
        Assert.Equal(2, (await ShowAsync()).Version);
        (code, output, _) = await RunAsync("--undo", "--as", "lead");

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("Stored as version 3", output, StringComparison.Ordinal);
        (int version, Dictionary<string, string[]> queues) = await ShowAsync();
        Assert.Equal(3, version);
        Assert.Equal(first.OrderBy(queue => queue.Key, StringComparer.Ordinal), queues.OrderBy(queue => queue.Key, StringComparer.Ordinal), (one, other) => one.Key == other.Key && one.Value.SequenceEqual(other.Value));
        (code, _, error) = await RunAsync("--undo", "--votes", "2");
        Assert.Equal((ExitCode.BadConfiguration, true), (code, error.Contains("--undo together with other options", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task FurtherVersion_MovesNothingThatIsBegun()
    {
        _ = await RunAsync("--annotators", "ann,ben,cem", "--votes", "2");
        string[] begun = (await ShowAsync()).Queues["ann"][..10];
        Put("annotations/users/ann.json", $$"""
            { "username": "ann", "created_at": "2024-01-01T00:00:00+00:00", "updated_at": "2024-01-02T10:30:00+00:00",
              "annotations": { {{string.Join(",", begun.Select(block => $"\"{block}\": {{ \"label\": 1, \"annotated_at\": \"2024-01-02T10:30:00+00:00\" }}"))}} } }
            """);

        (int code, string output, _) = await RunAsync("--annotators", "ben,cem,dev");

        Assert.Equal(ExitCode.Ok, code);
        Assert.Contains("Stored as version 2", output, StringComparison.Ordinal);
        (int version, Dictionary<string, string[]> queues) = await ShowAsync();
        Assert.Equal(2, version);
        Assert.Equal(begun.Order(StringComparer.Ordinal), queues["ann"].Order(StringComparer.Ordinal));
        Assert.All(queues.SelectMany(queue => queue.Value).GroupBy(block => block, StringComparer.Ordinal), block => Assert.Equal(2, block.Count()));
    }

    [Fact]
    public async Task OrderByFewestVotes_PutsWhatNobodyHasLabelledFirst_AndRecordsTheRandomShare()
    {
        _ = await RunAsync("--annotators", "ann,ben,cem", "--votes", "2");
        string[] begun = (await ShowAsync()).Queues["ann"][..10];
        Put("annotations/users/ann.json", $$"""
            { "username": "ann", "created_at": "2024-01-01T00:00:00+00:00", "updated_at": "2024-01-02T10:30:00+00:00",
              "annotations": { {{string.Join(",", begun.Select(block => $"\"{block}\": {{ \"label\": 1, \"annotated_at\": \"2024-01-02T10:30:00+00:00\" }}"))}} } }
            """);

        (int code, string output, string error) = await RunAsync("--order", "fewest", "--random-share", "20%");

        Assert.Equal((ExitCode.Ok, ""), (code, error));
        JsonObject design = Directory.GetFiles(Annotations("admin/plans"), "*.json").Select(file => JsonNode.Parse(File.ReadAllText(file))!.AsObject()).Single(file => (string)file["request"]!["order"]! == "fewest");
        string[] drawn = [.. design["random"]!.AsArray().Select(block => (string)block!)];
        Assert.Contains($"{drawn.Length} blocks keep their places whatever the labels say", output, StringComparison.Ordinal);
        Assert.InRange(drawn.Length, 4, 24);
        (_, Dictionary<string, string[]> queues) = await ShowAsync();
        foreach (string user in (string[])["ben", "cem"])
        {
            bool[] isBegun = [.. queues[user].Where(block => !drawn.Contains(block)).Select(block => begun.Contains(block))];
            Assert.Equal(isBegun.Order(), isBegun);
        }

        Assert.Contains(true, queues["ben"].Concat(queues["cem"]).Select(block => begun.Contains(block) && !drawn.Contains(block)));
        Assert.All(begun, block => Assert.Contains(block, queues["ann"]));
    }

    [Fact]
    public async Task OverlapThatCannotBe_NamesTheLargest_AndStoresNothing()
    {
        (int code, string output, string error) = await RunAsync("--annotators", "ann,ben,cem", "--votes", "2", "--overlap-pairs", "21");

        Assert.Equal((ExitCode.Trouble, ""), (code, output));
        Assert.Contains("--overlap-pairs 21 cannot be met: 20 is the largest", error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Annotations("")));
    }

    [Theory]
    [InlineData("--votes", "0", "--annotators", "ann")]
    [InlineData("--annotators", "ann,Ann")]
    [InlineData("--annotators", "ann:0,ben")]
    [InlineData("--annotators", "jörg")]
    [InlineData("--annotators")]
    [InlineData("--repeats", "60%")]
    [InlineData("--gold", "2%")]
    [InlineData("--show", "--dry-run")]
    [InlineData("--json")]
    [InlineData("--order", "random")]
    [InlineData("--vote", "3")]
    public async Task Options_ThatMakeNoSense_AreNamed(params string[] arguments)
    {
        (int code, string output, string error) = await RunAsync(arguments);

        Assert.Equal((ExitCode.BadConfiguration, ""), (code, output));
        Assert.StartsWith("plan: found ", error, StringComparison.Ordinal);
        Assert.Contains("expected --annotators", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Blocks_AreChosenByAFilter()
    {
        (_, string output, _) = await RunAsync("--annotators", "ann", "--blocks", "tile_1/*", "--dry-run");

        Assert.Contains("20 ordinary, 1 vote each", output, StringComparison.Ordinal);
    }

    private Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RealProgram.EndOfAsync(_program.Start(["plan", .. arguments]));

    private async Task<(int Version, Dictionary<string, string[]> Queues)> ShowAsync()
    {
        JsonObject shown = JsonNode.Parse((await RunAsync("--show", "--json")).Output)!.AsObject();
        Assert.Equal(["version", "queues"], shown.Select(member => member.Key));
        return ((int)shown["version"]!, shown["queues"]!.AsObject().ToDictionary(
            queue => queue.Key,
            queue => queue.Value!.AsArray().Select(block => (string)block!).ToArray(),
            StringComparer.Ordinal));
    }

    private string Annotations(string path) => Path.Combine(_program.Folder, "annotations", path);

    private void Put(string path, string text)
    {
        string full = Path.Combine(_program.Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllBytes(full, System.Text.Encoding.UTF8.GetBytes(text));
    }
}
