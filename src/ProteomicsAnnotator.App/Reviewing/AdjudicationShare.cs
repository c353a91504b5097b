using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>One adjudicator's part of the blocks. It goes by the block's id alone: whatever is decided meanwhile, no block changes hands.</summary>
/// <param name="Part">Which, from 1.</param>
/// <param name="Of">How many parts there are.</param>
public readonly record struct AdjudicationShare(int Part, int Of)
{
    /// <summary>More adjudicators share no queue.</summary>
    public const int Most = 20;

    /// <summary>All blocks.</summary>
    public static AdjudicationShare Whole { get; } = new(1, 1);

    /// <summary>It is one that can be.</summary>
    public bool IsSound => Of is >= 1 and <= Most && Part >= 1 && Part <= Of;

    /// <summary>The first eight bytes of the id's SHA-256, as a number with the highest first, tell the part.</summary>
    public bool Has(BlockId block) =>
        Of == 1 || BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(block.Value))) % (ulong)Of == (ulong)(Part - 1);
}
