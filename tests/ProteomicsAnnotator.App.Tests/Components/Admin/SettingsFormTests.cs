using System.Text.Json.Nodes;
using Bunit;
using ProteomicsAnnotator.App.Components.Admin.Campaign;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Tests.Components.Admin;

/// <summary>What an admin decides for everybody on the page: who decided it stands beside, and a decision about figures is counted first.</summary>
public sealed class SettingsFormTests : BunitContext
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly List<(string Key, string? Value)> _decided = [];
    private readonly List<string> _undone = [];

    [Fact]
    public void RuleForTies_IsCountedFirst_AndDecidedByAButton()
    {
        IRenderedComponent<SettingsForm> form = Show(CampaignSettings.None);
        form.Find("[data-testid=setting-ties]").Change("none");
        Assert.Empty(_decided);
        Assert.Contains("1 block is tied: the consensus of 1 of them changes", form.Find("[data-testid=setting-ties-ask]").TextContent, StringComparison.Ordinal);

        form.Find("[data-testid=setting-ties-decide]").Click();

        Assert.Equal([("tie_rule", "\"none\"")], _decided);
    }

    [Fact]
    public void Decision_StandsWithItsAuthor_AndIsTakenBack()
    {
        IRenderedComponent<SettingsForm> form = Show(SettingsOf(("target_votes", 2L), ("time_zone", "Asia/Tokyo"), ("evidence", true)));

        Assert.Equal("Decided by lead on 2026-03-20 Undo", form.Find("[data-testid=decided-target_votes]").TextContent);
        Assert.Equal("1 of 2 blocks have 2 votes (the campaign's setting).", form.Find("[data-testid=setting-target]").TextContent);
        Assert.Equal("on", form.Find("[data-testid=setting-evidence]").GetAttribute("value"));
        form.Find("[data-testid=undo-target_votes]").Click();
        form.Find("[data-testid=setting-evidence]").Change("off");

        Assert.Equal(["target_votes"], _undone);
        Assert.Equal([("evidence", "false")], _decided);
    }

    [Fact]
    public void Class_IsRenamedOrSplit_AfterItIsSaidWhoseLabelsAreConcerned_AndTakenBack()
    {
        IRenderedComponent<ClassChangesForm> form = ShowClasses(CampaignSettings.None);
        form.Find("[data-testid=class-from]").Change("Class 2");
        form.Find("[data-testid=class-to]").Input("Class 3");
        Assert.Contains("two classes cannot become one", form.Find("[data-testid=class-ask]").TextContent, StringComparison.Ordinal);
        Assert.True(form.Find("[data-testid=class-decide]").HasAttribute("disabled"));

        form.Find("[data-testid=class-to]").Input("A, B");
        Assert.Contains("Class 2, number 2, is split into A and B. 1 label stands under the old name", form.Find("[data-testid=class-ask]").TextContent, StringComparison.Ordinal);
        Assert.Contains("(ben 1)", form.Find("[data-testid=class-ask]").TextContent, StringComparison.Ordinal);
        form.Find("[data-testid=class-decide]").Click();
        Assert.Equal([("class/2/Class 2", """{"to":["A","B"]}""")], _decided);

        form = ShowClasses(SettingsOf(("class/2/Class 2", JsonNode.Parse("""{"to":["A","B"]}"""))));
        Assert.Contains("Class 2 (now A or B), decided by lead on 2026-03-20: 1 label waits: ben 1.", form.Find("[data-testid=class-change]").TextContent, StringComparison.Ordinal);
        form.Find("[data-testid=class-undo]").Click();
        Assert.Equal(("class/2/Class 2", null), _decided[^1]);
    }

    private IRenderedComponent<SettingsForm> Show(CampaignSettings settings) => Render<SettingsForm>(parameters => parameters
        .Add(form => form.Settings, settings)
        .Add(form => form.Table, Table(settings))
        .Add(form => form.Target, VoteTarget.Of(null, settings))
        .Add(form => form.OnDecide, Decide)
        .Add(form => form.OnUndo, key =>
        {
            _undone.Add(key);
            return Task.CompletedTask;
        }));

    private IRenderedComponent<ClassChangesForm> ShowClasses(CampaignSettings settings) => Render<ClassChangesForm>(parameters => parameters
        .Add(form => form.Table, Table(settings))
        .Add(form => form.Classes, LabelClasses.Default)
        .Add(form => form.OnDecide, Decide));

    private Task Decide(string key, JsonNode? value)
    {
        _decided.Add((key, value?.ToJsonString()));
        return Task.CompletedTask;
    }

    private static CampaignSettings SettingsOf(params (string Key, JsonNode? Value)[] values) =>
        CampaignSettings.Of(new DecisionState([], values.ToDictionary(value => value.Key, value => new DecidedValue(value.Value, "lead", Noon)), []));

    private static ReviewTable Table(CampaignSettings settings)
    {
        BlockId[] blocks = [BlockId.Parse("block_0001"), BlockId.Parse("block_0002")];
        DateTimeOffset before = Noon.AddDays(-1);
        AnnotatorVotes[] votes =
        [
            new("ann", new Dictionary<BlockId, Vote> { [blocks[0]] = new(1, before), [blocks[1]] = new(1, before) }),
            new("ben", new Dictionary<BlockId, Vote> { [blocks[0]] = new(2, before) }),
        ];
        return ReviewTable.Of(new ReviewInput(blocks, votes, new Dictionary<BlockId, FinalLabel>()) { Campaign = settings });
    }
}
