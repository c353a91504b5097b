using System.Security.Cryptography;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Export;

/// <param name="Path">As the manifest names it.</param>
/// <param name="Bytes">Length.</param>
/// <param name="Sha256">Lower-case hex.</param>
public sealed record FileDigest(string Path, long Bytes, string Sha256)
{
    /// <summary>Rows of a table without its header, blocks of a JSON file or a block list; null for an input.</summary>
    public int? Count { get; init; }

    public static FileDigest Of(string name, ReadOnlySpan<byte> bytes) =>
        new(name, bytes.Length, Convert.ToHexStringLower(SHA256.HashData(bytes)));

    /// <exception cref="IOException">The file cannot be read.</exception>
    public static FileDigest Of(string name, string file)
    {
        using FileStream stream = new(RegularFile.OpenRead(file), FileAccess.Read);
        return new FileDigest(name, stream.Length, Convert.ToHexStringLower(SHA256.HashData(stream)));
    }
}
