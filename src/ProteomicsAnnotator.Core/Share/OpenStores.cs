using System.Collections.Concurrent;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Roots;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>The owners whose labels this program has open: one store for each. Thread-safe.</summary>
internal sealed class OpenStores(LabelShareSettings settings, SharedRoot root)
{
    private readonly ConcurrentDictionary<string, Lazy<Task<OwnerLabelStore>>> _opening = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, OwnerLabelStore> _open = new(StringComparer.Ordinal);

    /// <summary>Raised when something of one of them changed.</summary>
    public event Action? Changed;

    public ICollection<OwnerLabelStore> All => _open.Values;

    /// <summary>Labels that have not reached the share.</summary>
    public int Undelivered => All.Sum(store => store.Undelivered);

    /// <summary>Labels that had waited here and have reached the share so far.</summary>
    public int Delivered => All.Sum(store => store.Delivered);

    /// <summary>A journal of a newer format, in words; null: none was seen.</summary>
    public string? Newer => All.Select(store => store.Newer).FirstOrDefault(text => text is not null);

    public bool IsOpen(LabelOwner owner) => _open.ContainsKey(owner.Key);

    /// <summary>What is known here of a block, also what has not reached the share.</summary>
    public IEnumerable<(LabelOwner Owner, LabelEvent Event)> DecisionsOn(LabelKey key) => All.SelectMany(store => store.DecisionsOn(key));

    public Task<OwnerLabelStore> OpenAsync(LabelOwner owner) =>
        _opening.GetOrAdd(owner.Key, _ => new Lazy<Task<OwnerLabelStore>>(() => CreateAsync(owner))).Value;

    /// <summary>Delivers and writes what is waiting.</summary>
    public async Task<DeliveryReport> FlushAsync(TimeSpan limit)
    {
        try
        {
            bool[] written = await Task.WhenAll(All.Select(store => store.FlushAsync())).WaitAsync(limit, settings.TimeProvider);
            return new DeliveryReport(Undelivered, written.All(isWritten => isWritten));
        }
        catch (TimeoutException)
        {
            return new DeliveryReport(Undelivered, FilesWritten: false);
        }
    }

    /// <summary>Takes as long as the disks take.</summary>
    public async Task CloseAsync()
    {
        // One that is still being opened writes, too.
        foreach (Lazy<Task<OwnerLabelStore>> opening in _opening.Values.Where(store => store.IsValueCreated))
        {
            await ((Task)opening.Value).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        // Closes each, even when another one fails.
        await Task.WhenAll(All.Select(async store => await store.DisposeAsync()));
    }

    private async Task<OwnerLabelStore> CreateAsync(LabelOwner owner)
    {
        var store = new OwnerLabelStore(settings, owner, root);
        try
        {
            await store.OpenAsync();
        }
        catch (Exception)
        {
            // The next caller tries again.
            _ = _opening.TryRemove(owner.Key, out _);
            throw;
        }

        store.Changed += () => Changed?.Invoke();
        _open[owner.Key] = store;
        return store;
    }
}
