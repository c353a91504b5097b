using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;

namespace ProteomicsAnnotator.Core.Tests.Decisions;

/// <summary>What a value of a setting means, whoever wrote it.</summary>
public sealed class CampaignSettingsTests
{
    private static readonly DateTimeOffset Noon = new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void EverySetting_IsReadWithWhoDecidedItAndWhen()
    {
        var settings = CampaignSettings.Of(State(("name", "Cortex pilot"), ("target_votes", 3L), ("deadline", "2026-12-12"), ("tie_rule", "reliable"), ("evidence", true), ("display", new JsonObject { ["channels"] = new JsonObject() })));

        Assert.Equal((3, new DateOnly(2026, 12, 12), TieRule.Reliable, true), (settings.TargetVotes!.Value, settings.Deadline!.Value, settings.Ties, settings.Evidence!.Value));
        Assert.Equal("Cortex pilot", settings.Name);
        Assert.Equal("""{"channels":{}}""", settings.Display!.Value.GetRawText());
        Assert.All(settings.Decided.Values, decided => Assert.Equal(("lead", Noon), (decided.By, decided.At)));
    }

    [Theory]
    [InlineData("tie_rule", "\"loudest\"")]
    [InlineData("tie_rule", "1")]
    [InlineData("evidence", "\"yes\"")]
    [InlineData("display", "[]")]
    [InlineData("display", "\"x\"")]
    [InlineData("target_votes", "21")]
    [InlineData("target_votes", "2.5")]
    [InlineData("deadline", "\"12 Dec\"")]
    [InlineData("name", "7")]
    [InlineData("name", "\"\"")]
    [InlineData("name", "\" Cortex\"")]
    [InlineData("name", "\"Cor\\ntex\"")]
    [InlineData("name", "\"1234567890123456789012345678901234567890123456789012345678901\"")]
    public void ValueOfAnotherKind_IsRefused_AndCountsAsNone(string key, string value)
    {
        JsonNode? node = JsonNode.Parse(value);

        Assert.Contains(key, CampaignSettings.WhyNot(key, node), StringComparison.Ordinal);
        var settings = CampaignSettings.Of(State((key, node)));
        Assert.Equal(
            (CampaignSettings.None.TargetVotes, CampaignSettings.None.Deadline, TieRule.First, null, false, (string?)null),
            (settings.TargetVotes, settings.Deadline, settings.Ties, settings.Evidence, settings.Display.HasValue, settings.Name));
    }

    [Fact]
    public void Display_OfMoreThanIsKept_IsRefused() => Assert.Contains(
        "256 KiB", CampaignSettings.WhyNot("display", new JsonObject { ["x"] = new string('x', 300_000) }), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, false, false)]
    [InlineData(null, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, true, false)]
    public void Evidence_GoesByTheDecision_ElseByClassesJson(bool? decided, bool inFile, bool isOn)
    {
        var settings = CampaignSettings.Of(decided is { } value ? State(("evidence", value)) : State());
        LabelClasses classes = LabelClasses.Default with { RecordsEvidence = inFile };

        Assert.Equal(isOn, settings.WhyNoEvidence(classes) is null);
        Assert.Equal(isOn != inFile, settings.EvidenceNews(classes) is not null);
    }

    [Theory]
    [InlineData("2026-12-09T22:59:00Z", "until Sat 12 Dec, 3 days left")]
    [InlineData("2026-12-09T23:01:00Z", "until Sat 12 Dec, 2 days left")]
    [InlineData("2026-12-11T12:00:00Z", "until Sat 12 Dec, 1 day left")]
    [InlineData("2026-12-12T22:59:00Z", "today, Sat 12 Dec, is the last day")]
    [InlineData("2026-12-12T23:01:00Z", "the last day was Sat 12 Dec")]
    [InlineData("2025-12-12T12:00:00Z", "until Sat 12 Dec 2026, 365 days left")]
    public void LastDay_IsToldInTheZoneOfTheCampaign(string now, string words)
    {
        var settings = CampaignSettings.Of(State(("deadline", "2026-12-12"), ("time_zone", "Europe/Berlin")));

        CampaignEnd end = CampaignEnd.Of(settings, DateTimeOffset.Parse(now, System.Globalization.CultureInfo.InvariantCulture), TimeZoneInfo.Utc)!;

        Assert.Equal(words, end.Words);
        Assert.Equal(words.Contains("was", StringComparison.Ordinal), end.IsPast);
        Assert.Null(CampaignEnd.Of(CampaignSettings.None, Noon, TimeZoneInfo.Utc));
    }

    [Fact]
    public void ValueBefore_IsThatOfTheDecisionBefore_AndNothingIsNoDecision()
    {
        DecisionStep Step(string id, params (string Key, JsonNode? Value)[] set) => new(id, 1, Noon, "lead", set.ToDictionary(item => item.Key, item => item.Value));
        var state = new DecisionState([Step("a", ("target_votes", 2), ("closed", true)), Step("b", ("deadline", "2026-12-12")), Step("c", ("target_votes", 4))], new Dictionary<string, DecidedValue>(), []);

        Assert.Equal(2, (int?)state.Before("target_votes")!.Value.Value);
        Assert.Null(state.Before("closed")!.Value.Value);
        Assert.Null(state.Before("tie_rule"));
    }

    internal static DecisionState State(params (string Key, JsonNode? Value)[] values) =>
        new([], values.ToDictionary(value => value.Key, value => new DecidedValue(value.Value, "lead", Noon)), []);
}
