using System.Diagnostics;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>
/// The version before labels on a share on which everything of a campaign is decided: plan, settings, classes that changed, people, known answers,
/// the calibration round, blocks that cannot be judged, repeats, votes that are not blind, second opinions and a release. It passes over what
/// it does not know, and loses nothing. Only <c>./test.sh --long</c> runs it: the version before is built first.
/// </summary>
public sealed class TwoVersionsCampaignTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact(Explicit = true)]
    public async Task VersionBefore_OnAShareWithACampaign_LosesNothing()
    {
        string before = await VersionBefore.LabelWorkerAsync();
        var campaign = new DecidedCampaign(_rig);
        await campaign.DecideAsync();
        Dictionary<string, string> files = campaign.Files();
        Assert.All(
            ["campaign/plans/", "campaign/decisions/", "campaign/calibration/", "admin/plans/", "admin/decisions/", "admin/releases/before/manifest.json", "admin/final_labels.json", "history/admin/", "history/users/alice/", "users/bob.json"],
            part => Assert.Contains(files.Keys, file => file.StartsWith(part, StringComparison.Ordinal)));

        List<string> acknowledged = await LabelAndEndAsync(before);

        Dictionary<string, string> after = campaign.Files();
        Assert.All(files, file => Assert.Equal(file.Value, after.GetValueOrDefault(file.Key)));
        Dictionary<string, int> written = OwnReader.FileLabels(await File.ReadAllBytesAsync(_rig.UserFile, Ct));
        Assert.All(acknowledged, block => Assert.Contains(block, written.Keys));
        Assert.All(DecidedCampaign.Labelled, block => Assert.Equal(2, written[block.Value]));
        Assert.All(DecidedCampaign.Unusable, block => Assert.DoesNotContain(block.Value, written.Keys));
        await campaign.AssertKnownAsync(acknowledged);
    }

    /// <summary>What the long test reads afterwards is what this version reads before.</summary>
    [Fact]
    public async Task Campaign_IsKnown_BeforeAnotherVersionComes()
    {
        var campaign = new DecidedCampaign(_rig);
        await campaign.DecideAsync();

        await campaign.AssertKnownAsync(DecidedCampaign.Labelled.Select(block => block.Value));
    }

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
}
