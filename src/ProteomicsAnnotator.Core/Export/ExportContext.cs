namespace ProteomicsAnnotator.Core.Export;

/// <summary>What every export says about itself.</summary>
/// <param name="ProgramVersion">The program that wrote it.</param>
/// <param name="ExportedAt">One time for all files of an export.</param>
/// <param name="ClassNames">Name of class i+1 at position i.</param>
public sealed record ExportContext(string ProgramVersion, DateTimeOffset ExportedAt, IReadOnlyList<string> ClassNames)
{
    /// <summary>Every decision ever made, or null when the history was not asked for.</summary>
    public IReadOnlyList<HistoryRow>? History { get; init; }
}
