using Microsoft.AspNetCore.Http.Features;
using ProteomicsAnnotator.App.Annotating.SelfChecks;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Endpoints;

/// <summary>
/// Finds blocks for HTTP callers. The scan begins with the program; a script that starts right after it sees the complete
/// list, because a call waits for the scan or looks for its one block directly. Pages do not wait: their lists fill. Ids
/// are parsed and looked up, never made into a path.
/// </summary>
public sealed class BlockLookup
{
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MostOpening = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan MostWaiting = TimeSpan.FromSeconds(10);

    private readonly OpenRoots _roots;
    private readonly OpenSelfChecks _selfChecks;
    private readonly Task _firstScan;

    private readonly UnreadableBlocks _unreadable;

    public BlockLookup(OpenRoots roots, OpenSelfChecks selfChecks, AnnotatorOptions options)
    {
        _unreadable = new UnreadableBlocks(options.MaxBlockBytes, TimeProvider.System);
        _selfChecks = selfChecks;
        _roots = roots;
        _firstScan = roots.ScanAsync(roots.Configured);
    }

    /// <summary>The first scan is complete, and so is the list; it may be some seconds old.</summary>
    public bool IsListWhole => _firstScan.IsCompleted;

    /// <summary>Blocks of the configured root; null until the first scan is complete.</summary>
    public int? KnownCount => IsListWhole ? _roots.Configured.Catalog.Current.Blocks.Count : null;

    /// <summary>The configured root's list once the first scan is complete, or the part known after ten seconds.</summary>
    public async Task<CatalogSnapshot> ListKnownAsync(CancellationToken cancellationToken)
    {
        await _firstScan.WaitAsync(MostWaiting, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return _roots.Configured.Catalog.Current;
    }

    /// <summary>The configured root's list once the first scan is complete: figures of a part would be wrong.</summary>
    /// <exception cref="StorageException">The scan is not complete after ten seconds.</exception>
    public async Task<CatalogSnapshot> ListAsync(CancellationToken cancellationToken)
    {
        CatalogSnapshot known = await ListKnownAsync(cancellationToken);
        return IsListWhole
            ? known
            : throw new StorageException(
                _roots.Configured.Catalog.Root,
                $"the search for blocks is still running ({known.Blocks.Count} so far); figures of a part would be wrong, ask again later");
    }

    /// <summary>All blocks, in order: a plan of a part would leave the others to nobody.</summary>
    /// <exception cref="StorageException">The scan is not complete, or a folder could not be read.</exception>
    public async Task<IReadOnlyList<BlockId>> ListPlannableAsync(CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await ListAsync(cancellationToken);
        return catalog.Gaps is [{ } gap, ..]
            ? throw new StorageException(catalog.Problems.First(problem => problem.IsUnread).Path, $"nothing is planned, as blocks may be missing: {gap}")
            : [.. catalog.Blocks.Select(block => block.Id)];
    }

    /// <summary>Null: the block is no point of a volume, or is not there.</summary>
    public BlockPoint? PointOf(BlockId id) => _roots.Configured.Catalog.Current.TryGet(id, out Block? block) ? block.Point : null;

    /// <summary>Which of these blocks nobody can label. Bounded: of some it may not be known yet.</summary>
    public async Task<UnreadableFound> FindUnreadableAsync(IEnumerable<BlockId> asked, CancellationToken cancellationToken)
    {
        CatalogSnapshot catalog = await ListKnownAsync(cancellationToken);
        return await Task.Run(() => FindUnreadable(asked, catalog), cancellationToken);
    }

    /// <summary>The same, blocking.</summary>
    public UnreadableFound FindUnreadable(IEnumerable<BlockId> asked, CatalogSnapshot catalog) => _unreadable.Find(asked, catalog, MostOpening);

    /// <summary>Whether the configured root exists. A share that does not answer within a second counts as there.</summary>
    public async Task<bool> RootExistsAsync(CancellationToken cancellationToken)
    {
        await _firstScan.WaitAsync(Glance, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _roots.Configured.Catalog.Current.RootExists;
    }

    /// <param name="text">Block id at the end of the path, as routing gave it.</param>
    /// <param name="rootId">Null: the configured root.</param>
    /// <param name="context">The request.</param>
    public async Task<Block?> FindAsync(string text, string? rootId, HttpContext context)
    {
        if (!BlockId.TryParse(BlockAddress.Of(context, text), out BlockId id)
            || !_roots.TryGet(rootId, out OpenRoot? root))
        {
            return null;
        }

        return await root.Catalog.FindAsync(id, context.RequestAborted);
    }

    /// <summary>For voxels only: also a block of the caller's self-check, by the id under which it is shown.</summary>
    /// <param name="text">Block id at the end of the path, as routing gave it.</param>
    /// <param name="rootId">Null: the configured root.</param>
    /// <param name="context">The request.</param>
    public async Task<Block?> FindShownAsync(string text, string? rootId, HttpContext context) =>
        BlockId.TryParse(text, out BlockId id) && SelfCheckId.Is(id)
            ? _selfChecks.Find(context.User.Identity!.Name!, id)
            : await FindAsync(text, rootId, context);
}

/// <summary>
/// The block id at the end of a request's path. Routing leaves %2F as it is and turns %252F into %2F, after which a
/// slash that a client escaped looks like part of a folder's name. Only the raw path distinguishes them.
/// </summary>
internal static class BlockAddress
{
    /// <param name="context">The request.</param>
    /// <param name="routed">What routing made of the end of the path.</param>
    public static string Of(HttpContext context, string routed)
    {
        if (!routed.Contains("%2F", StringComparison.OrdinalIgnoreCase))
        {
            return routed;
        }

        string raw = context.Features.Get<IHttpRequestFeature>()?.RawTarget ?? "";
        string[] segments = raw.Split('?', 2)[0].Split('/');
        int own = routed.Split('/').Length;
        return own < segments.Length
            ? string.Join('/', segments[^own..].Select(Uri.UnescapeDataString))
            : routed.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
    }
}
