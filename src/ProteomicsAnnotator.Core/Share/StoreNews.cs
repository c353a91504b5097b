namespace ProteomicsAnnotator.Core.Share;

/// <summary>What a database has brought and nobody has looked at yet, gathered while a look is under way. Thread-safe.</summary>
internal sealed class StoreNews
{
    private readonly Lock _gate = new();
    private HashSet<string> _owners = new(StringComparer.Ordinal);
    private bool _hasFiles;
    private TaskCompletionSource _arrived = New();

    public void Add(IReadOnlySet<string> owners, bool hasFiles)
    {
        lock (_gate)
        {
            _owners.UnionWith(owners);
            _hasFiles |= hasFiles;
            _ = _arrived.TrySetResult();
        }
    }

    /// <summary>Waits until there is something.</summary>
    public async Task<(IReadOnlySet<string> Owners, bool HasFiles)> TakeAsync(CancellationToken cancellationToken)
    {
        Task arrived;
        lock (_gate)
        {
            arrived = _arrived.Task;
        }

        await arrived.WaitAsync(cancellationToken);
        lock (_gate)
        {
            (HashSet<string> owners, bool hasFiles) = (_owners, _hasFiles);
            (_owners, _hasFiles, _arrived) = (new HashSet<string>(StringComparer.Ordinal), false, New());
            return (owners, hasFiles);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
