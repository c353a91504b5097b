namespace ProteomicsAnnotator.Core.Export;

/// <summary>One file of an export.</summary>
/// <param name="Name">Without a folder.</param>
/// <param name="Bytes">The content.</param>
/// <param name="Count">Rows of a table without its header; blocks of a JSON file.</param>
public sealed record ExportedFile(string Name, ReadOnlyMemory<byte> Bytes, int Count)
{
    public FileDigest Digest => FileDigest.Of(Name, Bytes.Span) with { Count = Count };
}
