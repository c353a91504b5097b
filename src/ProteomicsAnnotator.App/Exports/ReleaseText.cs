using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Releases;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>Releases in words.</summary>
internal static class ReleaseText
{
    /// <summary>As "10 blocks, 35 labels on 9 blocks by 4 annotators, 2 final labels".</summary>
    public static string Of(ReleaseCounts counts) =>
        $"{Counted.Of(counts.Blocks, "block")}, {Counted.Of(counts.Labels, "label")} on {Counted.Of(counts.LabelledBlocks, "block")} by {Counted.Of(counts.Annotators, "annotator")}, {Counted.Of(counts.FinalLabels, "final label")}"
        + (counts.NotBlindVotes == 0 ? "" : $"; {Counted.Of(counts.NotBlindVotes, "label", "is", "are")} not blind")
        + (counts.VanishedLabels == 0 ? "" : $"; {Counted.Of(counts.VanishedLabels, "label", "is", "are")} of blocks that are gone, and not in the tables");

    /// <summary>One line.</summary>
    public static string Of(ListedRelease release) => release.Manifest is { } manifest
        ? $"{release.Name}  {LabelTime.FormatMinute(manifest.MadeAt)}  {manifest.By}  {(manifest.Counts is { } counts ? Of(counts) : "no counts")}  {release.ManifestSha256}{(release.IsAsDecided ? "" : "  (not the hash in history/admin: verify it)")}"
        : $"{release.Name}  {release.Fault}";
}
