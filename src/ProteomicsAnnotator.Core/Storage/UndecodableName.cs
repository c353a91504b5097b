namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// Names that are not UTF-8, such as Latin-1 ones of older systems: .NET lists them with a replacement character in
/// place of what it cannot read, and cannot open them under that spelling.
/// </summary>
internal static class UndecodableName
{
    private const char Replacement = '\uFFFD';

    /// <summary>The true reason why a listed file or folder is "missing"; null when that is not it.</summary>
    public static string? Explain(string path, Exception error) =>
        path.Contains(Replacement, StringComparison.Ordinal) && StorageFault.IsMissing(error)
            ? "a name in this path is not valid UTF-8 (a system with another encoding gave it) and cannot be opened; rename it"
            : null;
}
