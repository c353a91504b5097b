namespace ProteomicsAnnotator.Core.Journals;

/// <summary>Whose decisions these are.</summary>
/// <param name="Owner">Username, or null for the admins' final labels.</param>
internal sealed record LabelOwner(string? Owner)
{
    /// <summary>Folder of what has reached the share.</summary>
    public const string Remembered = "remembered";

    public string Name => Owner ?? "admin";

    /// <summary>Differs for all owners, also for a user called admin.</summary>
    public string Key => Owner is null ? "admin" : "user:" + Owner;

    public string Stem => Owner ?? "final_labels";

    public static LabelOwner OfAdmins { get; } = new((string?)null);

    public static LabelOwner OfUser(string username) => new(username);
}
