using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Planning;

/// <summary>Of a plan, a block that somebody cannot judge is done by that person.</summary>
public sealed class UnusableInPlanTests : IDisposable
{
    private static readonly BlockId[] Blocks = [.. Enumerable.Range(1, 4).Select(i => BlockId.Parse($"block_{i:0000}"))];
    private static readonly PlanRequest Request = new() { Votes = 1, Annotators = [new PlannedAnnotator("alice", 1)] };
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task BlockThatCannotBeJudged_IsBegunInABasis_AndDoneInTheProgress()
    {
        await using LabelShare share = await _rig.OpenAsync();
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        await LabelRig.SetAsync(labels, ("block_0001", 1));
        await labels.MarkAsync(LabelRig.Key("block_0002"), new MarkChange { Unusable = "torn" }, Ct);
        await labels.MarkAsync(LabelRig.Key("block_0003"), new MarkChange(true, null), Ct);
        await labels.MarkAsync(LabelRig.Key("block_0004"), new MarkChange { Unusable = "torn" }, Ct);
        await share.FlushAsync(LabelRig.Patient.Closing);

        PlanBasis basis = await new PlanDesk(new SharedRoot(_rig.Settings("ws-3"))).BasisAsync(Blocks, Request, null, Ct);
        Assert.Equal([Blocks[0], Blocks[1], Blocks[3]], basis.Labelled["alice"].Order());

        var ordinary = new Dictionary<string, IReadOnlyList<BlockId>> { ["alice"] = Blocks[..3], ["bob"] = Blocks[1..3] };
        foreach (AllVotes votes in await LabelRig.AllReadingsAsync(share))
        {
            var progress = PlanProgress.Of(ordinary, new HashSet<BlockId>(), votes.Users);
            Assert.Equal([("alice", 2, 1), ("bob", 0, 0)], progress.People.Select(person => (person.Username, person.Done, person.Outside)));
            Assert.Equal((1, 1), (progress.Complete, progress.Begun));
        }
    }
}
