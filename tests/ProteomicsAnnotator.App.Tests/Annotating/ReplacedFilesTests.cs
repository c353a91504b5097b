using System.Collections.Concurrent;
using Bunit;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>Files that are others now than those a label was given on, or a page has shown.</summary>
public sealed class ReplacedFilesTests : SessionTests
{
    [Fact]
    public async Task Painted_FilesChangedSinceTheLabel_SaysSo()
    {
        await Rig.LabelAsync("block_0001", 1);

        Rig.Paint("block_0001", new SeenChannel(0, "a.tif", "10-99", null));

        Assert.Contains(Rig.Said, text => text.Contains("changed on disk after you labelled it (a.tif)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Painted_FromVoxelsOlderThanTheFile_AsksForThemAnew()
    {
        var changed = new TaskCompletionSource<BlockId>();
        Rig.Session.Files.Changed += block => changed.TrySetResult(block.Id);
        string file = Rig.Catalog.Current.Blocks[0].Channels[0].Path;

        Rig.Paint("block_0001", new SeenChannel(0, "a.tif", FileVersion.Of(file)!.Value.ToString(), null));
        Rig.Paint("block_0002", new SeenChannel(0, "a.tif", "1-1", null));

        Assert.Equal("block_0002", (await changed.Task.WaitAsync(TimeSpan.FromSeconds(90))).Value);
    }

    [Fact]
    public async Task Painted_WhileFilesAreLookedAt_IsLookedAtAfterwards()
    {
        SeenChannel[] old = [new(0, "a.tif", "1-1", null)];
        var changed = new ConcurrentQueue<string>();
        Rig.Session.Files.Changed += block =>
        {
            changed.Enqueue(block.Id.Value);
            if (changed.Count == 1)
            {
                // The look that found this one is not over: its answer is being told.
                Rig.Paint("block_0002", old);
                Rig.Paint("block_0003", old);
            }
        };

        Rig.Paint("block_0001", old);

        await Eventually.IsTrueAsync(() => changed.Count == 2, "the second look");
        Assert.Equal(["block_0001", "block_0003"], changed);
    }

    [Fact]
    public async Task Label_WhileFilesAreLookedAt_HasItsOwnLookedAtAfterwards()
    {
        Rig.Session.Settings.AutoAdvance = true;
        SeenChannel[] old = [new(0, "a.tif", "1-1", null)];
        bool isFirst = true;
        Rig.Session.Notices.Noticed += notice =>
        {
            if (isFirst && notice.Text.Contains("block_0001 had changed on disk", StringComparison.Ordinal))
            {
                isFirst = false;
                _ = Rig.LabelAsync("block_0002", 1, old);
                _ = Rig.LabelAsync("block_0004", 1, old);
            }
        };

        await Rig.LabelAsync("block_0001", 1, old);

        await Rig.SaidAsync("block_0002 had changed on disk");
        await Rig.SaidAsync("block_0004 had changed on disk");
    }

    [Fact]
    public async Task Label_FileReplacedWhileShown_SaysSoToWhoHasGoneOn()
    {
        Rig.Session.Settings.AutoAdvance = true;

        LabelOutcome outcome = await Rig.LabelAsync("block_0001", 1);

        Assert.True(outcome.Accepted);
        await Rig.SaidAsync("block_0001 had changed on disk when you labelled it (a.tif)");
    }

    [Fact]
    public async Task Label_FileReplacedOfTheBlockOneStaysOn_ShowsItAnew()
    {
        var changed = new TaskCompletionSource<BlockId>();
        Rig.Session.Files.Changed += block => changed.TrySetResult(block.Id);

        await Rig.LabelAsync("block_0001", 1);

        Assert.Equal("block_0001", (await changed.Task.WaitAsync(TimeSpan.FromSeconds(90))).Value);
        Assert.DoesNotContain(Rig.Said, text => text.Contains("had changed on disk", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Label_FileDeletedWhileShown_IsKeptAndSaysSo()
    {
        File.Delete(Rig.Catalog.Current.Blocks[0].Channels[0].Path);

        LabelOutcome outcome = await Rig.LabelAsync("block_0001", 1);

        Assert.True(outcome.Accepted);
        await Rig.SaidAsync("block_0001: a.tif cannot be found on disk any more");
    }
}
