using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.LabelFiles.Originals;

/// <summary>What one file of the original program says here.</summary>
/// <param name="Path">The file.</param>
/// <param name="State">Differs when it would have to be taken in again.</param>
internal sealed record OriginalRead(string Path, string State)
{
    /// <summary>Its labels, under the ids that the blocks of its data set have here; null: none are used.</summary>
    public LabelFile? Content { get; init; }

    /// <summary>Path of its data set below the data root.</summary>
    public string DataSet { get; init; } = "";

    /// <summary>Why nothing in it is used, in words.</summary>
    public string? NotUsed { get; init; }

    /// <summary>It could not be read now.</summary>
    public StorageException? Problem { get; init; }

    /// <summary>Takes its labels in where they are younger than what is known: a person's several files are merged by time.</summary>
    /// <param name="merge">What is known.</param>
    /// <param name="folders">Of the data root.</param>
    /// <param name="notices">Get what came from where.</param>
    /// <returns>False when nothing in it is used.</returns>
    public bool MergeInto(LabelMerge merge, NestedFolders folders, List<string> notices)
    {
        if (Content is null)
        {
            return false;
        }

        var foreign = ExternalEdits.In(Content, merge, folders, isVariant: true);
        _ = merge.AddRange(foreign.Events);
        if (foreign.Events.Count > 0)
        {
            notices.Add(Notice(foreign.Events.Count));
        }

        return true;
    }

    /// <summary>Says once what came from where.</summary>
    /// <param name="labels">How many of its labels count.</param>
    public string Notice(int labels) =>
        $"{Counted.Of(labels, "label")} of the original program {(labels == 1 ? "was" : "were")} taken from {Path} for {(DataSet.Length == 0 ? "the data root" : DataSet)}.";
}
