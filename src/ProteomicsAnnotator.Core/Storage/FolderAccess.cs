namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// Whom a folder lets in beside the account that owns it, as its mode bits and its access list say. Entries for single accounts
/// are not counted: somebody gave them to that account on purpose, to a person's second one for instance.
/// </summary>
/// <param name="Entries">Groups by their number; null is everybody else. With what the mask leaves of their rights.</param>
public sealed record FolderAccess(IReadOnlyList<(uint? Group, AccessRights Rights)> Entries)
{
    /// <summary>Groups, or null for everybody else, that may list the folder or open what they know the name of.</summary>
    public IEnumerable<uint?> Readers => Entries.Where(entry => (entry.Rights & (AccessRights.Read | AccessRights.Enter)) != AccessRights.None).Select(entry => entry.Group);

    /// <summary>Only the account that owns it gets in.</summary>
    public bool IsForOneAccount => Entries.All(entry => (entry.Rights & AccessRights.Enter) == AccessRights.None);

    /// <summary>
    /// Members of this group, or for null everybody else, may get through to what is in the folder. A member may be in another
    /// group as well, so only a folder that lets in nobody else stops them for certain.
    /// </summary>
    /// <param name="group">The group.</param>
    /// <param name="denied">Groups that the folder behind it keeps out by name.</param>
    public bool LetsThrough(uint? group, IReadOnlyCollection<uint?> denied) => Entries.Any(entry =>
        (entry.Rights & AccessRights.Enter) != AccessRights.None && (entry.Group == group || entry.Group is null || !denied.Contains(entry.Group)));
}

/// <summary>As the three bits of a mode.</summary>
[Flags]
public enum AccessRights
{
    None = 0,
    Enter = 1,
    Write = 2,
    Read = 4,
}
