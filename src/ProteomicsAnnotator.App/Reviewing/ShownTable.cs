using System.Collections.Immutable;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>A table and what held when it was made, published together.</summary>
/// <param name="Table">As it is shown.</param>
/// <param name="Finals">The final labels in it; null: none were known.</param>
/// <param name="Steps">The admin has a decision to take back, and one to make again.</param>
internal sealed record ShownTable(ReviewTable Table, LabelSnapshot? Finals, (bool Undo, bool Redo) Steps)
{
    /// <summary>The same table, whose ties may still have to be broken.</summary>
    public ReviewTable Whole { get; init; } = Table;

    public static ShownTable None { get; } = new(ReviewTable.Of(new ReviewInput([], [], ImmutableDictionary<BlockId, FinalLabel>.Empty)), null, default);
}
