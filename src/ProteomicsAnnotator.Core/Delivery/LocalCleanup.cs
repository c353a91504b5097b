namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>
/// Deletes files on this machine that wait no more: of this program, and of ended programs whose decisions were taken over.
/// What is deleted is remembered before. Thread-safe; one deletion at a time.
/// </summary>
internal sealed class LocalCleanup(PendingDecisions pending, LocalJournals files, RememberedDecisions remembered)
{
    // Guards _running.
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Ends when what was begun is done.</summary>
    public Task Running
    {
        get
        {
            lock (_gate)
            {
                return _running;
            }
        }
    }

    /// <summary>Not waited for. Does nothing when there is nothing to delete.</summary>
    public void Begin()
    {
        if ((files.HasOwn && pending.NeedsNoOwnFile) || pending.HasDelivered)
        {
            _ = RunAsync();
        }
    }

    /// <summary>True when nothing that this program wrote waits on this machine.</summary>
    public Task<bool> RunAsync()
    {
        lock (_gate)
        {
            Task<bool> running = RunAfterAsync(_running);
            _running = running;
            return running;
        }
    }

    /// <summary>This machine's disk answers later than the share, which has the decision.</summary>
    public async Task RunBehindAsync(Task<DiskAnswer> here)
    {
        _ = await here;
        _ = await RunAsync();
    }

    private async Task<bool> RunAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        IReadOnlyList<string> delivered = pending.TakeDelivered();
        await remembered.WhenWrittenAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return await Task.Run(() => files.Delete(delivered, () => pending.NeedsNoOwnFile));
    }
}
