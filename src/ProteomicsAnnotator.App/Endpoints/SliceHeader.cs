namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>What stands ahead of the planes of one slice: <c>docs/volume-wire.md</c>.</summary>
/// <param name="Z">The slice, from 0.</param>
/// <param name="Channels">Of the block, in order.</param>
public sealed record SliceHeader(int Z, IReadOnlyList<SliceChannel> Channels);
