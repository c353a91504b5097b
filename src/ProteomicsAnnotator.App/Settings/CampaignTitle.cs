using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Settings;

/// <summary>What pages call the campaign, for the eye.</summary>
public static class CampaignTitle
{
    private const string Program = "Proteomics Annotator";

    /// <param name="options">Say whether it is the demo, and which folder has the blocks.</param>
    /// <param name="decided">The name that admins gave it; null: none, or it is not known yet.</param>
    public static string Of(AnnotatorOptions options, string? decided) =>
        decided is not null ? VisibleName.Of(decided) : options.IsDemo ? "Demo" : OfFolder(options.DataRoot);

    /// <summary>Of a folder with blocks that is open.</summary>
    public static string OfFolder(string root) => DataSet.NameOf(root) is { } name ? VisibleName.Of(name) : Program;
}
