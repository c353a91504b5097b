using System.Security.Cryptography;
using System.Text;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>SHA-256, lower-case hexadecimal, of the ids in UTF-8, each followed by LF.</summary>
public static class BlockListHash
{
    public static string Of(IReadOnlyList<BlockId> blocks)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (BlockId block in blocks)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(block.Value + "\n"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
