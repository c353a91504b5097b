using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Agreement.Certainty;

/// <summary>A consensus that becomes the final label of many blocks.</summary>
/// <param name="Labels">The blocks that get one, each with its consensus.</param>
/// <param name="Listed">Blocks that were looked at.</param>
/// <param name="Decided">Of these the ones that have a final label, which stays.</param>
/// <param name="FewVotes">Those with fewer votes than asked for.</param>
/// <param name="Unsure">Those without a consensus that is certain enough.</param>
public sealed record Acceptance(IReadOnlyDictionary<BlockId, int> Labels, int Listed, int Decided, int FewVotes, int Unsure)
{
    private const string ReasonStart = "consensus accepted from ";

    /// <summary>Of rows that were selected in the table: nobody looked at their blocks.</summary>
    public const string ReasonFromTable = ReasonStart + "the table";

    /// <summary>What is kept with each of these final labels: by it they are told from those that a person gave.</summary>
    public required string Reason { get; init; }

    /// <summary>The reason of final labels that were accepted from this probability on.</summary>
    public static string ReasonFrom(double certainty) => string.Create(CultureInfo.InvariantCulture, $"{ReasonStart}{100 * certainty:0.###} % on");

    /// <summary>Whether a final label was accepted, not given.</summary>
    public static bool IsReason(string? reason) => reason?.StartsWith(ReasonStart, StringComparison.Ordinal) == true;

    /// <summary>Without those that have a final label by now: it stays.</summary>
    public Acceptance WithDecided(Func<BlockId, bool> isDecided)
    {
        var open = Labels.Where(item => !isDecided(item.Key)).ToDictionary();
        return this with { Labels = open, Decided = Decided + Labels.Count - open.Count };
    }

    /// <summary>Blocks for each class, by its number.</summary>
    public IReadOnlyList<(int Label, int Blocks)> Classes => [.. Labels.Values.CountBy(label => label).OrderBy(item => item.Key).Select(item => (item.Key, item.Value))];
}
