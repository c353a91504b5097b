using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Decisions;

/// <summary>One admin's known answer may want a second admin's eye.</summary>
public sealed class GoldSecondEyeTests : IDisposable
{
    private static readonly BlockId Block = BlockId.OfNumber(1);
    private readonly LabelRig _rig = new();

    public void Dispose() => _rig.Dispose();

    /// <summary>A word is who answers what; - withdraws.</summary>
    [Theory]
    [InlineData("ann=1", 1, false)]
    [InlineData("ann=1 ann=1", 1, false)]
    [InlineData("ann=1 ben=1", 1, true)]
    [InlineData("ann=1 ben=2", 2, false)]
    [InlineData("ann=1 ben=2 ann=2", 2, true)]
    [InlineData("ann=1 ben=2 ben=1", 1, false)]
    [InlineData("ann=1 ben=1 ann=-", null, false)]
    [InlineData("ann=1 ann=- ben=1", 1, false)]
    [InlineData("ann=1 anne=1", 1, false)]
    public async Task Answer_CountsOnceTwoPeopleHaveGivenIt_WhereTheCampaignWantsThat(string decisions, int? label, bool isSeenByTwo)
    {
        Directory.CreateDirectory(_rig.Annotations);
        new SharedRoot(_rig.Settings()).Verify();
        await PeopleDecisions.WriteAsync(Root(), new Dictionary<string, PersonChange>(StringComparer.Ordinal) { ["anne"] = new(null, new PersonSameness("ann")) }, "lead");
        foreach (string[] decision in decisions.Split(' ').Select(word => word.Split('=')))
        {
            new GoldAnswers(Root()).Set(new Dictionary<BlockId, int?> { [Block] = decision[1] == "-" ? null : int.Parse(decision[1], System.Globalization.CultureInfo.InvariantCulture) }, decision[0]);
        }

        Assert.Equal(label, LabelIn(new GoldAnswers(Root()).Read()));
        _ = await new SettingsFollower(Root()).DecideAsync(new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [CampaignSettings.SecondEyeKey] = true }, "lead");
        Assert.Equal(isSeenByTwo ? label : null, LabelIn(new GoldAnswers(Root()).Read()));
        Assert.Equal(label, LabelIn(new GoldAnswers(Root()).ReadGiven()));
    }

    /// <summary>Who takes a step back has not looked at the block.</summary>
    [Fact]
    public void Undo_IsNoSecondAdminsEye()
    {
        Directory.CreateDirectory(_rig.Annotations);
        new SharedRoot(_rig.Settings()).Verify();
        var gold = new GoldAnswers(Root());
        gold.Set(new Dictionary<BlockId, int?> { [Block] = 1 }, "ann");
        gold.Set(new Dictionary<BlockId, int?> { [Block] = 1, [BlockId.OfNumber(2)] = 2 }, "ann");
        Assert.Equal([BlockId.OfNumber(2)], gold.ReadLast()!.Before.Keys);

        gold.Set(new Dictionary<BlockId, int?> { [Block] = 1 }, "ann");

        Assert.Null(gold.ReadLast());
        Assert.Null(gold.ReadGiven()[Block].Second);
    }

    private static int? LabelIn(IReadOnlyDictionary<BlockId, GoldAnswer> answers) => answers.TryGetValue(Block, out GoldAnswer answer) ? answer.Label : null;

    private SharedRoot Root() => new(_rig.Settings());
}
