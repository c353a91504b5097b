using System.Globalization;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>
/// Evidence stands in the annotators' journals, so none is recorded while other annotators' accounts can read them. Judged by mode
/// bits and access lists, not by trying: an admin's or a root's account can read everything. Closed is a folder of
/// <c>history/users</c> that lets in nobody but its owner, single accounts named by its list, and groups of admins: those that
/// may read <c>admin</c> and not <c>users</c>.
/// </summary>
internal static class EvidenceAccess
{
    private const int MostNamed = 3;

    /// <summary>What lies above a mount of any other type is this machine's own, and keeps nobody out elsewhere.</summary>
    private static readonly string[] Local = ["ext2", "ext3", "ext4", "xfs", "btrfs", "zfs", "f2fs", "tmpfs", "overlay"];

    /// <summary>Their modes are made up by the mount, or do not say what the server's access list does.</summary>
    private static readonly string[] WithoutModes = ["cifs", "smb2", "smb3", "smbfs", "nfs4", "vfat", "exfat", "ntfs", "ntfs3", "fuseblk", "9p"];

    /// <summary>What modes say there is not who may really read.</summary>
    internal static bool HidesModes(string type) => WithoutModes.Contains(type, StringComparer.Ordinal);

    /// <summary>Why no evidence may be recorded, in words; null: it may. Blocking.</summary>
    /// <param name="root">The share.</param>
    /// <param name="username">Whose folder must be there; null: those that are there.</param>
    /// <exception cref="StorageException">The share cannot be read.</exception>
    public static string? WhyNot(SharedRoot root, string? username = null)
    {
        FileOperations files = root.Settings.Files;
        string users = root.Journals.Users;
        string[] names = [.. root.Journals.UserFolders()];
        if (username is not null && !names.Contains(username, StringComparer.Ordinal))
        {
            return $"there is no folder {Path.Combine(users, username)} yet";
        }

        return root.Reads.One(users, () => Judge(files, root, users, names));
    }

    private static string? Judge(FileOperations files, SharedRoot root, string users, string[] names)
    {
        string? type = files.FileSystemOf(root.Settings.AnnotationsRoot);
        if (type is null || files.AccessOf(root.Settings.AnnotationsRoot) is null)
        {
            return NotSeen(users, "this system");
        }

        if (HidesModes(type))
        {
            return NotSeen(users, $"a file system of type {type}");
        }

        if (names.Length == 0)
        {
            return null;
        }

        List<FolderAccess?> above = [.. Above(users, isWithinMount: !Local.Contains(type, StringComparer.Ordinal)).Select(files.AccessOf)];
        if (above.Contains(null))
        {
            return NotSeen(users, "this system");
        }

        if (above.Exists(folder => folder!.IsForOneAccount))
        {
            return null;
        }

        uint?[] admins = [.. ReadersOf(files, root.PathOf("admin")).Except(ReadersOf(files, root.PathOf("users"))).Where(group => group is not null)];
        string[] open = [.. names.Select(name => WhyOpen(files, Path.Combine(users, name), above!, admins)).OfType<string>()];
        return open.Length == 0 ? null
            : string.Join("; ", open.Take(MostNamed)) + (open.Length > MostNamed ? string.Create(CultureInfo.InvariantCulture, $" and {open.Length - MostNamed} more") : "");
    }

    private static string? WhyOpen(FileOperations files, string folder, IReadOnlyList<FolderAccess?> above, uint?[] admins)
    {
        if (files.AccessOf(folder) is not { } access)
        {
            return NotSeen(folder, "this system");
        }

        uint?[] readers = [.. access.Readers];
        uint?[] denied = [.. access.Entries.Select(entry => entry.Group).Where(group => group is not null).Except(readers)];
        uint?[] others = [.. readers.Except(admins).Where(group => above.All(wall => wall!.LetsThrough(group, [.. denied, .. admins])))];
        return others.Length == 0 ? null
            : $"{folder} is open to {string.Join(" and ", others.Select(group => group is { } number ? string.Create(CultureInfo.InvariantCulture, $"group {number}") : "every account"))}";
    }

    private static uint?[] ReadersOf(FileOperations files, string folder) => files.FolderExists(folder) ? [.. files.AccessOf(folder)?.Readers ?? []] : [];

    private static string NotSeen(string folder, string where) => $"who may read {folder} cannot be seen on {where}";

    /// <summary>The folder and those above it.</summary>
    private static IEnumerable<string> Above(string folder, bool isWithinMount)
    {
        ulong? device = NativeFiles.TryIdentify(folder)?.Device;
        for (string? at = Path.GetFullPath(folder); at is not null; at = Path.GetDirectoryName(at))
        {
            if (isWithinMount && NativeFiles.TryIdentify(at)?.Device != device)
            {
                yield break;
            }

            yield return at;
        }
    }
}
