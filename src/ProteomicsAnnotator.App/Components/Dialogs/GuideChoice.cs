using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Components.Dialogs;

/// <summary>What was chosen in the guide to the classes.</summary>
/// <param name="Example">A block that shows a class.</param>
/// <param name="Label">The class.</param>
/// <param name="IsToLabel">It becomes the block that is labelled; else it stands beside that.</param>
internal sealed record GuideChoice(BlockId Example, int Label, bool IsToLabel);
