using System.Diagnostics;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>
/// The version before labels on a share with a plan, settings, known answers, blocks that cannot be judged and repeats: it passes over what
/// it does not know, and loses nothing. Only <c>./test.sh --long</c> runs it: the version before is built first.
/// </summary>
public sealed class TwoVersionsCampaignTests : IDisposable
{
    private static readonly BlockId[] Blocks = [.. Enumerable.Range(600, 120).Select(BlockId.OfNumber)];
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact(Explicit = true)]
    public async Task VersionBefore_OnAShareWithACampaign_LosesNothing()
    {
        string before = await VersionBefore.LabelWorkerAsync();
        await DecideAsync();
        Dictionary<string, string> files = CampaignFiles();
        Assert.InRange(files.Count, 6, 20);

        List<string> acknowledged = await LabelAndEndAsync(before);

        Dictionary<string, string> after = CampaignFiles();
        Assert.All(files, file => Assert.Equal(file.Value, after.GetValueOrDefault(file.Key)));
        Dictionary<string, int> written = OwnReader.FileLabels(await File.ReadAllBytesAsync(_rig.UserFile, Ct));
        Assert.All(acknowledged, block => Assert.Contains(block, written.Keys));
        Assert.All(Blocks[..10], block => Assert.Equal(2, written[block.Value]));
        Assert.All(Blocks[10..15], block => Assert.DoesNotContain(block.Value, written.Keys));
        await AssertKnownAsync(acknowledged);
    }

    /// <summary>All that the version before does not know.</summary>
    private async Task DecideAsync()
    {
        await using (LabelShare share = await _rig.OpenAsync())
        {
            UserLabels labels = await share.OpenUserAsync("alice", Ct);
            await LabelRig.SetAsync(labels, [.. Blocks[..15].Select(block => (block.Value, 2))]);
            foreach (BlockId block in Blocks[10..15])
            {
                Assert.True((await labels.MarkAsync(LabelRig.Key(block.Value), new MarkChange { Unusable = "torn" }, Ct)).Accepted);
            }

            foreach (BlockId block in Blocks[..5])
            {
                Assert.True((await labels.RepeatAsync(LabelRig.Key(block.Value), 3, Ct)).Accepted);
            }

            _ = await share.CampaignSettings.DecideAsync(new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { ["target_votes"] = 3 }, "lead");
        }

        var root = new SharedRoot(_rig.Settings("ws-9"));
        new GoldAnswers(root).Set(Blocks.Where((_, i) => i % 4 == 3).ToDictionary(block => block, _ => (int?)1), "lead");
        var desk = new PlanDesk(root);
        var request = new PlanRequest { Votes = 1, Gold = 0.1, Repeats = 0.1, Annotators = [new PlannedAnnotator("alice", 1), new PlannedAnnotator("bob", 1)] };
        PlanResult plan = Planner.Make(request, await desk.BasisAsync(Blocks, request, null, Ct));
        desk.Write(plan.Draft!, "lead", desk.Read());
    }

    /// <summary>Everything of a campaign, byte for byte.</summary>
    private Dictionary<string, string> CampaignFiles() => new[] { "campaign", "admin" }
        .SelectMany(folder => Directory.GetFiles(Path.Combine(_rig.Annotations, folder), "*", SearchOption.AllDirectories))
        .ToDictionary(file => file, file => Convert.ToHexString(File.ReadAllBytes(file)), StringComparer.Ordinal);

    private async Task<List<string>> LabelAndEndAsync(string program)
    {
        using Process worker = LabelWorker.Start(_rig.Folder, "ws-2", "alice", 30, 6, program);
        var acknowledged = new List<string>();
        while (await worker.StandardOutput.ReadLineAsync(Ct) is { } line && line != "done")
        {
            acknowledged.AddRange(line.Split(' ') is ["ack", { } block, _] ? [block] : []);
        }

        await worker.StandardInput.WriteLineAsync("end");
        await worker.StandardInput.FlushAsync(Ct);
        await worker.WaitForExitAsync(Ct);
        Assert.Equal(0, worker.ExitCode);
        Assert.Equal(30, acknowledged.Count);
        return acknowledged;
    }

    private async Task AssertKnownAsync(List<string> acknowledged)
    {
        await using LabelShare share = await _rig.OpenAsync("ws-4");
        UserLabels labels = await share.OpenUserAsync("alice", Ct);
        Assert.All(Blocks[10..15], block => Assert.Equal("torn", labels.MarkOf(LabelRig.Key(block.Value)).Unusable));
        Assert.Equal(Blocks[..5], labels.Repeats.Select(repeat => repeat.Key.Block).Order());
        Assert.All(acknowledged, block => Assert.NotNull(labels.Find(LabelRig.Key(block))?.Label));
        await share.CampaignSettings.LookAsync();
        Assert.Equal(3, share.CampaignSettings.Current.TargetVotes);
        Assert.Equal(30, share.Gold.Read().Count);
        Assert.Equal(1, new PlanFiles(share.Root).Read().Current?.Version);
    }
}
