using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>One entry of a derived file as it stands there.</summary>
/// <param name="Label">null: none, or not a whole number (then <paramref name="Raw"/> keeps it as it is).</param>
/// <param name="At">null: missing or no time.</param>
/// <param name="By">Who set it, for final labels.</param>
/// <param name="Extra">Properties we do not know, each as <c>"name": value</c> bytes; null when there are none.</param>
/// <param name="Raw">The whole entry when it is none of ours to rewrite.</param>
internal readonly record struct LabelFileEntry(
    int? Label,
    DateTimeOffset? At,
    string? By,
    IReadOnlyList<KeyValuePair<string, byte[]>>? Extra,
    byte[]? Raw)
{
    /// <summary>Whoever gave the label could see others' votes, or the final label, before. Never of a final label.</summary>
    public bool IsNotBlind { get; init; }

    /// <summary>Flag and note beside a label, where they are such.</summary>
    public MarkChange Mark { get; init; }
}
