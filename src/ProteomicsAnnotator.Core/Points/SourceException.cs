namespace ProteomicsAnnotator.Core.Points;

/// <summary>A points source, or its table of points, cannot be used; the message says what was found and what was expected.</summary>
public sealed class SourceException : Exception
{
    /// <param name="path">The file with the fault.</param>
    /// <param name="member">Where in it; null: the file as a whole.</param>
    /// <param name="found">What was found.</param>
    /// <param name="expected">What was expected.</param>
    /// <param name="inner">What met it.</param>
    public SourceException(string path, string? member, string found, string expected, Exception? inner = null)
        : base($"{(member is null ? "" : $"{member}: ")}found {found}; expected {expected}.", inner)
    {
        Path = path;
    }

    /// <summary>Of a table that is not read.</summary>
    /// <param name="path">The file with the fault.</param>
    /// <param name="fault">What was found, and what was expected.</param>
    public SourceException(string path, FormatException fault)
        : base(fault.Message + ".", fault)
    {
        Path = path;
    }

    public string Path { get; }
}
