using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Roots;

/// <summary>Where an owner's files lie, on the share and on this machine.</summary>
internal static class OwnerPaths
{
    /// <summary>The derived file.</summary>
    public static string DerivedPath(this LabelOwner owner, SharedRoot root) =>
        owner.Owner is { } username ? root.PathOf("users", username + ".json") : root.PathOf("admin", owner.Stem + ".json");

    /// <summary>For labels outside the configured data root; null for the admins, who have none.</summary>
    public static string? BrowsedPath(this LabelOwner owner, SharedRoot root) =>
        owner.Owner is { } username ? root.PathOf("browsed", username + ".json") : null;

    public static string JournalPath(this LabelOwner owner, SharedRoot root) => root.JournalsOf(owner).Folder;

    /// <summary>Of what has not reached the share.</summary>
    /// <param name="tree">One of <see cref="LocalTrees"/>.</param>
    public static string WaitingFolder(string tree) => tree;

    /// <summary>Of what has.</summary>
    /// <param name="tree">One of <see cref="LocalTrees"/>.</param>
    public static string RememberedFolder(string tree) => Path.Combine(tree, LabelOwner.Remembered, "history");
}
