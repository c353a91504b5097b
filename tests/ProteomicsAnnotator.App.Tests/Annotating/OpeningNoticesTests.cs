using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;

namespace ProteomicsAnnotator.App.Tests.Annotating;

/// <summary>What a page says before a key is pressed.</summary>
public sealed class OpeningNoticesTests : IAsyncDisposable
{
    private readonly SessionRig _rig = new() { Classes = LabelClasses.Default with { RecordsEvidence = true } };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task ClosedCampaign_IsSaidAtOnce_AndWhenItIsClosedMeanwhile()
    {
        await OpenShareAsync();
        await _rig.OpenSessionAsync(isAdmin: false);
        _rig.Session.Notices.SayOpening();
        Assert.DoesNotContain(_rig.Said, text => text.Contains("closed", StringComparison.Ordinal));

        await _rig.Share.Decisions.DecideAsync(new Dictionary<string, System.Text.Json.Nodes.JsonNode?> { [CampaignSettings.ClosedKey] = true }, "lead");

        await Eventually.IsTrueAsync(() => _rig.Said.Any(text => text.StartsWith("The campaign is closed: lead closed it", StringComparison.Ordinal)), "it is said on the open page");
        await using App.Annotating.AnnotationSession later = await _rig.OpenPageAsync(_rig.SignIns.Add("bob", isAdmin: false, former: null));
        List<string> said = [];
        later.Notices.Noticed += notice => said.Add(notice.Text);
        later.Notices.SayOpening();
        Assert.Contains(said, text => text.StartsWith("The campaign is closed: lead closed it", StringComparison.Ordinal));
    }

    /// <summary>The sign-in page could not know it: the folder is there since the sign-in.</summary>
    [Fact]
    public async Task EvidenceThatIsAskedForAndNotRecorded_IsSaidOnThePage()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("Only Linux says who may read a folder.");
            return;
        }

        await OpenShareAsync();
        string folder = Directory.CreateDirectory(Path.Combine(_rig.Folder, "annotations", "history", "users", "alice")).FullName;
        for (string? at = folder; at != Path.GetDirectoryName(_rig.Folder); at = Path.GetDirectoryName(at))
        {
            File.SetUnixFileMode(at!, (UnixFileMode)0b111_101_101);
        }

        await _rig.OpenSessionAsync(isAdmin: false);
        _rig.Session.Notices.SayOpening();

        Assert.Contains(_rig.Said, text => text.StartsWith("Evidence of decisions is asked for, but NOT recorded: ", StringComparison.Ordinal) && text.Contains("alice is open to", StringComparison.Ordinal));
    }

    private async Task OpenShareAsync()
    {
        _rig.PutBlocks("block_0001");
        await _rig.OpenShareAsync();
        await _rig.Share.FlushAsync(TimeSpan.FromSeconds(30)).WaitAsync(Ct);
    }
}
