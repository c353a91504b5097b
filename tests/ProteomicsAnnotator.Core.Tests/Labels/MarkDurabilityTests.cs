using System.Text.Json;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Flags and notes are as safe as labels: over restarts, a share that is away, full disks and older copies.</summary>
public sealed class MarkDurabilityTests : IDisposable
{
    private const string First = "block_0001";
    private static readonly MarkChange Unsure = new(true, null);
    private static readonly MarkChange Sure = new(false, null);
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Mark_AfterARestart_IsThere_FromTheCacheAndWithoutIt()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await labels.MarkAsync(new LabelKey("/data/pilot", BlockId.Parse(First)), new MarkChange(true, "ünï \"x\" 😀"), Ct);
        }

        foreach (bool hasCache in new[] { true, false })
        {
            if (!hasCache)
            {
                Directory.Delete(Path.Combine(_rig.Folder, "cache-ws-1"), recursive: true);
            }

            await using LabelShare again = await _rig.OpenAsync();
            UserLabels labels = await again.OpenUserAsync("alice", Ct);
            Assert.Equal(new BlockMark(true, "ünï \"x\" 😀"), labels.MarkOf(new LabelKey("/data/pilot", BlockId.Parse(First))));
            Assert.True(labels.MarkOf(LabelRig.Key(First)).IsEmpty);
        }
    }

    [Fact]
    public async Task Mark_WhileTheShareIsAway_WaitsHereAndIsDelivered()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        string away = _rig.Annotations + "-away";
        Directory.Move(_rig.Annotations, away);

        Assert.Equal(LabelPlace.ThisMachine, (await labels.MarkAsync(LabelRig.Key(First), new MarkChange(true, "dim"), Ct)).Place);
        Assert.Equal(1, labels.SaveState.Undelivered);
        Assert.Contains("\"mark\"", await File.ReadAllTextAsync(Assert.Single(_rig.Waiting()), Ct), StringComparison.Ordinal);

        Directory.Move(away, _rig.Annotations);
        await Eventually.IsTrueAsync(() => share.Undelivered == 0 && _rig.Waiting().Length == 0, "it is delivered, and the file gone");
        Assert.Contains(_rig.JournalFiles().SelectMany(LabelRig.JournalLines), line => line.TryGetProperty("mark", out _));
        await Eventually.IsTrueAsync(() => _rig.Remembered() is [var kept] && File.ReadAllText(kept).Contains("\"mark\"", StringComparison.Ordinal), "it is remembered");
    }

    [Fact]
    public async Task Mark_LeftHereByAProgramThatEnded_IsDeliveredUnderItsOwnId()
    {
        string away = _rig.Annotations + "-away";
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            Directory.Move(_rig.Annotations, away);
            await labels.MarkAsync(LabelRig.Key(First), Unsure, Ct);
        }

        string waiting = Assert.Single(_rig.Waiting());
        string journal = Path.GetFileNameWithoutExtension(waiting);
        await EndedProgram.PretendAsync(waiting);
        Directory.Move(away, _rig.Annotations);

        await using LabelShare next = await _rig.OpenAsync();
        UserLabels reopened = await next.OpenUserAsync("alice", Ct);
        Assert.True(reopened.MarkOf(LabelRig.Key(First)).IsUnsure);
        await Eventually.IsTrueAsync(() => next.Undelivered == 0 && _rig.Waiting().Length == 0, "it is delivered, and the file gone");
        JsonElement line = _rig.JournalFiles().SelectMany(LabelRig.JournalLines).Single(line => line.TryGetProperty("mark", out _));
        Assert.Equal((journal, 1), (line.GetProperty("journal").GetString(), line.GetProperty("seq").GetInt32()));
    }

    [Fact]
    public async Task Mark_ThatNoDiskTakes_IsRefusedAndNotThere()
    {
        var files = new FaultyFiles();
        await using LabelShare share = await _rig.OpenAsync(files: files);
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.MarkAsync(LabelRig.Key(First), Unsure, Ct);
        files.Fault = (operation, path) => operation == nameof(FileOperations.Write) && path.EndsWith(".jsonl", StringComparison.Ordinal) ? FaultyFiles.Errno(28) : null;

        LabelResult result = await labels.MarkAsync(LabelRig.Key(First), Sure, Ct);

        Assert.False(result.Accepted);
        Assert.True(labels.MarkOf(LabelRig.Key(First)).IsUnsure);
        files.Fault = null;
    }

    [Fact]
    public async Task Mark_ThatAnOlderCopyOfTheShareLacks_IsBroughtBack()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await labels.SetAsync(LabelRig.Key(First), 1, [], Ct);
        await labels.MarkAsync(LabelRig.Key(First), new MarkChange(true, "dim"), Ct);
        string journal = Assert.Single(_rig.JournalFiles());
        string[] lines = await File.ReadAllLinesAsync(journal, Ct);
        await File.WriteAllBytesAsync(
            journal, System.Text.Encoding.UTF8.GetBytes(string.Join('\n', lines.Where(line => !line.Contains("\"mark\"", StringComparison.Ordinal))) + "\n"), Ct);

        await Eventually.IsTrueAsync(
            () => _rig.JournalFiles().SelectMany(LabelRig.JournalLines).Any(line => line.TryGetProperty("mark", out JsonElement mark) && mark.GetProperty("note").GetString() == "dim"),
            "the mark is back");
    }
}
