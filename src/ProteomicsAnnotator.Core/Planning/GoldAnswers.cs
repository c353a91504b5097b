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

    /// <summary>The answers that count now.</summary>
    /// <exception cref="StorageException">They cannot be read, or some of them do not count: figures without those would be wrong.</exception>
    public IReadOnlyDictionary<BlockId, GoldAnswer> Read()
    {
        var answers = new Dictionary<BlockId, GoldAnswer>();
        foreach ((BlockId block, DecidedValue decided) in BlockDecisions.Of(_files.ReadAll(), Kind))
        {
            if (decided.Value is JsonValue value && value.TryGetValue(out int label))
            {
                answers[block] = new GoldAnswer(label, decided.By, decided.At);
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
        Func<BlockId, bool> isOther = areForCalibration ? Read().ContainsKey : CalibrationRound.Read(root).Has;
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

    /// <summary>Returns once all of them are on disk, as one step.</summary>
    /// <param name="answers">Class numbers; null withdraws an answer.</param>
    /// <param name="by">Who decides.</param>
    /// <exception cref="StorageException">None of them is stored.</exception>
    public void Set(IReadOnlyDictionary<BlockId, int?> answers, string by) => _files.Write(
        answers.ToDictionary(answer => BlockDecisions.KeyOf(Kind, answer.Key), answer => answer.Value is { } label ? (JsonNode?)JsonValue.Create(label) : null, StringComparer.Ordinal),
        by,
        _files.Read());
}

/// <summary>A known answer, who gave it and when.</summary>
public readonly record struct GoldAnswer(int Label, string By, DateTimeOffset At);
