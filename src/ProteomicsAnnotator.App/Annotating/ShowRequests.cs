using System.Globalization;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>Tells the viewer what to show, with the words about each block.</summary>
public sealed class ShowRequests
{
    private readonly PagePlace _place;
    private readonly BlockRoute _route;
    private readonly OwnLabels _labels;
    private readonly AdminReview _review;
    private readonly ChannelDiscovery _channels;
    private readonly VolumeCache _volumes;
    private readonly LabelClasses _classes;
    private IReadOnlyList<BlockId> _unread = [];
    private int _missing;

    internal ShowRequests(AnnotationSession session, BlockRoute route, VolumeCache volumes)
    {
        _place = session.Place;
        _labels = session.Labels;
        _review = session.Admin;
        _channels = session.Channels;
        _route = route;
        _volumes = volumes;
        _classes = session.Classes;
    }

    /// <summary>The current block and what comes around it.</summary>
    public ShowRequest Current()
    {
        if (_place.Current is not { } current)
        {
            return new ShowRequest(_place.Navigation, null, [], null, _place.EmptyText, _review.Mode);
        }

        (List<Block> next, Block? previous) = _route.Around(current);
        _missing = current.Missing.Count;
        _unread = [.. next.Prepend(current).Append(previous).OfType<Block>().Where(block => !block.IsRead).Select(block => block.Id).Where(IsListed)];
        _place.Root.Catalog.ReadSoon(_unread);
        if (_place.Painted?.Key == current.Key)
        {
            Prefetch([current, .. next.TakeWhile(block => block.IsRead)], previous is { IsRead: true } ? previous : null);
        }

        return new ShowRequest(
            _place.Navigation,
            current.IsRead ? Describe(current) : null,
            [.. next.TakeWhile(block => block.IsRead).Select(Describe)],
            previous is { IsRead: true } ? Describe(previous) : null,
            current.IsRead ? _place.EmptyText : IsListed(current.Id) ? $"{current.Id.Shown}: looking for its channels…" : $"{current.Id.Shown} is no block: the remarks below the list say why.",
            _review.Mode);
    }

    /// <summary>
    /// A block that <see cref="Current"/> left out, because its folder had not been looked into, can be shown now; or the scan has
    /// found out that the current one lacks a channel.
    /// </summary>
    public bool IsDue => _unread.Any(id => !_place.Catalog.TryGet(id, out Block? block) || block.IsRead) || _place.Current is { } current && current.Missing.Count != _missing;

    /// <summary>The words about the current block and its neighbours.</summary>
    public IReadOnlyList<WordsOfBlock> WordsAround()
    {
        if (_place.Current is not { } current)
        {
            return [];
        }

        (List<Block> next, Block? previous) = _route.Around(current);
        IEnumerable<Block> blocks = previous is null ? [current, .. next] : [current, .. next, previous];
        return [.. blocks.Select(block => new WordsOfBlock(_place.Root.Id, block.Id.Value, WordsOf(block)))];
    }

    public BlockWords WordsOf(Block block) => new(DecidedLabelOf(block), PositionOf(block), _review.LineOf(block)) { LabelName = LabelNameOf(block), Mark = MarkOf(block) };

    /// <summary>The annotator's own label, or what is decided while adjudicating; of a block of the self-check the answer.</summary>
    public int? DecidedLabelOf(Block block) =>
        block.IsBlind ? _place.Repeats.CheckOf(block.Id)?.AnswerOf(block.Id) : _review.Mode != DecisionMode.Own ? _review.DecidedLabelOf(block) : _labels.Of(block);

    /// <summary>
    /// Decodes the neighbours once the block itself is on screen. Until then its own planes have the processor.
    /// </summary>
    public void PrefetchAround(Block current)
    {
        (List<Block> next, Block? previous) = _route.Around(current);
        Prefetch([current, .. next.TakeWhile(block => block.IsRead)], previous is { IsRead: true } ? previous : null);
    }

    /// <summary>Nothing is decoded ahead for this page any more.</summary>
    public void Close() => _volumes.Prefetch([], this);

    /// <summary>A block to look at beside the current one; null: it is not in the open folder any more.</summary>
    public async Task<PinnedExample?> ExampleAsync(BlockId id, int label)
    {
        OpenRoot root = _place.Root;
        if (await root.Catalog.FindAsync(id) is not { } block)
        {
            return null;
        }

        BlockDescription? opened = await _channels.DescribeAsync(block);
        return new PinnedExample(BlockRef.Of(root, block, opened, _classes.VoxelSizeUm, WordsOf(block)), label);
    }

    private bool IsListed(BlockId id) => SelfCheckId.Is(id) || _place.Catalog.TryGet(id, out _);

    private void Prefetch(List<Block> ahead, Block? previous) =>
        _volumes.Prefetch(previous is null ? ahead : [.. ahead, previous], this);

    private BlockRef Describe(Block block) =>
        BlockRef.Of(_place.Root, block, _channels.Find(block), _classes.VoxelSizeUm, WordsOf(block));

    private string? LabelNameOf(Block block) =>
        block.IsBlind ? null : _review.Mode switch
        {
            DecisionMode.Final => _review.AwaitedOf(block)?.Words,
            DecisionMode.Own => _labels.AwaitedOf(block)?.Words,
            _ => null,
        };

    private MarkWords? MarkOf(Block block) =>
        _review.Mode == DecisionMode.Own && _labels.MarkOf(block) is { IsEmpty: false } mark ? new MarkWords(mark.IsUnsure, mark.Note, mark.Unusable) : null;

    /// <summary>In the calibration round, else in the whole list, also where a filter hides some of it; of a block of the self-check that of the one it stands in for.</summary>
    private string PositionOf(Block block) => _review.Mode == DecisionMode.Own && _place.Queue.Calibration.PositionOf(block, _place.ConfiguredBlocks) is { } calibration ? calibration
        : ListedOf(block) is { } listed && _place.Sequence.Order.IndexOf(_place.Listed, listed.Id) is >= 0 and int index
        ? string.Create(CultureInfo.InvariantCulture, $"{index + 1:N0} of {_place.TotalCount:N0}")
        : "";

    private Block? ListedOf(Block block) => block.IsBlind ? _route.AfterInList(block) ?? _place.Standing : block;
}
