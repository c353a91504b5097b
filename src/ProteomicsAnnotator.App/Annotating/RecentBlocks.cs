using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The blocks that one was on, the latest first, each once.</summary>
public sealed class RecentBlocks
{
    private const int Most = 8;
    private readonly List<Block> _blocks = [];

    public IReadOnlyList<Block> Blocks => _blocks;

    /// <summary>Another block is current now.</summary>
    public void Left(Block? block)
    {
        if (block is null)
        {
            return;
        }

        _ = _blocks.RemoveAll(known => known.Id == block.Id);
        _blocks.Insert(0, block);
        if (_blocks.Count > Most)
        {
            _blocks.RemoveAt(Most);
        }
    }

    public void Clear() => _blocks.Clear();
}
