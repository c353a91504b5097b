

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>What one whole line of a journal says; with neither member it is of another kind and passed over.</summary>
/// <param name="Event">The decision.</param>
/// <param name="Refusal">Why a line that decides something is no decision, in words after "the line ...:".</param>
internal readonly record struct ParsedLine(LabelEvent? Event, string? Refusal)
{
    /// <summary>No JSON: torn by a crash or a full disk, or not wholly visible yet.</summary>
    public bool IsTorn { get; init; }
}
