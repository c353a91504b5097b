using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>
/// The configured data root and those opened with Browse... in this run. What a scan found is kept until the
/// program ends. A scan stops when no page has its root open, and starts again when a page returns before the scan was
/// complete. The configured root is always in use.
/// </summary>
public sealed class OpenRoots : IDisposable
{
    public const string ConfiguredId = "configured";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, RootUse> _byId = new(StringComparer.Ordinal);
    private readonly AnnotatorOptions _options;
    private readonly TimeProvider _time;
    private bool _disposed;

    public OpenRoots(AnnotatorOptions options, BlockCatalog configured, TimeProvider time)
    {
        _options = options;
        _time = time;
        Configured = new OpenRoot(ConfiguredId, configured);
        _byId[ConfiguredId] = new RootUse(Configured) { Pages = 1 };
    }

    public OpenRoot Configured { get; }

    /// <summary>Opens a folder for a page, which must <see cref="Leave"/> it; its scan begins unless it is complete.</summary>
    /// <param name="path">Absolute path.</param>
    /// <exception cref="InvalidOperationException">It is a server, where the configured root is the only one.</exception>
    public OpenRoot Open(string path)
    {
        if (_options.Serve is not null)
        {
            throw new InvalidOperationException("A server opens no other folder than its data root.");
        }

        lock (_gate)
        {
            string wanted = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            RootUse? use = _byId.Values.FirstOrDefault(known => known.Root.Catalog.Root == wanted);
            if (use is null)
            {
                string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
                BlockCatalog catalog = DataRoots.CatalogOf(_options, wanted, _time);
                _byId[id] = use = new RootUse(new OpenRoot(id, catalog));
            }

            return Enter_NeedsLock(use);
        }
    }

    /// <summary>Opens a known root for another page, which must <see cref="Leave"/> it.</summary>
    public OpenRoot Enter(OpenRoot root)
    {
        lock (_gate)
        {
            return Enter_NeedsLock(_byId[root.Id]);
        }
    }

    /// <summary>A page has closed the root.</summary>
    public void Leave(OpenRoot root)
    {
        lock (_gate)
        {
            if (_byId.TryGetValue(root.Id, out RootUse? use) && root != Configured && --use.Pages == 0)
            {
                use.StopScans();
            }
        }
    }

    /// <summary>An absent id means the configured root.</summary>
    public bool TryGet(string? id, [NotNullWhen(true)] out OpenRoot? root)
    {
        lock (_gate)
        {
            root = _byId.GetValueOrDefault(string.IsNullOrEmpty(id) ? ConfiguredId : id)?.Root;
            return root is not null;
        }
    }

    /// <summary>Scans in the background, as long as a page has the root open.</summary>
    public Task ScanAsync(OpenRoot root)
    {
        lock (_gate)
        {
            return _disposed ? Task.CompletedTask : _byId[root.Id].ScanAsync();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (RootUse use in _byId.Values)
            {
                use.StopScans();
            }
        }
    }

    private OpenRoot Enter_NeedsLock(RootUse use)
    {
        use.Pages++;
        if (use.Root != Configured && use.Pages == 1 && !use.IsScanned && !_disposed)
        {
            _ = use.ScanAsync();
        }

        return use.Root;
    }

    /// <summary>How many pages have a root open, and their scans.</summary>
    [SuppressMessage("Design", "CA1001", Justification = "A token source without timer or handle holds nothing.")]
    private sealed class RootUse(OpenRoot root)
    {
        private CancellationTokenSource _scans = new();

        public OpenRoot Root => root;

        public int Pages { get; set; }

        public bool IsScanned => root.Catalog.Current.IsComplete;

        public Task ScanAsync()
        {
            CancellationToken token = _scans.Token;
            return Task.Run(() => root.Catalog.ScanAsync(token), token);
        }

        public void StopScans()
        {
            _ = _scans.CancelAsync();
            _scans = new CancellationTokenSource();
        }
    }
}

/// <summary>A data root that is open in this run. The id is opaque: no path travels over HTTP.</summary>
public sealed record OpenRoot(string Id, BlockCatalog Catalog);
