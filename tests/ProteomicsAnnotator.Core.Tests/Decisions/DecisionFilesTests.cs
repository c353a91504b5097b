using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Tests.Labels;
using ProteomicsAnnotator.Core.Tests.Storage;

namespace ProteomicsAnnotator.Core.Tests.Decisions;

/// <summary>One decision a key, from several admins' programs.</summary>
public sealed class DecisionFilesTests : IDisposable
{
    private readonly LabelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void OfTwoValues_TheLaterCounts_AndOtherKeysOfBothStay()
    {
        DecisionFiles ann = DecisionFiles.Public(Root());
        DecisionFiles ben = DecisionFiles.Public(Root());
        DecisionState seen = ann.Read();
        ann.Write(Set(("target", 3), ("zone", "UTC")), "ann", seen);
        ben.Write(Set(("target", 5)), "ben", ben.Read());
        ben.Write(Set(("deadline", "2027-01-01")), "ben", seen);

        DecisionState state = DecisionFiles.Public(Root()).Read();

        Assert.Equal((5, "ben"), ((int?)state.Values["target"].Value, state.Values["target"].By));
        Assert.Equal("UTC", (string?)state.Values["zone"].Value);
        Assert.Equal("2027-01-01", (string?)state.Values["deadline"].Value);
        Assert.Equal(3, state.Steps.Count);
    }

    [Fact]
    public void Null_TakesBack_AndTheStepsStay()
    {
        DecisionFiles files = DecisionFiles.Closed(Root());
        files.Write(Set(("target", 3)), "ann", files.Read());
        files.Write(Set(("target", null)), "ann", files.Read());

        DecisionState state = files.Read();

        Assert.Null(state.Values["target"].Value);
        Assert.Equal([1L, 2L], state.Steps.Select(step => step.Clock));
    }

    [Fact]
    public void TimeZoneOfTheCampaign_IsThatOfTheDays_ElseTheMachinesOwn()
    {
        DecisionFiles files = DecisionFiles.Public(Root());
        var local = TimeZoneInfo.CreateCustomTimeZone("here", TimeSpan.FromHours(5), "here", "here");
        Assert.Same(local, CampaignSettings.Of(files.Read()).ZoneOr(local));

        files.Write(Set((CampaignSettings.TimeZoneKey, "Europe/Berlin")), "ann", files.Read());
        Assert.Equal(TimeSpan.FromHours(2), CampaignSettings.Of(files.Read()).ZoneOr(local).GetUtcOffset(new DateTimeOffset(2026, 7, 1, 0, 0, 0, TimeSpan.Zero)));

        files.Write(Set((CampaignSettings.TimeZoneKey, "Nowhere/Town")), "ann", files.Read());
        Assert.Same(local, CampaignSettings.Of(files.Read()).ZoneOr(local));
    }

    [Fact]
    public void StepThatCannotBeStored_IsNoStep()
    {
        var faulty = new FaultyFiles { Fault = (operation, path) => operation == nameof(FileOperations.FlushToDisk) && path.Contains("decisions", StringComparison.Ordinal) ? FaultyFiles.Errno(5) : null };
        var files = DecisionFiles.Closed(new SharedRoot(_rig.Settings() with { Files = faulty }));

        Assert.Throws<StorageException>(() => files.Write(Set(("target", 3)), "ann", files.Read()));

        Assert.Empty(DecisionFiles.Closed(Root()).Read().Steps);
    }

    [Fact]
    public void DamagedStep_IsNamed_AndTheOthersCount()
    {
        DecisionFiles files = DecisionFiles.Closed(Root());
        files.Write(Set(("target", 3)), "ann", files.Read());
        File.WriteAllBytes(Path.Combine(_rig.Annotations, "admin", "decisions", "20270101T000000Z-vm-0123456789ab.json"), "{\"format\":1,\"clock\":true}"u8);

        DecisionState state = DecisionFiles.Closed(Root()).Read();

        Assert.Equal(3, (int?)state.Values["target"].Value);
        Assert.Contains("20270101T000000Z", Assert.Single(state.Unusable).Words, StringComparison.Ordinal);
    }

    [Fact]
    public void GoldOfALaterProgram_IsNoReasonToCountWithoutIt()
    {
        var gold = new GoldAnswers(Root());
        gold.Set(new Dictionary<BlockId, int?> { [BlockId.OfNumber(1)] = 2 }, "ann");
        File.WriteAllBytes(Path.Combine(_rig.Annotations, "admin", "decisions", "20270101T000000Z-vm-0123456789ab.json"), "{\"format\":2}"u8);

        StorageException refused = Assert.Throws<StorageException>(() => new GoldAnswers(Root()).Read());

        Assert.Contains("an update is needed", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gold_IsSetInOneStep_AndWithdrawn()
    {
        var gold = new GoldAnswers(Root());
        (BlockId first, BlockId second) = (BlockId.OfNumber(1), BlockId.OfNumber(2));
        gold.Set(new Dictionary<BlockId, int?> { [first] = 2, [second] = 1 }, "ann");
        gold.Set(new Dictionary<BlockId, int?> { [second] = null }, "ben");

        GoldAnswer left = Assert.Single(new GoldAnswers(Root()).Read()).Value;

        Assert.Equal((2, "ann"), (left.Label, left.By));
        Assert.Equal(2, Directory.GetFiles(Path.Combine(_rig.Annotations, "admin", "decisions")).Length);
    }

    private static Dictionary<string, JsonNode?> Set(params ReadOnlySpan<(string Key, JsonNode? Value)> values)
    {
        var set = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach ((string key, JsonNode? value) in values)
        {
            set[key] = value;
        }

        return set;
    }

    private SharedRoot Root() => new(_rig.Settings());
}
