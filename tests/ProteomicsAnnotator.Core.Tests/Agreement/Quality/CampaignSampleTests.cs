using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Planning;

namespace ProteomicsAnnotator.Core.Tests.Agreement.Quality;

/// <summary>Hidden repeats and the random share of plans on a real folder.</summary>
public sealed class CampaignSampleTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Repeats_OfAPlan_AreApartFromSelfChecks_AndCountForThePerson()
    {
        PlanDraft plan = Write(request => request with { Repeats = 0.1 });
        IReadOnlyList<BlockId> queue = plan.People.Single(person => person.Username == "a").Queue;
        BlockId[] twice = [.. queue.CountBy(block => block).Where(block => block.Value == 2).Select(block => block.Key)];
        BlockId once = queue.Except(twice).First();
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels a = await share.OpenUserAsync("a", Ct);
            await AnswerAsync(a, twice[0], 1, 1);
            await AnswerAsync(a, twice[1], 2, 1);
            await AnswerAsync(a, once, 3, 3);
            UserLabels typo = await share.OpenUserAsync("aa", Ct);
            await AnswerAsync(typo, twice[2], 2, 2);
        }

        PersonRepeats apart = (await ReadAsync()).Repeats.Single(person => person.Username == "a");
        Assert.Equal((2, 1), (apart.Hidden.Count, apart.SelfChecks.Count));

        await PeopleDecisions.WriteAsync(Root(), new Dictionary<string, PersonChange>(StringComparer.Ordinal) { ["aa"] = new(null, new PersonSameness("a")) }, "lead");
        PersonRepeats merged = Assert.Single((await ReadAsync()).Repeats);
        Assert.Equal((3, 1), (merged.Hidden.Count, merged.SelfChecks.Count));

        var table = ReviewTable.Of(new ReviewInput([.. plan.Basis.Blocks], [], new Dictionary<BlockId, FinalLabel>()) { Sample = new Lazy<CampaignSample>(await ReadAsync()) });
        IntraRaterAgreement figures = Assert.Single(IntraRaterAgreement.AllOf(table));
        Assert.Equal((3, 2, 1, 1), (figures.Hidden.Total, figures.Hidden.Same, figures.SelfChecks.Total, figures.SelfChecks.Same));

        // Of blocks that are not in the list nothing counts.
        Assert.Empty(IntraRaterAgreement.AllOf(table.WithoutBlocks(table.Blocks.ToHashSet())));
    }

    [Fact]
    public async Task Repeats_OfOnePersonUnderTwoNames_OfABlockTheLaterCounts()
    {
        PlanDraft plan = Write(request => request with { Repeats = 0.1 });
        BlockId[] queue = [.. plan.People.Single(person => person.Username == "a").Queue];
        BlockId twice = queue.CountBy(block => block).First(block => block.Value == 2).Key;
        BlockId once = queue.CountBy(block => block).First(block => block.Value == 1).Key;
        await using (LabelShare share = await _rig.OpenAsync())
        {
            foreach ((string name, int second) in new[] { ("aa", 2), ("a", 1) })
            {
                UserLabels labels = await share.OpenUserAsync(name, Ct);
                await AnswerAsync(labels, twice, 1, second);
                await AnswerAsync(labels, once, 1, second);
            }
        }

        await PeopleDecisions.WriteAsync(Root(), new Dictionary<string, PersonChange>(StringComparer.Ordinal) { ["aa"] = new(null, new PersonSameness("a")) }, "lead");

        PersonRepeats repeats = Assert.Single((await ReadAsync()).Repeats);
        Assert.Equal([(twice, 1, 1)], repeats.Hidden.Select(repeat => (repeat.Key.Block, repeat.First, repeat.Second)));
        Assert.Equal([(once, 1, 1)], repeats.SelfChecks.Select(repeat => (repeat.Key.Block, repeat.First, repeat.Second)));
    }

    [Theory]
    [InlineData(0.95, WalkOrder.Neighbourhoods, "the plan stops votes on blocks that are sure")]
    [InlineData(0, WalkOrder.Disputed, "the plan orders queues by labels")]
    [InlineData(0.9, WalkOrder.Fewest, "the plan stops votes on blocks that are sure, and orders queues by labels")]
    public async Task RandomShare_OfAPlanThatGoesByLabels_StaysWhenALaterOneDoesNot(double stopAt, WalkOrder order, string why)
    {
        PlanDraft plan = Write(request => request with { StopAt = stopAt, Order = order, RandomShare = 0.2 });
        Write(request => request);

        RandomShare random = (await ReadAsync()).Random!;

        Assert.Equal((1, why), (random.PlanVersion, random.Why));
        Assert.NotEmpty(random.Blocks);
        Assert.Equal(plan.RandomShare, random.Blocks.Order());
    }

    [Fact]
    public async Task RandomShare_OfAPlanThatGoesByNoLabels_IsNone_AndADamagedPlanIsNamed()
    {
        Write(request => request);
        Assert.Null((await ReadAsync()).Random);
        Assert.Empty((await ReadAsync()).Faults);

        string design = Assert.Single(Directory.GetFiles(Path.Combine(_rig.Annotations, "admin", "plans")));
        await File.WriteAllBytesAsync(design, "{"u8.ToArray(), Ct);

        Assert.Contains(design, Assert.Single((await ReadAsync()).Faults), StringComparison.Ordinal);
    }

    /// <summary>Of four blocks (1, 1), (1, 2), (2, 2), (2, 2), and four more (1, 1) that only queues by labels brought; computed by hand.</summary>
    [Fact]
    public void Figures_OfTheRandomShareAlone_StandBesideThoseOfAll()
    {
        ReviewInput input = Reviews.Input(["a", "b"], [[1, 1], [1, 2], [2, 2], [2, 2], [1, 1], [1, 1], [1, 1], [1, 1], [null, null]]);
        var sample = new CampaignSample([], new RandomShare(3, "the plan orders queues by labels", new HashSet<BlockId>([.. Reviews.Ids(4), Reviews.Id(9)])), []);
        var table = ReviewTable.Of(input with { Sample = new Lazy<CampaignSample>(sample) });

        RandomShareFigures figures = RandomShareFigures.Of(table, AgreementCoefficients.Of(table), ct: Ct)!;

        Assert.Equal((5, 4, 9, 8), (figures.Alone.Blocks, figures.Alone.Labelled, figures.All.Blocks, figures.All.Labelled));
        Assert.Equal((0.75, 0.875), (figures.Alone.PercentAgreement.Value, figures.All.PercentAgreement.Value));

        // Alpha: 1 - (2/8) / (2 * 3 * 5 / (8 * 7)), and 1 - (2/16) / (2 * 11 * 5 / (16 * 15)).
        Assert.Equal(1 - (0.25 / (30 / 56.0)), figures.Alone.KrippendorffAlpha.Value!.Value, 12);
        Assert.Equal(1 - (0.125 / (110 / 240.0)), figures.All.KrippendorffAlpha.Value!.Value, 12);
        Assert.NotNull(figures.Alone.KrippendorffAlpha.Low);
        Assert.Equal([(1, 2, 0.5), (2, 2, 0.5)], figures.Alone.Classes.Select(item => (item.Label, item.Blocks, item.Share!.Value)));
        Assert.Equal([(1, 6, 0.75), (2, 2, 0.25)], figures.All.Classes.Select(item => (item.Label, item.Blocks, item.Share!.Value)));
        Assert.Null(RandomShareFigures.Of(ReviewTable.Of(input), AgreementCoefficients.Of(table), ct: Ct));
    }

    private static async Task AnswerAsync(UserLabels labels, BlockId block, int first, int second)
    {
        Assert.True((await labels.SetAsync(new LabelKey(null, block), first, [], Ct)).Accepted);
        Assert.True((await labels.RepeatAsync(new LabelKey(null, block), second, Ct)).Accepted);
    }

    private PlanDraft Write(Func<PlanRequest, PlanRequest> change)
    {
        PlanDraft draft = PlannerTests.Made(change(PlannerTests.Request(2, "a,b,c")), PlannerTests.Basis(120));
        var files = new PlanFiles(Root());
        _ = files.Write(draft, "lead", files.Read());
        return draft;
    }

    private async Task<CampaignSample> ReadAsync() => CampaignSample.Read(Root(), await ShareSnapshot.ReadAsync(Root(), Ct));

    private SharedRoot Root() => new(_rig.Settings("ws-9"));
}
