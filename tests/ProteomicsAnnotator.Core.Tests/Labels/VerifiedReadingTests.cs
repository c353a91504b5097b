using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>What was read of a share counts once the share could be verified behind it, and is never lost in between.</summary>
public sealed class VerifiedReadingTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly FaultyFiles _files = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Share_GoesRightBehindAJournalThatWasRead_ItsLinesCountOnceItIsBack()
    {
        await using LabelShare share = await _rig.OpenAsync(files: _files);
        UserLabels labels = await share.OpenUserAsync("alice", TestContext.Current.CancellationToken);
        LabelKey block = LabelRig.Key("block_0007");
        Assert.True((await labels.SetAsync(block, 2, [], TestContext.Current.CancellationToken)).Accepted);
        string away = _rig.Annotations + "-away";
        int step = 0;
        _files.Fault = (operation, path) =>
        {
            if (path.Contains("ws-2", StringComparison.Ordinal) && path.EndsWith(".jsonl", StringComparison.Ordinal))
            {
                _ = Interlocked.CompareExchange(ref step, 1, 0);
            }
            else if (path.EndsWith(".annotator-root", StringComparison.Ordinal) && Interlocked.CompareExchange(ref step, 2, 1) == 1)
            {
                Directory.Move(_rig.Annotations, away);
            }

            return null;
        };

        await using (LabelShare other = await _rig.OpenAsync("ws-2"))
        {
            UserLabels elsewhere = await other.OpenUserAsync("alice", TestContext.Current.CancellationToken);
            Assert.True((await elsewhere.SetAsync(block, null, [], TestContext.Current.CancellationToken)).Accepted);
            await Eventually.IsTrueAsync(() => Directory.Exists(away), "the share is gone behind the journal");
            await Eventually.IsTrueAsync(() => !share.State.IsAvailable, "it is said so");
            Directory.Move(away, _rig.Annotations);
        }

        await Eventually.IsTrueAsync(() => labels.Current.Find(block) is null, "the block is known to be cleared");
    }
}
