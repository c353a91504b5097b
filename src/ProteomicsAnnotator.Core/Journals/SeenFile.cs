namespace ProteomicsAnnotator.Core.Journals;

/// <summary>A channel file as it was on screen when the decision was made.</summary>
/// <param name="File">File name without folder.</param>
/// <param name="Version">"size-mtime" as in the volume response, or <see cref="Failed"/>.</param>
public readonly record struct SeenFile(string File, string Version)
{
    public const string Failed = "failed";
}

/// <summary>The files of a decision as its line has them.</summary>
/// <param name="Json">Empty: none.</param>
/// <param name="Omitted">How many files the line leaves out because it would be too long.</param>
internal readonly record struct SeenList(ReadOnlyMemory<byte> Json, int Omitted);
