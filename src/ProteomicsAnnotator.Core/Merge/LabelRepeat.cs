using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Merge;

/// <summary>A block that its annotator labelled once more without seeing which it was.</summary>
/// <param name="Key">The block.</param>
/// <param name="First">The label it had when the repeat was answered, whatever became of it since.</param>
/// <param name="Second">The answer.</param>
/// <param name="At">When it was answered.</param>
public sealed record LabelRepeat(LabelKey Key, int First, int Second, DateTimeOffset At);
