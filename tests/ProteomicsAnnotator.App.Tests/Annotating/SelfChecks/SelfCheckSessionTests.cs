using System.Text.Json;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;

namespace ProteomicsAnnotator.App.Tests.Annotating.SelfChecks;

/// <summary>A self-check on one page and on two, with a real share: what is shown, what is kept, and what is told.</summary>
public sealed class SelfCheckSessionTests : IAsyncLifetime
{
    private readonly SelfCheckRig _rig = new();

    private AnnotationSession Session => _rig.Session;

    public ValueTask InitializeAsync() => _rig.OpenAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task SelfCheck_MixesItsBlocksAmongTheOthers_AndKeepsTheAnswersAsRepeats()
    {
        Assert.Null(Session.Viewer.SelfCheck.Begin(4));
        List<int> gaps = [];
        int between = 0;
        int answered = 0;
        while (answered < 4)
        {
            Block current = Session.Place.Current!;
            if (current.IsBlind)
            {
                gaps.Add(between);
                between = 0;
                await _rig.PressAsync(1);
                answered++;
            }
            else
            {
                between++;
                await _rig.PressAsync(2);
            }
        }

        // The block that was on screen as it began is one more.
        Assert.InRange(gaps[0], 2, 5);
        Assert.All(gaps.Skip(1), gap => Assert.InRange(gap, 2, 4));
        Assert.True(Session.Place.Repeats.TakeEnd());
        Assert.False(Session.Place.Repeats.TakeEnd());
        RepeatFigures figures = Session.Viewer.SelfCheck.FiguresOfCheck;
        Assert.Equal(4, figures.Total);
        Assert.Equal([1, 2, 3], figures.Classes.Select(found => found.Label));
        Assert.Equal(figures.Classes.Single(found => found.Label == 1).Total, figures.Same);
        Assert.Equal(_rig.FirstLabels(), Enumerable.Range(0, SelfCheckRig.Labelled).Select(i => 1 + (i % 3)));
        (string Block, int? Label)[] lines = _rig.RepeatLines();
        Assert.Equal(4, lines.Select(line => line.Block).Distinct(StringComparer.Ordinal).Count());
        Assert.All(lines, line => Assert.Equal(1, line.Label));
    }

    [Fact]
    public void Repeat_ThatIsShown_TellsNothingOfItsBlock()
    {
        _rig.ShowAlias(out Block alias);

        ShowRequest show = Session.Viewer.Show();
        string told = JsonSerializer.Serialize(show.Block, JsonSerializerOptions.Web) + JsonSerializer.Serialize(Session.Viewer.WordsAround()[0], JsonSerializerOptions.Web);
        Assert.DoesNotContain(_rig.Pages.Catalog.Current.Blocks, block => told.Contains(block.Id.Value, StringComparison.Ordinal));
        Assert.DoesNotContain(Path.GetFileName(_rig.Pages.Folder), told, StringComparison.Ordinal);
        Assert.Equal((null, null, null), (show.Block!.Words.Label, show.Block.Words.Mark, show.Block.Words.Review));
        Assert.Equal(("", "channel 1", "channel 1"), (show.Block.Folder, show.Block.Channels[0].File, show.Block.Channels[0].Name));
        Assert.Equal(alias.Id.Value, show.Block.Id);

        // It stands in for the block of the list that comes next, and the list stays.
        Block standing = Session.Place.Standing!;
        Assert.Equal($"{Session.Place.Sequence.IndexOf(standing.Id) + 2} of {SelfCheckRig.Blocks}", show.Block.Words.Position);
        Assert.DoesNotContain(Session.Place.Sequence.Visible, block => block.Id == Session.Place.Current!.Id);
        Assert.Equal(standing.Id, show.Previous!.Id is { } id ? BlockId.Parse(id) : default);
        Assert.DoesNotContain(Session.Place.Recent.Blocks, block => block.IsBlind);
        Assert.Empty(_rig.Labels.Repeats);
    }

    [Fact]
    public async Task Reload_FindsTheSelfCheckAgain_AndASecondWindowHasItToo()
    {
        _rig.ShowAlias(out Block alias);
        await using AnnotationSession again = await _rig.Pages.OpenPageAsync(Session.Owner.SignIn);
        Assert.True(again.TryBegin(OpenRoots.ConfiguredId, alias.Id.Value));
        Assert.Equal((alias.Id, true), (again.Place.Current!.Id, again.Place.Current.IsBlind));
        Assert.NotNull(again.Place.Standing);

        await _rig.PressAsync(1);
        Assert.Equal(1, again.Viewer.SelfCheck.Check!.Answered);
        again.Viewer.SelfCheck.Stop();
        Assert.True(Session.Viewer.SelfCheck.Check!.IsStopped);

        // Nothing of an earlier run of the program: the queue goes on, and the address is explained.
        await using AnnotationSession other = await _rig.OpenInAnotherRunAsync(alias.Id.Value);
        Assert.False(other.Place.Current!.IsBlind);
        AddressSteps.SayMissing(other, alias.Id.Value);
        Assert.Contains(_rig.Pages.Said, text => text.StartsWith("The self-check that this page was at has ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Begin_WithoutEnoughLabels_OrElsewhere_SaysWhyNot()
    {
        Assert.Contains("at most 6", Session.Viewer.SelfCheck.Begin(SelfCheckRig.Labelled + 1), StringComparison.Ordinal);
        Assert.Contains("at least one", Session.Viewer.SelfCheck.Begin(0), StringComparison.Ordinal);
        string browsed = Directory.CreateDirectory(Path.Join(_rig.Pages.Folder, "other", "block_0001")).Parent!.FullName;
        Session.Open(browsed);
        Assert.Contains("campaign's data folder", Session.Viewer.SelfCheck.Begin(1), StringComparison.Ordinal);
        Session.Place.OpenConfigured();
        Assert.Null(Session.Viewer.SelfCheck.Begin(1));
        Assert.Contains("under way", Session.Viewer.SelfCheck.Begin(1), StringComparison.Ordinal);

        // It pauses in another folder.
        Session.Open(browsed);
        Assert.False(Session.Place.TryFindShown(Session.Place.Root.Id, Session.Viewer.SelfCheck.Check!.Waiting()[0].Value, out _));
        SignIn carol = _rig.Pages.SignIns.Add("carol", isAdmin: false, former: null);
        await using AnnotationSession nobody = await _rig.Pages.OpenPageAsync(carol);
        Assert.Contains("Label some first", nobody.Viewer.SelfCheck.Begin(1), StringComparison.Ordinal);
        Assert.Null(nobody.Place.Repeats.Find(Session.Viewer.SelfCheck.Check!.Waiting()[0]));
    }

    [Fact]
    public async Task WhereNothingIsLeftToLabel_TheyComeOneAfterAnother()
    {
        while (Session.AnnotatedCount < SelfCheckRig.Blocks)
        {
            await _rig.PressAsync(1);
        }

        Assert.Null(Session.Viewer.SelfCheck.Begin(3));
        Assert.True(_rig.Go());
        for (int i = 0; i < 3; i++)
        {
            Assert.True(Session.Place.Current!.IsBlind);
            await _rig.PressAsync(2);
        }

        Assert.Equal(3, Session.Viewer.SelfCheck.FiguresOfCheck.Total);
        Assert.Equal([2], _rig.RepeatLines().Select(line => line.Label).Distinct());
    }

    [Fact]
    public async Task Examples_OfTheGuide_AreNotAmongItsBlocks()
    {
        LabelClass first = LabelClasses.Default.Items[0] with { Examples = [BlockId.OfNumber(1), BlockId.OfNumber(3)] };
        await using var rig = new SelfCheckRig(new LabelClasses([first, .. LabelClasses.Default.Items.Skip(1)]));
        await rig.OpenAsync();

        Assert.Contains("at most 4", rig.Session.Viewer.SelfCheck.Begin(SelfCheckRig.Labelled - 1), StringComparison.Ordinal);
        Assert.Null(rig.Session.Viewer.SelfCheck.Begin(SelfCheckRig.Labelled - 2));
    }

    [Fact]
    public void Figures_LeaveOutASelfCheckUnderWay()
    {
        _rig.ShowAlias(out _);
        Assert.Equal(0, Session.Viewer.SelfCheck.Figures.Total);
    }
}
