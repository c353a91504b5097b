using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Annotating.Viewer;

/// <summary>What an annotator is told of labels that are not blind.</summary>
internal static class NotBlindText
{
    /// <summary>Null: all of them are blind.</summary>
    public static string? Of(UserLabels labels, IReadOnlyList<LabelKey> blocks)
    {
        LabelKey[] notBlind = [.. blocks.Where(key => labels.Find(key) is { IsNotBlind: true })];
        return notBlind switch
        {
            [] => null,
            [var one] => $"{one.Block.Shown} is labelled, not blind: you could see others' votes or its final label before, so figures of agreement leave this vote out.",
            _ => $"{Counted.Of(notBlind.Length, "block")} are labelled, not blind: you could see others' votes or their final labels before, so figures of agreement leave these votes out.",
        };
    }
}
