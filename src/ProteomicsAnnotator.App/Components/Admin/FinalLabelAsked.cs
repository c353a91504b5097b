using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Components.Admin;

/// <summary>A question that stands open.</summary>
/// <param name="Text">What is asked.</param>
/// <param name="Asked">What a yes decides.</param>
/// <param name="Replaced">Other admins' final labels that the text names.</param>
internal sealed record FinalLabelAsked(string Text, Asked Asked, IReadOnlySet<(BlockId Block, FinalLabel Final)> Replaced);
