using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Agreement.Clustering;

/// <summary>Counts and agreement of the blocks of one folder, as of a tile or an animal.</summary>
/// <param name="Name">The folders that tell it apart; "" for blocks in no folder.</param>
/// <param name="Blocks">In the order of the table.</param>
/// <param name="Votes">Of people who count.</param>
/// <param name="Labelled">Blocks with such a vote.</param>
/// <param name="Comparable">Blocks with two or more.</param>
/// <param name="Disagreements">Blocks whose votes differ.</param>
/// <param name="Coefficients">With intervals that draw the group's single blocks anew, and without votes that are not blind.</param>
/// <param name="Classes">By resolved label: the classes that the whole table says.</param>
public sealed record GroupFigures(
    string Name, IReadOnlyList<BlockId> Blocks, int Votes, int Labelled, int Comparable, int Disagreements, AgreementCoefficients Coefficients, IReadOnlyList<ClassPrevalence> Classes)
{
    /// <summary>What stands for a name where there is none.</summary>
    public const string NoFolder = "(no folder)";

    /// <summary>Blocks whose votes these counts tell: the one with votes, where there is one alone.</summary>
    public IReadOnlyList<BlockId> Told { get; private init; } = [];

    public string Shown => Name.Length == 0 ? NoFolder : Name;

    /// <summary>By name.</summary>
    /// <param name="table">Votes that count.</param>
    /// <param name="clusters">Of this table.</param>
    /// <param name="ct">Ends the computing.</param>
    public static IReadOnlyList<GroupFigures> AllOf(ReviewTable table, BlockClusters clusters, CancellationToken ct = default)
    {
        int[] labels = [.. table.Rows.Select(row => row.ResolvedLabel).OfType<int>().Distinct().Order()];
        return [.. clusters.RowsByName().OrderBy(group => group.Name, StringComparer.Ordinal).Select(group => Of(table, group, labels, ct))];
    }

    private static GroupFigures Of(ReviewTable table, (string Name, IReadOnlyList<int> Rows) group, int[] labels, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        ReviewRow[] rows = [.. group.Rows.Select(row => table[row])];
        Dictionary<int, int> resolved = rows.Select(row => row.ResolvedLabel).OfType<int>().CountBy(label => label).ToDictionary();
        int known = resolved.Values.Sum();
        return new GroupFigures(
            group.Name,
            [.. rows.Select(row => row.Block)],
            rows.Sum(row => row.Consensus.VoteCount),
            rows.Count(row => row.Consensus.VoteCount > 0),
            rows.Count(row => row.Consensus.VoteCount > 1),
            rows.Count(row => row.Consensus.HasDisagreement),
            AgreementCoefficients.WithIntervals(VotePatterns.Of(table.Rated.Counts, group.Rows), ct: ct),
            [.. labels.Select(label => ClassPrevalence.Of(label, resolved.GetValueOrDefault(label), known))])
        {
            Told = rows.Where(row => row.ResolvedLabel is not null || row.Consensus.VoteCount > 0).Take(2).ToArray() is [var only] ? [only.Block] : [],
        };
    }
}
