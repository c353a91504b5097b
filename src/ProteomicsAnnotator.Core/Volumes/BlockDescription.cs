using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>A block after its files' headers were read: its channels in order, with the index of the volume URL.</summary>
public sealed record BlockDescription(BlockId Id, IReadOnlyList<ChannelDescription> Channels);
