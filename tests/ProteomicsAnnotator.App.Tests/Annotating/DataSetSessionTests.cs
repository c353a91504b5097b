using System.Collections.Concurrent;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>A page over two data sets of one brain and one of another, two blocks each.</summary>
public sealed class DataSetSessionTests : IAsyncLifetime
{
    private static readonly string[] Sets = ["brain_1/Tile_1/ch_561/blocks", "brain_1/Tile_2/ch_561/blocks", "brain_2/Tile_1/ch_561/blocks"];

    private readonly SessionRig _rig = new();

    public async ValueTask InitializeAsync()
    {
        _rig.PutBlocks([.. Sets.SelectMany(set => new[] { $"{set}/block_0000", $"{set}/block_7c9e6679-7425-40de-944b-e07fc1f90ae7" })]);
        await _rig.OpenAsync(isAdmin: true);
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task NextDataSet_GoesToTheFirstUnlabelledBlockOfTheNextUnfinishedOne()
    {
        Assert.Equal($"{Sets[0]}/block_0000", Current);
        await LabelAsync($"{Sets[1]}/block_0000", 1);
        await LabelAsync($"{Sets[1]}/block_7c9e6679-7425-40de-944b-e07fc1f90ae7", 1);
        await LabelAsync($"{Sets[2]}/block_0000", 1);
        Select($"{Sets[0]}/block_0000");

        Assert.True(_rig.Session.TryNextDataSet());
        Assert.Equal($"{Sets[2]}/block_7c9e6679-7425-40de-944b-e07fc1f90ae7", Current);
        Assert.True(_rig.Session.TryNextDataSet());
        Assert.Equal($"{Sets[0]}/block_0000", Current);
        Assert.Equal([0, 2, 1], _rig.Session.Labels.CountsIn(_rig.Session.Place.Folders));

        await LabelAsync($"{Sets[2]}/block_7c9e6679-7425-40de-944b-e07fc1f90ae7", 1);
        Select($"{Sets[0]}/block_0000");
        Assert.False(_rig.Session.TryNextDataSet());
        Assert.Contains(_rig.Said, text => text.Contains("No other data set", StringComparison.Ordinal));
    }

    [Fact]
    public async Task FoldedGroup_ShowsTheCurrentBlockAlone_StaysFoldedInTheNextPage_AndNeverHidesWhatASearchFinds()
    {
        PagePlace place = _rig.Session.Place;
        Select($"{Sets[1]}/block_0000");
        await _rig.Session.Groups.ToggleCurrentAsync();
        await _rig.Session.Groups.ToggleAsync(Sets[0]);

        Assert.Equal([(Sets[0], null), (Sets[1], null), (null, "block_0000"), (Sets[2], null)], Rows(place)[..4]);
        Select($"{Sets[2]}/block_0000");
        Assert.Equal([(Sets[0], null), (Sets[1], null), (Sets[2], null), (null, "block_0000")], Rows(place)[..4]);
        Assert.Equal(6, place.Sequence.Visible.Length);

        place.SetFilter(new BlockFilter { Text = "0000" });
        Assert.Equal([.. Sets.Order().SelectMany(set => new[] { (set, (string?)null), (null, "block_0000") })], Rows(place));
        await _rig.Session.Groups.ToggleCurrentAsync();
        Assert.Contains("Groups stay open while a search is typed. Esc ends it.", _rig.Said);
        place.SetFilter(new BlockFilter());

        await using AnnotationSession next = await _rig.OpenPageAsync(_rig.SignIns.Add("alice", isAdmin: true, former: null));
        Assert.True(next.TryBegin(null, null));
        Assert.Equal([true, true, false], Sets.Select(next.Place.Sequence.FoldedNow.Has));
        await next.Groups.FoldAllAsync();
        Assert.Equal(4, next.Place.List.Rows.Length);
        await next.Groups.OpenAllAsync();
        Assert.Equal(9, next.Place.List.Rows.Length);
        Assert.True(next.Settings.Folded.IsEmpty);

        next.Place.SetOrder(BlockOrder.ShuffledFor("alice"));
        ConcurrentQueue<string> said = [];
        next.Notices.Noticed += notice => said.Enqueue(notice.Text);
        await next.Groups.ToggleCurrentAsync();
        Assert.Equal(["The list has no groups in this order: nothing is folded."], said);
    }

    private static (string? Head, string? Block)[] Rows(PagePlace place) => [.. place.List.Rows.Select(row => (row.Folder, row.Block?.Id.Name))];

    [Fact]
    public async Task NextUnlabelled_GoesOnFromHere_AndBehindTheLastFromTheFirst()
    {
        string uuid = "block_7c9e6679-7425-40de-944b-e07fc1f90ae7";
        await LabelAsync($"{Sets[0]}/{uuid}", 1);
        Select($"{Sets[0]}/block_0000");

        Assert.True(_rig.Session.TryNextUnlabelled());
        Assert.Equal($"{Sets[1]}/block_0000", Current);
        Select($"{Sets[2]}/{uuid}");
        Assert.True(_rig.Session.TryNextUnlabelled());
        Assert.Equal($"{Sets[0]}/block_0000", Current);

        foreach (string set in Sets)
        {
            await LabelAsync($"{set}/block_0000", 1);
            await LabelAsync($"{set}/{uuid}", 1);
        }

        Select($"{Sets[0]}/block_0000");
        Assert.False(_rig.Session.TryNextUnlabelled());
        Assert.Contains(_rig.Said, text => text.Contains("No other block", StringComparison.Ordinal));
    }

    [Fact]
    public async Task NextUnsure_GoesOnFromHere_WithinTheFilter_AndSaysWhenThereIsNone()
    {
        Select($"{Sets[0]}/block_0000");
        Assert.False(_rig.Session.TryNextUnsure());
        Assert.Contains(_rig.Said, text => text.Contains("No other block in the list is flagged as unsure", StringComparison.Ordinal));
        await FlagAsync($"{Sets[0]}/block_0000");
        Assert.False(_rig.Session.TryNextUnsure());
        await FlagAsync($"{Sets[1]}/block_0000");
        await FlagAsync($"{Sets[2]}/block_0000");

        Assert.True(_rig.Session.TryNextUnsure());
        Assert.Equal($"{Sets[0]}/block_0000", Current);
        Assert.True(_rig.Session.TryNextUnsure());
        Assert.Equal($"{Sets[1]}/block_0000", Current);

        _rig.Session.Place.SetFilter(new BlockFilter(Sets[0]));
        Assert.True(_rig.Session.TryNextUnsure());
        Assert.Equal($"{Sets[0]}/block_0000", Current);
        Assert.False(_rig.Session.TryNextUnsure());
    }

    [Fact]
    public async Task Page_WhileOnlyTheNamesAreKnown_BeginsWithTheFirstUnlabelledBlock_AndShowsItOnceItsFolderIsRead()
    {
        using var reading = new ManualResetEventSlim();
        using var listed = new ManualResetEventSlim();
        string root = Path.Combine(_rig.Folder, "data");
        await _rig.CloseAsync();
        using var catalog = new BlockCatalog(root, root, []);
        catalog.Changed += () =>
        {
            if (catalog.Current is { IsListed: true, IsComplete: false })
            {
                listed.Set();
                reading.Wait();
            }
        };
        Task scan = Task.Run(() => catalog.ScanAsync(CancellationToken.None), CancellationToken.None);
        listed.Wait(TestContext.Current.CancellationToken);
        await _rig.OpenShareOverAsync(catalog);
        await _rig.OpenSessionAsync(isAdmin: true);

        Assert.True(_rig.Session.TryBegin(null, null));
        Assert.Equal($"{Sets[0]}/block_0000", Current);
        ShowRequest early = _rig.Session.Viewer.Show();
        Assert.Equal((null, 0), (early.Block, early.Next.Count));
        Assert.Contains(VisibleName.Of($"{Sets[0]}/block_0000"), early.EmptyText, StringComparison.Ordinal);
        Assert.False(_rig.Session.Viewer.IsShowDue);

        reading.Set();
        await scan;
        _rig.Session.Place.Refresh();
        Assert.True(_rig.Session.Viewer.IsShowDue);
        ShowRequest later = _rig.Session.Viewer.Show();
        Assert.Equal($"{Sets[0]}/block_0000", later.Block!.Id);
        Assert.Single(later.Block.Channels);
        Assert.Equal(3, later.Next.Count);
        Assert.False(_rig.Session.Viewer.IsShowDue);
    }

    [Fact]
    public async Task Label_AtTheEndOfADataSet_OffersTheNextUnfinishedOne()
    {
        _rig.Session.Settings.AutoAdvance = true;
        Assert.True((await LabelAsync($"{Sets[0]}/block_0000", 2)).Accepted);
        Assert.DoesNotContain(_rig.Said, text => text.Contains("End of", StringComparison.Ordinal));

        Assert.True((await LabelAsync($"{Sets[0]}/block_7c9e6679-7425-40de-944b-e07fc1f90ae7", 2)).Accepted);

        string said = Assert.Single(_rig.Said, text => text.Contains("End of", StringComparison.Ordinal));
        Assert.Contains("brain_1/Tile_1/ch_561: 2 of 2 annotated", said, StringComparison.Ordinal);
        Assert.Contains("brain_1/Tile_2/ch_561", said, StringComparison.Ordinal);
    }

    /// <summary>Of one brain alone: ids would be those of the other brain, too.</summary>
    [Fact]
    public async Task DataRootThatIsOneExperiment_RefusesLabelsInWords_UntilAnAdminConfirmsIt()
    {
        await _rig.CloseAsync();
        await _rig.OpenAsync("data/brain_1", isAdmin: true);
        await _rig.Session.AskDataRootAsync();
        Assert.Contains("brain_1", _rig.Session.DataRootReason, StringComparison.Ordinal);
        LabelOutcome refused = await LabelAsync("Tile_1/ch_561/blocks/block_0000", 1);
        Assert.False(refused.Accepted);
        Assert.Contains("ANNOTATOR_DATA_ROOT", refused.Sentence, StringComparison.Ordinal);

        await _rig.Session.ConfirmDataRootAsync();

        Assert.Null(_rig.Session.DataRootReason);
        Assert.True((await LabelAsync("Tile_1/ch_561/blocks/block_0000", 1)).Accepted);
    }

    private string? Current => _rig.Session.Place.Current?.Id.Value;

    private void Select(string block)
    {
        Assert.True(_rig.Session.Place.TryFind(OpenRoots.ConfiguredId, block, out Block? found));
        _rig.Session.Select(found);
    }

    private Task<LabelOutcome> LabelAsync(string block, int label)
    {
        Select(block);
        return _rig.LabelAsync(block, label);
    }

    private Task<LabelOutcome> FlagAsync(string block)
    {
        Select(block);
        return _rig.MarkAsync(block, new MarkPress(true, null, null));
    }
}
