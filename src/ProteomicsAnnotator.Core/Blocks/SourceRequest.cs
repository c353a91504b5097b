namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>A data root that may say itself which blocks it has.</summary>
/// <param name="Root">Absolute path.</param>
/// <param name="Naming">What its blocks are called.</param>
/// <param name="ChannelNames">Names by position, for blocks with exactly that many channels.</param>
/// <param name="IsBound">Nothing outside of the root is read.</param>
public sealed record SourceRequest(string Root, BlockNaming Naming, IReadOnlyList<string> ChannelNames, bool IsBound);
