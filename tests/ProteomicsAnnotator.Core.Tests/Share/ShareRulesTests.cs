using System.Text;
using System.Text.Json;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>Single sentences of docs/storage-format.md.</summary>
public sealed class ShareRulesTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Marker_MadeByTwoProgramsAtOnce_IsTheFirstOnes_AndBothKnowIt()
    {
        string marker = Path.Combine(_rig.Annotations, ".annotator-root");
        string first = new('a', 32);
        int made = 0;
        _files.Fault = (operation, _) =>
        {
            if (operation == "RenameIfAbsent" && Interlocked.Exchange(ref made, 1) == 0)
            {
                File.WriteAllBytes(marker, Encoding.ASCII.GetBytes(first + "\n"));
            }

            return null;
        };

        await using LabelShare second = await _rig.OpenAsync(files: _files);

        Assert.Equal(1, made);
        Assert.Equal((true, first), (second.State.IsAvailable, second.State.RootId));
        Assert.Equal(first, (await File.ReadAllTextAsync(marker, Ct)).Trim());
        Assert.Equal([marker], Directory.GetFiles(_rig.Annotations, "*", new EnumerationOptions { AttributesToSkip = FileAttributes.None }));
    }

    [Theory]
    [InlineData("Read")]
    [InlineData("Open")]
    public async Task Preferences_ThatCannotBeRead_AreNotWritten(string operation)
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        using JsonDocument display = JsonDocument.Parse("""{"channels":{"488":{"gamma":2}}}""");
        Assert.Null(await share.Preferences.WriteAsync("alice", display.RootElement, null, Ct));
        string path = Path.Combine(_rig.Annotations, "preferences", "alice.json");
        byte[] before = await File.ReadAllBytesAsync(path, Ct);
        using JsonDocument other = JsonDocument.Parse("""{"channels":{}}""");
        _files.Fault = (done, on) => done == operation && on == path ? FaultyFiles.Errno(5) : null;

        string? reason = await share.Preferences.WriteAsync("alice", other.RootElement, null, Ct);

        Assert.Contains("input/output error", reason, StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(path, Ct));
    }

    [Fact]
    public async Task ClassNames_AreThoseOfTheTenNewestJournals_WhateverWasWrittenToLast()
    {
        DateTime start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
        for (int i = 0; i < 11; i++)
        {
            string journal = $"history/users/bob/202401{1 + i:00}T000000Z-ws-5-0123456789ab.jsonl";
            _rig.WriteShare(journal, $"{{\"format\":1,\"program\":\"1\",\"host\":\"ws-5\",\"classes\":[\"Of {i}\"]}}\n"
                + "{\"seq\":1,\"clock\":1,\"at\":\"2024-01-02T00:00:00+00:00\",\"block\":\"block_0001\",\"label\":1,\"was\":null}\n");

            // The eleventh newest was written to last, then the tenth.
            File.SetLastWriteTimeUtc(Path.Combine(_rig.Annotations, journal), start.AddHours(-i));
        }

        await using LabelShare share = await _rig.OpenAsync();

        Assert.Equal(["Of 1"], (await share.ReadClassNamesAsync(Ct))?.Names);
    }
}
