namespace ProteomicsAnnotator.Core.Labels;

/// <summary>Whose labels a <see cref="LabelLog"/> keeps.</summary>
/// <param name="Owner">Username, or null for the admins' final labels.</param>
/// <param name="Shape">Shape of the derived file.</param>
internal sealed record LabelLogSettings(string? Owner, LabelFileShape Shape)
{
    public string Name => Owner ?? "admin";

    /// <summary>Differs for all owners, also for a user called admin.</summary>
    public string Key => Owner is null ? "admin" : "user:" + Owner;

    public string Stem => Owner ?? "final_labels";

    public static LabelLogSettings OfUser(string username) => new(username, LabelFileShape.User);

    public static LabelLogSettings OfAdmins { get; } = new(null, LabelFileShape.Final);

    public string DerivedPath(SharedRoot root) =>
        Owner is null ? root.PathOf("admin", "final_labels.json") : root.PathOf("users", Owner + ".json");

    public string JournalPath(SharedRoot root) =>
        Owner is null ? root.PathOf("history", "admin") : root.PathOf("history", "users", Owner);

    public string LocalPath(SharedRoot root, string host) => Owner is null
        ? Path.Combine(root.LocalFolder, JournalName.SafeHost(host), "admin")
        : Path.Combine(root.LocalFolder, JournalName.SafeHost(host), "users", Owner);
}
