using System.Collections.Concurrent;
using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>
/// Finds blocks that nobody can label, as none of their channel files opens or they have none. What cannot be read is looked at
/// again each time, so that a block that can be read again is open again; what could be read is believed for a while. That a file cannot be
/// reached is its own fault only where another one can be reached at the same time: else the share is away. Blocking; thread-safe.
/// </summary>
/// <param name="maxBytes">What a block may take once decoded.</param>
/// <param name="time">For how long that is.</param>
public sealed class UnreadableBlocks(long maxBytes, TimeProvider time)
{
    private const int MostProbed = 20;
    private static readonly TimeSpan Believed = TimeSpan.FromMinutes(15);
    private readonly ConcurrentDictionary<string, long> _readAt = new(StringComparer.Ordinal);

    /// <param name="asked">Which blocks it is asked of.</param>
    /// <param name="catalog">Of the data root.</param>
    /// <param name="limit">After it no further file is opened: the next look goes on.</param>
    public UnreadableFound Find(IEnumerable<BlockId> asked, CatalogSnapshot catalog, TimeSpan limit)
    {
        bool isWhole = catalog is { IsComplete: true, RootExists: true, IsCutOff: false, Gaps.Count: 0 };
        var look = new Look();
        foreach (BlockId id in asked.Distinct())
        {
            if (!catalog.TryGet(id, out Block? block))
            {
                look.Set(id, isWhole ? "the data root has no such block" : null);
            }
            else if (!block.IsRead)
            {
                look.Set(id, null);
            }
            else if (block.Channels.Count == 0)
            {
                look.Set(id, block.Problem ?? "it has no channel file");
            }
            else if (block.Channels.Any(IsBelieved))
            {
                look.Believed++;
            }
            else
            {
                look.Open.Add(block);
            }
        }

        long deadline = BoundedReads.DeadlineOf(time, limit);
        OpenAll(look, deadline);
        if (look is { Readable: 0, Found.Count: > 0 } && (look.Believed == 0 || look.Unreached.Count > 0))
        {
            Probe(look, catalog, deadline);
        }

        return look.Result;
    }

    /// <summary>Where nothing could be read just now: whether anything else of the data root can.</summary>
    private void Probe(Look look, CatalogSnapshot catalog, long deadline)
    {
        Block[] others = [.. catalog.Blocks.Where(block => block.Channels.Count > 0 && !look.Found.ContainsKey(block.Id))];
        Block[] some = [.. others.Where((_, index) => index % Math.Max(1, others.Length / MostProbed) == 0).Take(MostProbed)];
        look.Readable += new BoundedReads(time)
            .Each([.. some.Select(block => block.Channels[0].Path)], path => ChannelHeadersCheck.FaultOf(path, maxBytes), deadline: deadline)
            .Count(file => file is { Error: null, Value: null });
    }

    /// <summary>The second file of a block is opened only where the first one cannot be read.</summary>
    private void OpenAll(Look look, long deadline)
    {
        for (int channel = 0; look.Open.Count > 0; channel++)
        {
            IReadOnlyList<BoundedRead<string?>> opened = new BoundedReads(time).Each(
                [.. look.Open.Select(block => block.Channels[channel].Path)], path => ChannelHeadersCheck.FaultOf(path, maxBytes), deadline: deadline);
            var left = new List<Block>();
            foreach ((Block block, BoundedRead<string?> file) in look.Open.Zip(opened))
            {
                if (file is { Error: null, Value: null })
                {
                    _readAt[block.Channels[channel].Path] = time.GetTimestamp();
                    look.Forget(block.Id);
                    look.Readable++;
                }
                else if (file.Error is { InnerException: TimeoutException })
                {
                    look.Forget(block.Id);
                    look.Set(block.Id, null);
                }
                else
                {
                    _ = look.Found.TryAdd(block.Id, $"{block.Channels[channel].FileName}: {file.Error?.Reason ?? file.Value}");
                    _ = file.Error is not null && look.Unreached.Add(block.Id);
                    left.Add(block);
                }
            }

            look.Open = [.. left.Where(block => block.Channels.Count > channel + 1)];
        }
    }

    private bool IsBelieved(ChannelFile file) => _readAt.TryGetValue(file.Path, out long at) && time.GetElapsedTime(at) < Believed;

    /// <summary>What one look has found so far.</summary>
    private sealed class Look
    {
        /// <summary>Why each block cannot be read.</summary>
        public Dictionary<BlockId, string> Found { get; } = [];

        /// <summary>Blocks whose next file is to be opened.</summary>
        public List<Block> Open { get; set; } = [];

        /// <summary>Of <see cref="Found"/> those of which a file could not be reached, which says nothing of what is in it.</summary>
        public HashSet<BlockId> Unreached { get; } = [];

        /// <summary>Blocks that could be read just now.</summary>
        public int Readable { get; set; }

        /// <summary>Blocks that could be read a while ago.</summary>
        public int Believed { get; set; }

        private int Unknown { get; set; }

        public UnreadableFound Result => Readable > 0 || Found.Count == 0 ? new UnreadableFound(Found, Unknown)
            : Believed > 0 ? new UnreadableFound(new Dictionary<BlockId, string>(Found.ExceptBy(Unreached, block => block.Key)), Unreached.Count + Unknown) { Problem = Unreached.Count == 0 ? null : Words(Found.First(block => Unreached.Contains(block.Key))) }
            : new UnreadableFound(UnreadableFound.None.Blocks, Found.Count + Unknown) { Problem = Words(Found.First()) };

        public void Forget(BlockId id)
        {
            _ = Found.Remove(id);
            _ = Unreached.Remove(id);
        }

        /// <param name="id">Of a block.</param>
        /// <param name="why">Null: it is not known whether it can be read.</param>
        public void Set(BlockId id, string? why)
        {
            if (why is null)
            {
                Unknown++;
            }
            else
            {
                Found[id] = why;
            }
        }

        private static string Words(KeyValuePair<BlockId, string> block) =>
            string.Create(CultureInfo.InvariantCulture, $"No block can be read here, so none is taken for done: look at the data root. {block.Key}: {block.Value}");
    }
}

/// <param name="Blocks">Why each cannot be read.</param>
/// <param name="Unknown">Blocks of which that is not known yet.</param>
public sealed record UnreadableFound(IReadOnlyDictionary<BlockId, string> Blocks, int Unknown)
{
    public static UnreadableFound None { get; } = new(new Dictionary<BlockId, string>(), 0);

    /// <summary>Why none of them is named, in words: that they are all unreadable says more of this machine than of them. Null: they are.</summary>
    public string? Problem { get; init; }
}
