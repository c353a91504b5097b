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

    /// <summary>For what has not reached the share.</summary>
    public static string LocalPath(this LabelOwner owner, SharedRoot root, string host) =>
        JournalTree.PathOf(Path.Combine(root.LocalFolder, JournalName.SafeHost(host)), owner);

    /// <summary>For what has.</summary>
    public static string MemoryPath(this LabelOwner owner, SharedRoot root, string host) => JournalTree.PathOf(MemoryFolder(root, host), owner);

    /// <summary>Laid out as the journals on the share.</summary>
    public static string MemoryFolder(SharedRoot root, string host) =>
        Path.Combine(root.LocalFolder, JournalName.SafeHost(host), LabelOwner.Remembered, "history");
}
