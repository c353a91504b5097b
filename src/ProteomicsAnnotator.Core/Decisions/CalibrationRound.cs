using System.Collections.Frozen;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Decisions;

/// <summary>
/// The blocks that every annotator labels first and is told the answer of at once: decisions <c>calibration/{block}</c> in
/// <c>campaign/calibration</c>, which everybody may read. Their labels are no votes. Never changes.
/// </summary>
/// <param name="Answers">What counts now, by block.</param>
public sealed record CalibrationRound(IReadOnlyDictionary<BlockId, CalibrationAnswer> Answers)
{
    public const int MostWhyCharacters = 500;
    private const string Kind = "calibration";
    private const string Lane = "calibration";
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(20);

    public static CalibrationRound None { get; } = new(FrozenDictionary<BlockId, CalibrationAnswer>.Empty);

    /// <summary>There is no such block, and never was.</summary>
    public bool IsNone => Answers.Count == 0 && Past.Count == 0;

    /// <summary>When blocks were in the round that are not in it now: labels given then are no votes either, as their authors were told the answer.</summary>
    internal IReadOnlyDictionary<BlockId, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)>> Past { get; private init; } = FrozenDictionary<BlockId, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)>>.Empty;

    /// <summary>In the order in which they come: by id.</summary>
    public IReadOnlyList<BlockId> Blocks { get; } = [.. Answers.Keys.Order()];

    public bool Has(BlockId block) => Answers.ContainsKey(block);

    /// <summary>A label of this block, given at this time, is no vote.</summary>
    public bool Takes(BlockId block, DateTimeOffset at) => Has(block) || (Past.TryGetValue(block, out IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)>? times) && times.Any(time => time.From <= at && at <= time.To));

    /// <summary>Blocking.</summary>
    /// <exception cref="StorageException">It cannot be read, or some of it does not count: figures without that would be wrong.</exception>
    public static CalibrationRound Read(SharedRoot root) => Of(DecisionFiles.Calibration(root).ReadAll());

    /// <summary>The last step, to take back; null: nothing was decided. Blocking.</summary>
    /// <exception cref="StorageException">As of <see cref="Read(SharedRoot)"/>.</exception>
    public static LastAnswers<CalibrationChange?>? ReadLast(SharedRoot root) => LastAnswers<CalibrationChange?>.Of(DecisionFiles.Calibration(root).ReadAll(), Kind, Read);

    /// <summary>Returns once all of it is on disk, as one step.</summary>
    /// <param name="root">The share.</param>
    /// <param name="answers">By block; null takes a block out of the round.</param>
    /// <param name="by">Who decides.</param>
    /// <exception cref="StorageException">Nothing of it is stored; with a <see cref="TimeoutException"/> inside that is not known.</exception>
    public static Task WriteAsync(SharedRoot root, IReadOnlyDictionary<BlockId, CalibrationChange?> answers, string by) =>
        root.RunAsync(() => Write(root, answers, by), WriteLimit, Lane);

    /// <summary>Why this sentence cannot stand beside an answer, in words; null: it can.</summary>
    public static string? WhyNotSaid(string? why) => why is null || (why.Length is > 0 and <= MostWhyCharacters && !why.Any(char.IsControl) && why.Trim() == why)
        ? null
        : $"the sentence has {why.Length} characters; expected 1 to {MostWhyCharacters}, in one line, without blanks at its ends";

    internal static CalibrationRound Of(DecisionState state)
    {
        var answers = new Dictionary<BlockId, CalibrationAnswer>();
        foreach ((BlockId block, DecidedValue decided) in BlockDecisions.Of(state, Kind))
        {
            if (Read(decided.Value) is { } answer)
            {
                answers[block] = new CalibrationAnswer(answer.Label, answer.Why, decided.By, decided.At);
            }
        }

        Dictionary<BlockId, IReadOnlyList<(DateTimeOffset, DateTimeOffset)>> past = PastOf(state, answers);
        return answers.Count == 0 && past.Count == 0 ? None : new CalibrationRound(answers) { Past = past };
    }

    private static Dictionary<BlockId, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)>> PastOf(DecisionState state, Dictionary<BlockId, CalibrationAnswer> now)
    {
        var since = new Dictionary<BlockId, DateTimeOffset>();
        var past = new Dictionary<BlockId, IReadOnlyList<(DateTimeOffset From, DateTimeOffset To)>>();
        foreach (DecisionStep step in state.Steps)
        {
            foreach ((string key, JsonNode? value) in step.Set)
            {
                if (BlockDecisions.BlockIn(Kind, key) is not { } block || now.ContainsKey(block))
                {
                    continue;
                }

                if (Read(value) is not null)
                {
                    _ = since.TryAdd(block, step.At);
                }
                else if (since.Remove(block, out DateTimeOffset from))
                {
                    past[block] = [.. past.GetValueOrDefault(block) ?? [], (from, step.At)];
                }
            }
        }

        return past;
    }

    /// <summary>Null: it is none, as that of another version of the program.</summary>
    private static CalibrationChange? Read(JsonNode? value)
    {
        if (value is not JsonObject said || said["label"] is not JsonValue number || !number.TryGetValue(out int label) || label is < 1 or > LabelClasses.MaxCount)
        {
            return null;
        }

        return new CalibrationChange(label, said["why"] is JsonValue sentence && sentence.TryGetValue(out string? text) && WhyNotSaid(text) is null ? text : null);
    }

    private static DecisionStep Write(SharedRoot root, IReadOnlyDictionary<BlockId, CalibrationChange?> answers, string by)
    {
        DecisionFiles files = DecisionFiles.Calibration(root);
        return files.Write(answers.ToDictionary(answer => BlockDecisions.KeyOf(Kind, answer.Key), answer => (JsonNode?)ValueOf(answer.Value), StringComparer.Ordinal), by, files.Read());
    }

    private static JsonObject? ValueOf(CalibrationChange? change)
    {
        if (change is not { } answer)
        {
            return null;
        }

        var value = new JsonObject { ["label"] = answer.Label };
        if (answer.Why is { } why)
        {
            value["why"] = why;
        }

        return value;
    }
}

/// <summary>The known answer of a block of the calibration round.</summary>
/// <param name="Label">Number of the class.</param>
/// <param name="Why">A sentence for whoever has answered; null: none.</param>
/// <param name="By">Who gave it.</param>
/// <param name="At">When.</param>
public sealed record CalibrationAnswer(int Label, string? Why, string By, DateTimeOffset At);

/// <summary>What an admin decides of one block.</summary>
/// <param name="Label">Number of the class.</param>
/// <param name="Why">As <see cref="CalibrationRound.WhyNotSaid"/> allows; null: no sentence.</param>
public readonly record struct CalibrationChange(int Label, string? Why);
