using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>Whether a block's files are still those that were seen: once it is painted, and once a label of it is kept.</summary>
internal sealed record FileCheck(Block Block, IReadOnlyList<SeenChannel> Seen, bool IsLabelled);
