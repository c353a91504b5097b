using System.Text.Json;
using ProteomicsAnnotator.Core.Agreement;

namespace ProteomicsAnnotator.Core.Export;

internal static class ClassNames
{
    public static string? Of(int? label, IReadOnlyList<string> names) =>
        label is { } number && number >= 1 && number <= names.Count ? names[number - 1] : null;

    /// <summary>final_label, unanimous, majority, tie, single_vote, nothing.</summary>
    public static string Of(ResolvedBy resolution) => JsonNamingPolicy.SnakeCaseLower.ConvertName(resolution.ToString());
}
