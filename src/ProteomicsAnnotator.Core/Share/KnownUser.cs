namespace ProteomicsAnnotator.Core.Share;

/// <summary>What sign-in shows of a name: "known: 1,204 labels, last on HOST" or "new annotator".</summary>
/// <param name="IsKnown">There is a user file or a journal; null when the share did not answer in time.</param>
/// <param name="LabelCount">Labels in the user's file.</param>
/// <param name="LastHost">Where the newest journal was begun; null when there is none.</param>
public sealed record KnownUser(bool? IsKnown, int LabelCount, string? LastHost)
{
    /// <summary>Why nothing can be said, for <see cref="IsKnown"/> null.</summary>
    public string? Problem { get; init; }
}
