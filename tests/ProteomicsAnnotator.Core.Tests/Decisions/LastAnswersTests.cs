using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Tests.Labels;

namespace ProteomicsAnnotator.Core.Tests.Decisions;

/// <summary>The last step of answers, however many it had, is one undo step; what else is decided in between is left alone.</summary>
public sealed class LastAnswersTests : IDisposable
{
    private readonly LabelRig _rig = new();
    private readonly Random _random = new(17);

    public LastAnswersTests()
    {
        Directory.CreateDirectory(_rig.Annotations);
        Root().Verify();
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Undo_RestoresWhatCountedBeforeTheStep_AndTwiceMakesItAgain()
    {
        Assert.Null(new GoldAnswers(Root()).ReadLast());
        Assert.Null(CalibrationRound.ReadLast(Root()));
        for (int round = 0; round < 12; round++)
        {
            (Dictionary<BlockId, int> gold, Dictionary<BlockId, CalibrationChange> calibration) before = (Gold(), Calibration());
            new GoldAnswers(Root()).Set(AnyStep(), "ann");
            await CalibrationRound.WriteAsync(Root(), AnyStep().ToDictionary(step => step.Key, step => step.Value is { } label ? new CalibrationChange(label, label == 1 ? "So" : null) : (CalibrationChange?)null), "ann");
            await PeopleDecisions.WriteAsync(Root(), new Dictionary<string, PersonChange>(StringComparer.Ordinal) { ["ben"] = new(new PersonExclusion($"round {round}"), null) }, "ann");
            (Dictionary<BlockId, int> gold, Dictionary<BlockId, CalibrationChange> calibration) after = (Gold(), Calibration());

            await UndoAsync();
            Assert.Equal(before.gold, Gold());
            Assert.Equal(before.calibration, Calibration());
            Assert.Equal($"round {round}", PeopleDecisions.Read(Root()).Excluded["ben"].Reason);
            await UndoAsync();
            Assert.Equal(after.gold, Gold());
            Assert.Equal(after.calibration, Calibration());
        }
    }

    private Dictionary<BlockId, int?> AnyStep() => Enumerable.Range(1, 8).Where(_ => _random.Next(2) == 0).Append(9)
        .ToDictionary(BlockId.OfNumber, _ => _random.Next(4) is > 0 and var label ? (int?)label : null);

    private async Task UndoAsync()
    {
        // Null where the step repeated what counted already.
        if (new GoldAnswers(Root()).ReadLast() is { } gold)
        {
            new GoldAnswers(Root()).Set(gold.Before, "lead");
        }

        if (CalibrationRound.ReadLast(Root()) is { } calibration)
        {
            await CalibrationRound.WriteAsync(Root(), calibration.Before, "lead");
        }
    }

    private Dictionary<BlockId, int> Gold() => new GoldAnswers(Root()).ReadGiven().ToDictionary(answer => answer.Key, answer => answer.Value.Label);

    private Dictionary<BlockId, CalibrationChange> Calibration() => CalibrationRound.Read(Root()).Answers.ToDictionary(answer => answer.Key, answer => new CalibrationChange(answer.Value.Label, answer.Value.Why));

    private SharedRoot Root() => new(_rig.Settings());
}
