using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>Known answers of blocks, for admins only: decisions <c>gold/{block}</c> in <c>admin/decisions</c>. Blocking; thread-safe.</summary>
public sealed class GoldAnswers(SharedRoot root)
{
    private const string Kind = "gold";
    private const int MostNamed = 5;
    private readonly DecisionFiles _files = DecisionFiles.Closed(root);

    /// <summary>The answers that count now: where the campaign wants a second admin's eye, those that two admins have given alike.</summary>
    /// <exception cref="StorageException">They cannot be read, or some of them do not count: figures without those would be wrong.</exception>
    public IReadOnlyDictionary<BlockId, GoldAnswer> Read()
    {
        IReadOnlyDictionary<BlockId, GoldAnswer> given = ReadGiven();
        return given.Count > 0 && CampaignSettings.Read(root).WantsSecondEye ? given.Where(answer => answer.Value.Second is not null).ToDictionary() : given;
    }

    /// <summary>The same with those that wait for a second admin.</summary>
    /// <exception cref="StorageException">As of <see cref="Read"/>.</exception>
    public IReadOnlyDictionary<BlockId, GoldAnswer> ReadGiven()
    {
        DecisionState state = _files.ReadAll();
        ILookup<BlockId, (int? Label, string By)> steps = state.Steps
            .SelectMany(step => step.Set, (step, set) => (Block: BlockDecisions.BlockIn(Kind, set.Key), Label: LabelIn(set.Value), step.By))
            .Where(set => set.Block is not null)
            .ToLookup(set => set.Block!.Value, set => (set.Label, set.By));
        Lazy<PeopleDecisions> people = new(() => PeopleDecisions.Of(state));
        var answers = new Dictionary<BlockId, GoldAnswer>();
        foreach ((BlockId block, DecidedValue decided) in BlockDecisions.Of(state, Kind))
        {
            if (LabelIn(decided.Value) is { } label)
            {
                // The last ones that say the same: another answer in between begins anew.
                string? second = steps[block].Reverse().TakeWhile(step => step.Label == label).Select(step => step.By)
                    .FirstOrDefault(by => people.Value.PersonOf(by) != people.Value.PersonOf(decided.By));
                answers[block] = new GoldAnswer(label, decided.By, decided.At) { Second = second };
            }
        }

        return answers;
    }

    /// <summary>Why these may not become known answers, or answers of the calibration round, in words; null: they may. No block is both.</summary>
    /// <param name="blocks">That get an answer.</param>
    /// <param name="areForCalibration">Everybody may read the answers.</param>
    /// <exception cref="StorageException">The others cannot be read.</exception>
    public string? WhyNot(IEnumerable<BlockId> blocks, bool areForCalibration)
    {
        Func<BlockId, bool> isOther = areForCalibration ? ReadGiven().ContainsKey : CalibrationRound.Read(root).Has;
        BlockId[] both = [.. blocks.Where(isOther).Order()];
        string named = string.Join(", ", both.Take(MostNamed).Select(block => block.Value)) + (both.Length > MostNamed ? $" and {both.Length - MostNamed} more" : "");
        string verb = both.Length == 1 ? "is" : "are";
        return both.Length == 0 ? null : areForCalibration
            ? $"{named} {verb} among the known answers that only admins may read, and everybody can read those of a calibration round. Choose other blocks, or withdraw them with ./launch.sh gold --withdraw first."
            : $"{named} {verb} in the calibration round, whose answers everybody can read. Choose other blocks, or take them out with ./launch.sh calibration --withdraw first.";
    }

    /// <summary>Words that only admins can read and that stay: the random name of the first known answer, which is stored where they alone read.</summary>
    /// <exception cref="StorageException">They cannot be read.</exception>
    public string ReadSalt() => _files.ReadAll().Steps.FirstOrDefault(step => step.Set.Keys.Any(key => BlockDecisions.IsOf(Kind, key)))?.Id ?? "";

    /// <summary>The last step, to take back; null: nothing was decided.</summary>
    /// <exception cref="StorageException">As of <see cref="Read"/>.</exception>
    public LastAnswers<int?>? ReadLast() => LastAnswers<int?>.Of(_files.ReadAll(), Kind, LabelIn);

    /// <summary>What counts now, what waits and how a change of it is told.</summary>
    /// <exception cref="StorageException">As of <see cref="Read"/>.</exception>
    public GoldEffect EffectOf(IReadOnlyDictionary<BlockId, int?> answers) => new(ReadGiven(), answers, CampaignSettings.Read(root).WantsSecondEye);

    /// <summary>Returns once all of them are on disk, as one step.</summary>
    /// <param name="answers">Class numbers; null withdraws an answer.</param>
    /// <param name="by">Who decides.</param>
    /// <exception cref="StorageException">None of them is stored.</exception>
    public void Set(IReadOnlyDictionary<BlockId, int?> answers, string by) => _files.Write(
        answers.ToDictionary(answer => BlockDecisions.KeyOf(Kind, answer.Key), answer => answer.Value is { } label ? (JsonNode?)JsonValue.Create(label) : null, StringComparer.Ordinal),
        by,
        _files.Read());

    private static int? LabelIn(JsonNode? value) => value is JsonValue number && number.TryGetValue(out int label) ? label : null;
}

/// <summary>A known answer, who gave it last and when.</summary>
public readonly record struct GoldAnswer(int Label, string By, DateTimeOffset At)
{
    /// <summary>Another admin who gave the same answer before; null: nobody did.</summary>
    public string? Second { get; init; }
}
