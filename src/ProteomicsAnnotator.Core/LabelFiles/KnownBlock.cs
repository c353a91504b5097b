using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>An id and, as a hint that may be wrong, the one that followed it in the file read last.</summary>
internal sealed class KnownBlock(BlockId id)
{
    public BlockId Id { get; } = id;

    public KnownBlock? Next { get; set; }
}
