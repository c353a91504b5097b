using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Agreement;

/// <summary>A label given on a channel file that has changed since, or is gone.</summary>
/// <param name="Block">The block.</param>
/// <param name="Username">Who gave the label.</param>
/// <param name="File">The channel file's name.</param>
/// <param name="Seen">Its size and time then.</param>
/// <param name="Now">Its size and time now; null: it is gone.</param>
public sealed record ChangedLabel(BlockId Block, string Username, string File, string Seen, string? Now)
{
    public override string ToString() => $"{Block} ({Username}): {File} was {Seen}, is {Now ?? "gone"}";
}
