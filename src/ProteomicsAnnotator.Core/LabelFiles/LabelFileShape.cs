using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>Property names of the two derived files.</summary>
internal sealed record LabelFileShape(string Entries, string Label, string At, string? By)
{
    /// <summary><c>users/{username}.json</c>.</summary>
    public static LabelFileShape User { get; } = new("annotations", "label", "annotated_at", null);

    /// <summary><c>admin/final_labels.json</c>.</summary>
    public static LabelFileShape Final { get; } = new("labels", "final_label", "set_at", "set_by");

    public static LabelFileShape Of(LabelOwner owner) => owner.Owner is null ? Final : User;
}
