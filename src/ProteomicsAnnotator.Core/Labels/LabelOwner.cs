using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.Core.Labels;

/// <summary>Whose labels a <see cref="OwnerLabelStore"/> keeps.</summary>
/// <param name="Owner">Username, or null for the admins' final labels.</param>
/// <param name="Shape">Shape of the derived file.</param>
internal sealed record LabelOwner(string? Owner, LabelFileShape Shape)
{
    /// <summary>Folder of what has reached the share.</summary>
    public const string Remembered = "remembered";

    public string Name => Owner ?? "admin";

    /// <summary>Differs for all owners, also for a user called admin.</summary>
    public string Key => Owner is null ? "admin" : "user:" + Owner;

    public string Stem => Owner ?? "final_labels";

    public static LabelOwner OfUser(string username) => new(username, LabelFileShape.User);

    public static LabelOwner OfAdmins { get; } = new(null, LabelFileShape.Final);

    public string DerivedPath(SharedRoot root) =>
        Owner is null ? root.PathOf("admin", "final_labels.json") : root.PathOf("users", Owner + ".json");

    /// <summary>For labels of folders that are not the configured data root; null for the admins, who have none.</summary>
    public string? BrowsedPath(SharedRoot root) => Owner is null ? null : root.PathOf("browsed", Owner + ".json");

    public string JournalPath(SharedRoot root) => root.JournalsOf(this).Folder;

    /// <summary>For what has not reached the share.</summary>
    public string LocalPath(SharedRoot root, string host) => Below(Path.Combine(root.LocalFolder, JournalName.SafeHost(host)));

    /// <summary>For what has.</summary>
    public string MemoryPath(SharedRoot root, string host) => Below(MemoryFolder(root, host));

    /// <summary>Laid out as the journals on the share.</summary>
    public static string MemoryFolder(SharedRoot root, string host) =>
        Path.Combine(root.LocalFolder, JournalName.SafeHost(host), Remembered, "history");

    private string Below(string folder) => Owner is null ? Path.Combine(folder, "admin") : Path.Combine(folder, "users", Owner);
}
