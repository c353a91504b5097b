using System.Diagnostics;
using System.Globalization;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>
/// The version before and this one label on one share at once, for the same people and in turn on the same machines; both
/// are killed and started again. Only <c>./test.sh --long</c> runs it: the version before is built first.
/// </summary>
public sealed class TwoVersionsTests : IDisposable
{
    private static readonly (string Host, string User)[] Seats = [("ws-1", "alice"), ("ws-2", "alice"), ("ws-3", "bob"), ("ws-4", "bob")];
    private readonly LabelRig _rig = new();
    private readonly Dictionary<string, List<(string Block, int Label)>> _acknowledged = new(StringComparer.Ordinal) { ["alice"] = [], ["bob"] = [] };

    public void Dispose() => _rig.Dispose();

    [Fact(Explicit = true)]
    public async Task TwoVersions_KilledAndStartedInTurn_KeepEveryAcknowledgedLabel()
    {
        string before = await VersionBefore.LabelWorkerAsync();
        var random = new Random(11);
        for (int round = 0; round < TestScale.Of(3, 6, 20); round++)
        {
            await Task.WhenAll(Seats.Select((seat, i) =>
                LabelAndKillAsync(seat, (round + i) % 2 == 0 ? before : null, random.Next(), random.Next(5, 60))));
        }

        // Each machine's waiting labels go to the share; the version before ends last.
        foreach (string? program in new[] { before, null, before })
        {
            foreach ((string host, string user) in Seats)
            {
                await LabelAndEndAsync(host, user, program, random.Next());
            }
        }

        Assert.All(_acknowledged, AssertKnown);
    }

    /// <summary>The version before counts every label, derives what it knows, and leaves flags, notes and repeats where they are.</summary>
    [Fact(Explicit = true)]
    public async Task VersionBefore_OnAShareWithFlagsAndNotes_ReadsEveryLabelAndLosesNoMark()
    {
        string before = await VersionBefore.LabelWorkerAsync();
        await LabelAndEndAsync("ws-1", "alice", null, 5, hasMarks: true);
        Dictionary<string, string> notes = OwnReader.MergeNotes(Path.Combine(_rig.Annotations, "history", "users", "alice"));

        int repeats = RepeatLines();
        Assert.Equal(20, repeats);

        await LabelAndEndAsync("ws-2", "alice", before, 6);

        Assert.Equal(repeats, RepeatLines());
        AssertKnown(new("alice", _acknowledged["alice"]));
        string file = Path.Combine(_rig.Annotations, "users", "alice.json");
        Assert.Contains("\"note\"", await File.ReadAllTextAsync(file, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        await LabelAndEndAsync("ws-1", "alice", null, 7);
        Assert.Equal(
            notes.OrderBy(note => note.Key, StringComparer.Ordinal),
            OwnReader.MergeNotes(Path.Combine(_rig.Annotations, "history", "users", "alice")).OrderBy(note => note.Key, StringComparer.Ordinal));
        Assert.Equal(notes.Keys.Order(StringComparer.Ordinal), NotedIn(file).Order(StringComparer.Ordinal));
    }

    /// <summary>Their label, 4, is none that the worker gives, so a version that took one for a label would say so.</summary>
    private int RepeatLines() => Directory.GetFiles(Path.Combine(_rig.Annotations, "history", "users", "alice"), "*.jsonl")
        .SelectMany(File.ReadLines)
        .Count(line => line.Contains("\"repeat\":{\"block\":", StringComparison.Ordinal));

    private static IEnumerable<string> NotedIn(string file)
    {
        System.Text.Json.JsonElement root = System.Text.Json.JsonDocument.Parse(File.ReadAllBytes(file)).RootElement;
        IEnumerable<System.Text.Json.JsonProperty> entries = root.GetProperty("annotations").EnumerateObject();
        return entries.Concat(root.TryGetProperty("marks", out System.Text.Json.JsonElement marks) ? [.. marks.EnumerateObject()] : Enumerable.Empty<System.Text.Json.JsonProperty>())
            .Where(entry => entry.Value.TryGetProperty("note", out _))
            .Select(entry => entry.Name);
    }

    private async Task LabelAndKillAsync((string Host, string User) seat, string? program, int seed, int labels)
    {
        using Process worker = LabelWorker.Start(_rig.Folder, seat.Host, seat.User, 100_000, seed, program);
        List<(string, int)> seen = [];
        while (seen.Count < labels)
        {
            string? line = await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.True(line is not null, $"{program ?? "this version"} on {seat.Host} ended by itself");
            Take(line, seen);
        }

        worker.Kill();
        while (await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            Take(line, seen);
        }

        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        lock (_acknowledged)
        {
            _acknowledged[seat.User].AddRange(seen);
        }
    }

    private async Task LabelAndEndAsync(string host, string user, string? program, int seed, bool hasMarks = false)
    {
        using Process worker = LabelWorker.Start(_rig.Folder, host, user, 20, seed, program, hasMarks: hasMarks);
        while (await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != "done")
        {
            Take(line, _acknowledged[user]);
        }

        await worker.StandardInput.WriteLineAsync("end");
        await worker.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, worker.ExitCode);
    }

    private static void Take(string line, List<(string Block, int Label)> acknowledged)
    {
        if (line.Split(' ') is ["ack", { } block, { } label])
        {
            acknowledged.Add((block, int.Parse(label, CultureInfo.InvariantCulture)));
        }
    }

    private void AssertKnown(KeyValuePair<string, List<(string Block, int Label)>> acknowledged)
    {
        string journals = Path.Combine(_rig.Annotations, "history", "users", acknowledged.Key);
        Dictionary<(string, int), int> known = OwnReader.Decisions(journals)
            .DistinctBy(decision => decision.Id, StringComparer.Ordinal)
            .Where(decision => decision.Line.GetProperty("label").ValueKind == System.Text.Json.JsonValueKind.Number)
            .CountBy(decision => (decision.Line.GetProperty("block").GetString()!, decision.Line.GetProperty("label").GetInt32()))
            .ToDictionary();
        Assert.NotEmpty(acknowledged.Value);
        Assert.All(
            acknowledged.Value.CountBy(ack => ack),
            ack => Assert.True(known.GetValueOrDefault(ack.Key) >= ack.Value, $"{acknowledged.Key}: {ack.Key} was acknowledged {ack.Value} times"));
        Assert.Equal(
            OwnReader.Merge(journals).OrderBy(pair => pair.Key, StringComparer.Ordinal),
            OwnReader.FileLabels(File.ReadAllBytes(Path.Combine(_rig.Annotations, "users", acknowledged.Key + ".json"))).OrderBy(pair => pair.Key, StringComparer.Ordinal));
    }
}
