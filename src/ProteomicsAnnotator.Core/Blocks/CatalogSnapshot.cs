using System.Diagnostics.CodeAnalysis;

namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>What a scan knew at one moment. Immutable; <see cref="Blocks"/> is in ordinal order of the ids.</summary>
public sealed class CatalogSnapshot
{
    public static readonly CatalogSnapshot Empty = new([]);

    private readonly Block[] _blocks;

    /// <param name="sorted">In ordinal order of the ids; the snapshot's own from here on.</param>
    internal CatalogSnapshot(Block[] sorted)
    {
        _blocks = sorted;
    }

    public IReadOnlyList<Block> Blocks => _blocks;

    public IReadOnlyList<CatalogProblem> Problems { get; internal init; } = [];

    /// <summary>Why the list may lack blocks, in words: what is computed of a part would be wrong.</summary>
    public IReadOnlyList<string> Gaps => [.. Problems.Where(problem => problem.IsUnread).Select(problem => $"{problem.Path}: {problem.Message}")];

    /// <summary>How a source of points was understood, in words; empty for folders.</summary>
    public IReadOnlyList<string> Notes { get; internal init; } = [];

    /// <summary>
    /// Folders named <c>block_*</c> that are no blocks (not exactly four digits, or another case) and hold none:
    /// paths below the root with '/', in ordinal order.
    /// </summary>
    public IReadOnlyList<string> IgnoredFolders { get; internal init; } = [];

    /// <summary>More folders lie below the root than a scan looks into: maybe it is not the one that is meant.</summary>
    public bool IsCutOff { get; internal init; }

    /// <summary>The names of all blocks are known, though a scan may still look into their folders.</summary>
    public bool IsListed { get; internal init; }

    /// <summary>False while a scan runs; <see cref="Blocks"/> then holds what it found so far.</summary>
    public bool IsComplete { get; internal init; }

    /// <summary>False when a scan met no folder at the root's path.</summary>
    public bool RootExists { get; internal init; } = true;

    public bool TryGet(BlockId id, [NotNullWhen(true)] out Block? block)
    {
        int index = IndexOf(id);
        block = index < 0 ? null : _blocks[index];
        return index >= 0;
    }

    /// <summary>Position in <see cref="Blocks"/>, or -1.</summary>
    public int IndexOf(BlockId id)
    {
        int low = 0;
        int high = _blocks.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >>> 1;
            int order = _blocks[middle].Id.CompareTo(id);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return -1;
    }

    /// <summary>The same list while the next scan runs.</summary>
    internal CatalogSnapshot Scanning() =>
        new(_blocks) { IsListed = IsListed, Problems = Problems, IgnoredFolders = IgnoredFolders, RootExists = RootExists, IsCutOff = IsCutOff, Notes = Notes };
}

/// <summary>Something below the root that could not be read or used; the rest of the catalog is complete.</summary>
public sealed record CatalogProblem(string Path, string Message)
{
    /// <summary>Nobody knows what is in there: blocks may be missing from the list, or channels from a block.</summary>
    public bool IsUnread { get; init; }
}
