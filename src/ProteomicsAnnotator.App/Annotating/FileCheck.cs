using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>Asks whether a block's files are still those on screen: when it is painted, and when a label of it is stored.</summary>
internal sealed record FileCheck(Block Block, IReadOnlyList<SeenChannel> Seen, bool IsLabelled);
