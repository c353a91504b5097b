namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>What the share holds of one person.</summary>
internal sealed record OwnerFiles(string Username)
{
    /// <summary><c>users/{username}.json</c> is there.</summary>
    public bool HasFile { get; init; }

    /// <summary>Paths of files in <c>users</c> whose name differs from the person's only in case.</summary>
    public IReadOnlyList<string> Variants { get; init; } = [];

    /// <summary>There is a folder of journals.</summary>
    public bool HasJournals { get; init; }
}
