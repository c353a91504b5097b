using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Sessions;

/// <summary>
/// The configured data root and those opened with Browse... in this run. A root is scanned in the background once it
/// is opened and stays open until the program ends.
/// </summary>
public sealed class OpenRoots : IDisposable
{
    public const string ConfiguredId = "configured";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, OpenRoot> _byId = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private readonly AnnotatorOptions _options;
    private readonly TimeProvider _time;

    public OpenRoots(AnnotatorOptions options, BlockCatalog configured, TimeProvider time)
    {
        _options = options;
        _time = time;
        Configured = new OpenRoot(ConfiguredId, configured);
        _byId[ConfiguredId] = Configured;
    }

    public OpenRoot Configured { get; }

    /// <summary>Opens a folder and starts its scan; a folder that is open already is given as it is.</summary>
    /// <param name="path">Absolute path.</param>
    public OpenRoot Open(string path)
    {
        OpenRoot root;
        lock (_gate)
        {
            string wanted = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            OpenRoot? open = _byId.Values.FirstOrDefault(known => known.Catalog.Root == wanted);
            if (open is not null)
            {
                return open;
            }

            string id = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(12));
            root = new OpenRoot(id, new BlockCatalog(wanted, _options.DataRoot, _options.Classes.ChannelNames, _time));
            _byId[id] = root;
        }

        _ = ScanAsync(root);
        return root;
    }

    /// <summary>An absent id means the configured root.</summary>
    public bool TryGet(string? id, [NotNullWhen(true)] out OpenRoot? root)
    {
        lock (_gate)
        {
            return _byId.TryGetValue(string.IsNullOrEmpty(id) ? ConfiguredId : id, out root);
        }
    }

    /// <summary>Scans in the background.</summary>
    public Task ScanAsync(OpenRoot root) => Task.Run(() => root.Catalog.ScanAsync(_closing.Token), _closing.Token);

    public void Dispose()
    {
        _closing.Cancel();
        _closing.Dispose();
    }
}
