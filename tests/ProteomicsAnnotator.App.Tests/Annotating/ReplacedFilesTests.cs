using System.Collections.Concurrent;
using Bunit;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Tests.Reviewing;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>Files that are others now than those a label was given on, or a page has shown.</summary>
public sealed class ReplacedFilesTests : IAsyncLifetime
{
    private readonly SessionRig _rig = new();

    public async ValueTask InitializeAsync()
    {
        _rig.PutBlocks("block_0001", "block_0002", "block_0003", "block_0004");
        await _rig.OpenAsync();
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Painted_FilesChangedSinceTheLabel_SaysSo()
    {
        await _rig.LabelAsync("block_0001", 1);

        _rig.Paint("block_0001", new SeenChannel(0, "a.tif", "10-99", null));

        Assert.Contains(_rig.Said, text => text.Contains("changed on disk after you labelled it (a.tif)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Painted_FromVoxelsOlderThanTheFile_AsksForThemAnew()
    {
        var changed = new TaskCompletionSource<BlockId>();
        _rig.Session.Files.Changed += block => changed.TrySetResult(block.Id);
        string file = _rig.Catalog.Current.Blocks[0].Channels[0].Path;

        _rig.Paint("block_0001", new SeenChannel(0, "a.tif", FileVersion.Of(file)!.Value.ToString(), null));
        _rig.Paint("block_0002", new SeenChannel(0, "a.tif", "1-1", null));

        Assert.Equal("block_0002", (await changed.Task.WaitAsync(TimeSpan.FromSeconds(90))).Value);
    }

    [Fact]
    public async Task Painted_WhileFilesAreLookedAt_IsLookedAtAfterwards()
    {
        SeenChannel[] old = [new(0, "a.tif", "1-1", null)];
        var changed = new ConcurrentQueue<string>();
        _rig.Session.Files.Changed += block =>
        {
            changed.Enqueue(block.Id.Value);
            if (changed.Count == 1)
            {
                // The look that found this one is not over: its answer is being told.
                _rig.Paint("block_0002", old);
                _rig.Paint("block_0003", old);
            }
        };

        _rig.Paint("block_0001", old);

        await ReviewFolder.UntilAsync(() => changed.Count == 2, "the second look");
        Assert.Equal(["block_0001", "block_0003"], changed);
    }

    [Fact]
    public async Task Label_WhileFilesAreLookedAt_HasItsOwnLookedAtAfterwards()
    {
        _rig.Session.Settings.AutoAdvance = true;
        SeenChannel[] old = [new(0, "a.tif", "1-1", null)];
        bool isFirst = true;
        _rig.Session.Notices.Noticed += notice =>
        {
            if (isFirst && notice.Text.Contains("block_0001 had changed on disk", StringComparison.Ordinal))
            {
                isFirst = false;
                _ = _rig.LabelAsync("block_0002", 1, old);
                _ = _rig.LabelAsync("block_0004", 1, old);
            }
        };

        await _rig.LabelAsync("block_0001", 1, old);

        await _rig.SaidAsync("block_0002 had changed on disk");
        await _rig.SaidAsync("block_0004 had changed on disk");
    }

    [Fact]
    public async Task Label_FileReplacedWhileShown_SaysSoToWhoHasGoneOn()
    {
        _rig.Session.Settings.AutoAdvance = true;

        LabelOutcome outcome = await _rig.LabelAsync("block_0001", 1);

        Assert.True(outcome.Accepted);
        await _rig.SaidAsync("block_0001 had changed on disk when you labelled it (a.tif)");
    }

    [Fact]
    public async Task Label_FileReplacedOfTheBlockOneStaysOn_ShowsItAnew()
    {
        var changed = new TaskCompletionSource<BlockId>();
        _rig.Session.Files.Changed += block => changed.TrySetResult(block.Id);

        await _rig.LabelAsync("block_0001", 1);

        Assert.Equal("block_0001", (await changed.Task.WaitAsync(TimeSpan.FromSeconds(90))).Value);
        Assert.DoesNotContain(_rig.Said, text => text.Contains("had changed on disk", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Label_FileDeletedWhileShown_IsKeptAndSaysSo()
    {
        File.Delete(_rig.Catalog.Current.Blocks[0].Channels[0].Path);

        LabelOutcome outcome = await _rig.LabelAsync("block_0001", 1);

        Assert.True(outcome.Accepted);
        await _rig.SaidAsync("block_0001: a.tif cannot be found on disk any more");
    }
}
