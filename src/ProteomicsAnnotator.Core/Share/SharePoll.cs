using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>Checks at each poll whether the share is there, what others did, and whose labels wait on this machine.</summary>
internal sealed class SharePoll(
    LabelShareSettings settings, SharedRoot root, OpenStores stores, ShareReader reader, (PlanFollower Plan, SettingsFollower Settings) campaign) : IDisposable
{
    private const string ChangesUnknown = "Other machines' changes could not be looked for";
    private const string LeftoversUnknown = "Labels of an earlier start that wait on this machine could not be looked for";
    private static readonly TimeSpan NewsPause = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan CompareLimit = TimeSpan.FromSeconds(30);
    private readonly LeftoverOwners _leftovers = new(settings, root);
    private readonly CancellationTokenSource _stopping = new();
    private readonly StoreNews _news = new();

    // Held for one look, at a poll or at news.
    private readonly FifoAsyncLock _turns = new();
    private Task _polling = Task.CompletedTask;
    private bool _hasOpenedLeftovers;
    private volatile string? _problem;

    /// <summary>Raised when there is something new to read or to say.</summary>
    public event Action? Changed;

    /// <summary>Raised when another version of the plan counts.</summary>
    public event Action? PlanChanged;

    /// <summary>What went wrong at the last poll, in words; null: nothing.</summary>
    public string? Problem => _problem;

    public void Begin() => _polling = Task.WhenAll(Task.Run(PollAsync, CancellationToken.None), settings.Store is null ? Task.CompletedTask : Task.Run(FollowAsync, CancellationToken.None));

    /// <summary>A database has brought something: it is looked at now rather than at the next poll.</summary>
    public void Tell(IReadOnlySet<string> owners, bool hasFiles) => _news.Add(owners, hasFiles);

    /// <summary>Begins no further poll. The one under way is waited for with <see cref="EndAsync"/>.</summary>
    public Task StopAsync() => _stopping.CancelAsync();

    public async Task EndAsync() => await _polling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    public void Dispose() => _stopping.Dispose();

    /// <summary><see cref="SharedRoot.State"/> says what came of it.</summary>
    public async Task VerifyAsync()
    {
        try
        {
            _ = await root.RunAsync(
                () =>
                {
                    root.Verify();
                    return true;
                },
                settings.Limits.Answer);
        }
        catch (StorageException)
        {
            // The state says why.
        }
    }

    private async Task PollAsync()
    {
        using var timer = new PeriodicTimer(settings.PollInterval, settings.TimeProvider);
        try
        {
            Tell(await TryAsync(OpenLeftoversAsync, LeftoversUnknown));
            while (await timer.WaitForNextTickAsync(_stopping.Token))
            {
                string? leftovers = _hasOpenedLeftovers ? null : await TryAsync(OpenLeftoversAsync, LeftoversUnknown);
                Tell(await TryAsync(PollOnceAsync, ChangesUnknown) ?? leftovers);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    /// <summary>Runs a round so that an unforeseen fault in it does not end all later ones.</summary>
    /// <returns>What went wrong, after <paramref name="meaning"/>; null: nothing.</returns>
    private static async Task<string?> TryAsync(Func<Task> round, string meaning)
    {
        try
        {
            await round();
            return null;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            return $"{meaning}: {fault.Message}";
        }
    }

    private void Tell(string? problem)
    {
        bool isNews = problem is not null && problem != _problem;
        _problem = problem;
        if (isNews)
        {
            Changed?.Invoke();
        }
    }

    private async Task FollowAsync()
    {
        try
        {
            while (true)
            {
                (IReadOnlySet<string> owners, bool hasFiles) = await _news.TakeAsync(_stopping.Token);
                Tell(await TryAsync(() => hasFiles ? PollOnceAsync() : LookAtAsync(owners), ChangesUnknown));
                await Task.Delay(NewsPause, settings.TimeProvider, _stopping.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // Stopped.
        }
    }

    private async Task LookAtAsync(IReadOnlySet<string> owners)
    {
        using IDisposable turn = await _turns.TakeAsync(_stopping.Token);
        foreach (OwnerLabelStore store in stores.All.Where(store => owners.Contains(store.Owner)))
        {
            await store.PollAsync();
        }

        if (await reader.HasChangedAsync())
        {
            Changed?.Invoke();
        }
    }

    private async Task PollOnceAsync()
    {
        using IDisposable turn = await _turns.TakeAsync(_stopping.Token);
        if (root.IsHanging)
        {
            return;
        }

        await campaign.Settings.LookAsync();
        if (campaign.Plan.IsFollowed && await campaign.Plan.LookAsync())
        {
            PlanChanged?.Invoke();
        }

        if (stores.All.Count == 0)
        {
            await VerifyAsync();
        }

        foreach (OwnerLabelStore store in stores.All)
        {
            await store.PollAsync();
        }

        if (await reader.HasChangedAsync())
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Labels an earlier program could not deliver belong to users who may not sign in today.</summary>
    private async Task OpenLeftoversAsync()
    {
        bool isRootKnown = root.State.RootId is not null;
        foreach (LabelOwner owner in await Task.Run(_leftovers.Waiting))
        {
            _ = await stores.OpenAsync(owner);
        }

        _hasOpenedLeftovers = await OpenOwnersWithLossesAsync() && isRootKnown;
    }

    /// <summary>False while the share cannot be compared with what this machine remembers.</summary>
    private async Task<bool> OpenOwnersWithLossesAsync()
    {
        if (!root.State.IsAvailable)
        {
            return false;
        }

        try
        {
            foreach (string notice in await Task.Run(() => _leftovers.DescribeOrphans().ToList()))
            {
                root.AddNotice(notice);
            }

            IReadOnlyList<LabelOwner> lacking = await root.RunAsync(() => _leftovers.WithLosses(stores.IsOpen), CompareLimit, LabelOwner.Remembered);
            foreach (LabelOwner owner in lacking)
            {
                _ = await stores.OpenAsync(owner);
            }

            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }
}
