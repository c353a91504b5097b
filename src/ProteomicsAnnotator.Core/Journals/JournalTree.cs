using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>
/// All owners' folders of journals below one folder: <c>users/{username}</c> and <c>admin</c>. <c>history</c> on the share
/// is laid out like this, and so is what a machine keeps for itself. Blocking, each listing within its limit; thread-safe.
/// </summary>
internal sealed class JournalTree(FileOperations files, BoundedReads reads, string folder)
{
    /// <summary>The folder that <see cref="UserFolders"/> lists.</summary>
    public string Users { get; } = Path.Combine(folder, "users");

    /// <summary>Names of the users' folders, sorted, whether or not they are usernames. A missing folder is an empty one.</summary>
    /// <exception cref="StorageException">They could not be listed.</exception>
    public IReadOnlyList<string> UserFolders()
    {
        try
        {
            return [.. reads.One(Users, () => files.ListFolders(Users)).Order(StringComparer.Ordinal)];
        }
        catch (StorageException error) when (error.InnerException is { } inner && StorageFault.IsMissing(inner))
        {
            return [];
        }
    }

    public JournalDirectory Of(LabelOwner owner) => new(files, reads, PathOf(folder, owner));

    /// <summary>One owner's folder below <paramref name="folder"/>.</summary>
    public static string PathOf(string folder, LabelOwner owner) =>
        owner.Owner is { } username ? Path.Combine(folder, "users", username) : Path.Combine(folder, "admin");
}
