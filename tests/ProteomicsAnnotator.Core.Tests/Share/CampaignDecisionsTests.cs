using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Share;

/// <summary>The published display, which programs before this one keep in one file.</summary>
public sealed class CampaignDecisionsTests : IDisposable
{
    private readonly LabelRig _rig = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task DisplayOfAnEarlierProgram_IsTheFirstVersion_AndReturnsWhenTheNextIsTakenBack()
    {
        await using LabelShare share = await OpenAsync();
        await WriteAsEarlierAsync(share, "red");
        Assert.Equal("red", await ShownAsync(share));

        Assert.Null(await PublishAsync(share, "green"));
        Assert.Equal("green", await ShownAsync(share));
        Assert.Equal("green", ColorIn(await File.ReadAllTextAsync(Path.Combine(_rig.Annotations, "preferences", ".campaign.json"), Ct)));

        Assert.Null(await share.Decisions.UndoAsync(CampaignSettings.DisplayKey, "lead"));
        Assert.Equal("red", await ShownAsync(share));
        Assert.Null(await share.Decisions.UndoAsync(CampaignSettings.DisplayKey, "lead"));
        Assert.Equal("green", await ShownAsync(share));
    }

    [Fact]
    public async Task DisplayThatAnEarlierProgramPublishesLater_Counts_UntilTheNextDecision()
    {
        await using LabelShare share = await OpenAsync();
        await PublishAsync(share, "green");
        await WriteAsEarlierAsync(share, "blue");
        Assert.Equal("blue", await ShownAsync(share));

        await PublishAsync(share, "white");
        Assert.Equal("white", await ShownAsync(share));
        await share.Decisions.UndoAsync(CampaignSettings.DisplayKey, "lead");
        Assert.Equal("blue", await ShownAsync(share));

        await share.Decisions.DecideAsync(new Dictionary<string, JsonNode?> { [CampaignSettings.DisplayKey] = null }, "lead");
        Assert.Null(await ShownAsync(share));
    }

    [Fact]
    public async Task UndoOfADisplayThatAnEarlierProgramPublished_ReturnsToTheOneBefore()
    {
        await using LabelShare share = await OpenAsync();
        await PublishAsync(share, "green");
        await PublishAsync(share, "white");
        await WriteAsEarlierAsync(share, "blue");

        await share.Decisions.UndoAsync(CampaignSettings.DisplayKey, "lead");
        Assert.Equal("white", await ShownAsync(share));
        await share.Decisions.UndoAsync(CampaignSettings.DisplayKey, "lead");
        Assert.Equal("blue", await ShownAsync(share));
    }

    [Fact]
    public async Task FileOfTheDisplayThatCannotBeRead_DecidesNothing()
    {
        await using LabelShare share = await OpenAsync();
        Directory.CreateDirectory(Path.Combine(_rig.Annotations, "preferences", ".campaign.json"));

        StorageException error = await Assert.ThrowsAsync<StorageException>(() => PublishAsync(share, "green"));
        Assert.Contains("could not be read", error.Message, StringComparison.Ordinal);
        Assert.Null(await ShownAsync(share));
    }

    [Fact]
    public async Task UndoOfWhatNobodyDecided_IsRefusedInWords()
    {
        await using LabelShare share = await OpenAsync();

        Assert.Contains("nothing to take back", (await Assert.ThrowsAsync<StorageException>(() => share.Decisions.UndoAsync(CampaignSettings.TieRuleKey, "lead"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Figures_FollowARuleThatAnotherMachineDecides()
    {
        await using LabelShare share = await OpenAsync();
        Assert.Equal(TieRule.First, (await share.ReadAllUsersAsync(Ct)).Campaign.Ties);
        int news = 0;
        share.Changed += () => Interlocked.Increment(ref news);

        await using LabelShare other = await LabelShare.OpenAsync(LabelRig.SettingsIn(_rig.Folder, "ws-2"), Ct);
        await other.Decisions.DecideAsync(new Dictionary<string, JsonNode?> { [CampaignSettings.TieRuleKey] = "none" }, "lead");

        await Eventually.IsTrueAsync(() => Volatile.Read(ref news) > 0, "the review is told");
        Assert.All(await LabelRig.AllReadingsAsync(share), votes => Assert.Equal(TieRule.None, votes.Campaign.Ties));
    }

    private Task<LabelShare> OpenAsync() => LabelShare.OpenAsync(_rig.Settings(), Ct);

    private static Task<string?> PublishAsync(LabelShare share, string color) =>
        share.Decisions.DecideAsync(new Dictionary<string, JsonNode?> { [CampaignSettings.DisplayKey] = new JsonObject { ["color"] = color } }, "lead");

    private static async Task WriteAsEarlierAsync(LabelShare share, string color) =>
        Assert.Null(await share.Preferences.WriteAsync(Preferences.Campaign, JsonSerializer.SerializeToElement(new { color }), null, Ct));

    private static async Task<string?> ShownAsync(LabelShare share) => (await share.Decisions.ReadDisplayAsync(Ct)).Display?.GetProperty("color").GetString();

    private static string? ColorIn(string file) => JsonDocument.Parse(file).RootElement.GetProperty("display").GetProperty("color").GetString();
}
