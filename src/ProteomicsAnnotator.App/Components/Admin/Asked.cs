using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>What is to be decided, and the word that says yes to it.</summary>
internal sealed record Asked(IReadOnlyCollection<(BlockId Block, int? Label)> Decisions, string Yes, Func<Task<bool>> Decide);
