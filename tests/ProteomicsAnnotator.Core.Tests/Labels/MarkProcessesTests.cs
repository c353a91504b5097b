using System.Diagnostics;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>Notes of real processes that label at the same time, and are killed.</summary>
public sealed class MarkProcessesTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task TwoProcesses_KilledAtRandomMoments_EveryAcknowledgedNoteIsThereAndTheMergeIsThatOfTheJournals()
    {
        int rounds = TestScale.Of(2, 8, 30);
        var random = new Random(17);
        List<(string Block, string Note)> acknowledged = [];
        for (int round = 0; round < rounds; round++)
        {
            IReadOnlyList<(string, string)>[] notes = await Task.WhenAll(
                NoteAndKillAsync("ws-1", random.Next(), random.Next(1, 40)), NoteAndKillAsync("ws-2", random.Next(), random.Next(1, 40)));
            acknowledged.AddRange(notes.SelectMany(list => list));
        }

        string journals = string.Concat(Directory.GetFiles(_rig.Journals).Select(File.ReadAllText));
        Assert.NotEmpty(acknowledged);
        Assert.All(acknowledged, note => Assert.Contains($"\"note\":\"{note.Note}\"", journals, StringComparison.Ordinal));

        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.Equal(
            OwnReader.MergeNotes(_rig.Journals).OrderBy(note => note.Key, StringComparer.Ordinal),
            labels.Current.Marks.Where(mark => mark.Value.Note is not null)
                .Select(mark => KeyValuePair.Create(mark.Key.Block.Value, mark.Value.Note!))
                .OrderBy(note => note.Key, StringComparer.Ordinal));
        Assert.Equal(
            OwnReader.Merge(_rig.Journals).OrderBy(label => label.Key, StringComparer.Ordinal),
            labels.Current.Labels.Select(label => KeyValuePair.Create(label.Key.Block.Value, label.Value.Label)).OrderBy(label => label.Key, StringComparer.Ordinal));
    }

    private async Task<IReadOnlyList<(string Block, string Note)>> NoteAndKillAsync(string host, int seed, int count)
    {
        using Process worker = LabelWorker.Start(_rig.Folder, host, "alice", 100_000, seed, hasMarks: true);
        List<(string, string)> notes = [];
        bool isKilled = false;
        while (await worker.StandardOutput.ReadLineAsync(Ct) is { } line)
        {
            if (line.Split(' ') is ["mark", { } block, { } note])
            {
                notes.Add((block, note));
            }

            if (notes.Count >= count && !isKilled)
            {
                isKilled = true;
                worker.Kill();
            }
        }

        await worker.WaitForExitAsync(Ct);
        return notes;
    }
}
