using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Threading.Channels;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// One admin's view of everyone's labels in the configured data root. It follows the share, the block list and the
/// final labels by itself; <see cref="Changed"/> comes from any thread, what it announces is immutable.
/// </summary>
public sealed partial class ReviewSession : IAsyncDisposable
{
    private static readonly TimeSpan LookLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ShortestPause = TimeSpan.FromMilliseconds(100);

    private readonly LabelShare _share;
    private readonly BlockCatalog _catalog;
    private readonly FinalLabels _finals;
    private readonly TimeProvider _time;
    private readonly Func<IReadOnlyCollection<string>, Task> _keepExcluded;
    private readonly CancellationTokenSource _closing = new();
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly Channel<bool> _wakes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private Task _following = Task.CompletedTask;
    private Task _computing = Task.CompletedTask;
    private CancellationTokenSource? _computingStop;
    private IReadOnlyList<Block>? _blocksOfIds;
    private IReadOnlyList<BlockId> _ids = [];
    private AllVotes? _votes;
    private LabelSnapshot? _shownFinals;
    private FrozenSet<LaterVote> _laterVotes = FrozenSet<LaterVote>.Empty;
    private IReadOnlySet<LaterVote> _repeatedVotes = FrozenSet<LaterVote>.Empty;

    private ReviewSession(ReviewSources sources, FinalLabels finals)
    {
        _share = sources.Share;
        _catalog = sources.Catalog;
        Classes = sources.Classes;
        _time = sources.Time;
        _keepExcluded = sources.KeepExcluded;
        Excluded = ImmutableSortedSet.Create(StringComparer.Ordinal, [.. sources.Excluded]);
        _finals = finals;
        ChangedFiles = new ChangedFilesLook(_share, _catalog);
    }

    /// <summary>Table, figures, faults or the adjudication are others. Raised on any thread.</summary>
    public event Action? Changed;

    /// <summary>Words for this admin. Raised on any thread.</summary>
    public event Action<Notice>? Noticed;

    public LabelClasses Classes { get; }

    public string Admin => _finals.By;

    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Of the final labels.</summary>
    public SaveState SaveState => _finals.SaveState;

    public ReviewTable Table { get; private set; } = ReviewTable.Of(
        new ReviewInput([], [], ImmutableDictionary<BlockId, FinalLabel>.Empty));

    /// <summary>Of <see cref="Table"/> or, while new ones are computed, of the one before; null before the first.</summary>
    public ReviewFigures? Figures { get; private set; }

    /// <summary>False until the first table is there.</summary>
    public bool IsLoaded { get; private set; }

    /// <summary>When the labels were read last.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>Why the labels could not be read; null when they could. The table then is the last one that could.</summary>
    public string? Fault { get; private set; }

    /// <summary>Which labels were given on channel files that are others now, as of the last look.</summary>
    public ChangedFilesLook ChangedFiles { get; }

    /// <summary>Usernames shown but not counted.</summary>
    public ImmutableSortedSet<string> Excluded { get; private set; }

    /// <summary>This admin has a decision to take back, and one to make again; as of <see cref="Table"/>.</summary>
    public (bool Undo, bool Redo) Steps { get; private set; }

    /// <summary>Things to say once: labels of other folders, and that a newer program writes here.</summary>
    public IReadOnlyList<string> Notices =>
        [.. _votes?.NotCounted ?? [], .. _votes?.Notices ?? [], .. _finals.Notices, .. new[] { _share.UpdateNeeded }.OfType<string>()];

    /// <summary>Returns with the first table; <see cref="Fault"/> says when the share could not be read.</summary>
    public static async Task<ReviewSession> OpenAsync(
        ReviewSources sources, string admin, CancellationToken cancellationToken)
    {
        FinalLabels finals = await sources.Share.OpenFinalLabelsAsync(admin, cancellationToken);
        var session = new ReviewSession(sources, finals);
        session._share.Changed += session.Wake;
        session._catalog.Changed += session.Wake;
        session._finals.Changed += session.Wake;
        await session.RefreshAsync(cancellationToken);
        session._following = Task.Run(session.FollowAsync, CancellationToken.None);
        return session;
    }

    /// <summary>Reads everyone's labels anew and returns with the new table; figures follow in the background.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            AllVotes votes = await _share.ReadAllUsersAsync(cancellationToken);
            Fault = ReviewInput.ShareFault(votes);
            _votes = Fault is null || _votes is null || votes.Users.Count > 0 ? votes : _votes;
            ReadAt = _time.GetUtcNow();
        }
        finally
        {
            _ = _oneAtATime.Release();
        }

        await RebuildAsync(cancellationToken);
    }

    /// <summary>Looks for labels whose channel files are others now, and returns with the table that has them.</summary>
    public async Task LookForChangedFilesAsync(CancellationToken cancellationToken)
    {
        Task look = ChangedFiles.LookAsync(cancellationToken);
        Changed?.Invoke();
        await look;
        await RebuildAsync(cancellationToken);
    }

    /// <summary>
    /// Takes an annotator out of (or back into) the consensus and all statistics, for this admin and until taken back; the
    /// column stays.
    /// </summary>
    public async Task SetExcludedAsync(string username, bool excluded, CancellationToken cancellationToken)
    {
        Excluded = excluded ? Excluded.Add(username) : Excluded.Remove(username);
        await RebuildAsync(cancellationToken);
        await _keepExcluded(Excluded);
    }

    /// <summary>Sets, or with null clears, the final label of these blocks; the table has it when this returns.</summary>
    public async Task<LabelResult> SetFinalLabelAsync(
        IReadOnlyCollection<BlockId> blocks, int? label, CancellationToken cancellationToken)
    {
        if (label is { } number && Classes.Find(number) is null)
        {
            throw new ArgumentOutOfRangeException(nameof(label), label, $"expected 1 to {Classes.Count}");
        }

        LabelResult result = await _finals.SetAsync(
            [.. blocks.Select(block => new LabelKey(null, block))], label, cancellationToken);
        await RebuildAsync(cancellationToken);
        return result;
    }

    /// <summary>Makes the consensus the final label of each of these blocks, as one decision; the table has it when this returns.</summary>
    public async Task<LabelResult> AcceptAsync(IReadOnlyDictionary<BlockId, int> consensus, CancellationToken cancellationToken)
    {
        LabelResult result = await _finals.SetAsync(
            consensus.ToDictionary(item => new LabelKey(null, item.Key), item => item.Value), cancellationToken);
        await RebuildAsync(cancellationToken);
        return result;
    }

    /// <summary>The table has the final labels as they are known now.</summary>
    public Task RebuildFinalsAsync(CancellationToken cancellationToken) =>
        ReferenceEquals(_finals.Current, _shownFinals) ? Task.CompletedTask : RebuildAsync(cancellationToken);

    /// <summary>
    /// Takes in what other admins decided a moment ago, also on other machines, before something is decided over it. What
    /// the share does not tell soon is told by the next poll.
    /// </summary>
    public async Task LookAtOthersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _finals.SyncAsync().WaitAsync(LookLimit, _time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Deciding does not wait for a slow share.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _share.Changed -= Wake;
        _catalog.Changed -= Wake;
        _finals.Changed -= Wake;
        await _closing.CancelAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await StopComputingAsync();
        _computingStop?.Dispose();
        _closing.Dispose();
        _oneAtATime.Dispose();
    }

    private void Wake() => _wakes.Writer.TryWrite(true);

    private async Task FollowAsync()
    {
        await foreach (bool _ in _wakes.Reader.ReadAllAsync(_closing.Token))
        {
            long start = _time.GetTimestamp();
            if (!await TryAsync(() => RefreshAsync(_closing.Token)))
            {
                await TryAsync(TellAsync);
            }

            TimeSpan pause = _time.GetElapsedTime(start) * 2;
            await Task.Delay(pause < ShortestPause ? ShortestPause : pause, _time, _closing.Token);
        }
    }

    /// <summary>What goes wrong in a way nobody foresaw is said, and must not end the following of all that comes later.</summary>
    private async Task<bool> TryAsync(Func<Task> round)
    {
        try
        {
            await round();
            return true;
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Fault = $"Others' labels could not be shown: {fault.Message}";
            return false;
        }
    }

    private Task TellAsync()
    {
        Changed?.Invoke();
        return Task.CompletedTask;
    }

    private async Task RebuildAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (_votes is { } votes)
            {
                await StopComputingAsync();
                ReviewTable previous = Table;
                _shownFinals = _finals.Current;
                ReviewInput input = ReviewInput.Of(Ids(), votes, _shownFinals) with
                {
                    Excluded = Excluded,
                    Changed = new Lazy<IReadOnlyList<ChangedLabel>>(ChangedFiles.Found ?? []),
                };
                Task<(bool, bool)> steps = Task.Run(() => _finals.Steps, cancellationToken);
                ReviewTable table = await Task.Run(() => ReviewTable.Of(input, previous), cancellationToken);
                Table = table.WithRepeated(await RepeatedAsync(table.LaterVotes, cancellationToken));
                Steps = await steps;
                IsLoaded = true;
                StartComputing(Table);
                TellWhatOthersChanged(previous);
            }
        }
        finally
        {
            _ = _oneAtATime.Release();
        }

        Changed?.Invoke();
    }

    /// <summary>Final labels of this admin that another one replaced or cleared.</summary>
    private void TellWhatOthersChanged(ReviewTable before)
    {
        string? text = OverruledText.Of(before, Table, Admin, Classes, block => _finals.History(new LabelKey(null, block)));
        if (text is not null)
        {
            Noticed?.Invoke(new Notice(text, NoticeSeverity.Error));
        }
    }

    /// <summary>The journals are asked only about votes they were not asked about before.</summary>
    private async Task<IReadOnlySet<LaterVote>> RepeatedAsync(IReadOnlyList<LaterVote> later, CancellationToken cancellationToken)
    {
        if (!_laterVotes.IsSupersetOf(later))
        {
            _repeatedVotes = await _share.FindRepeatedAsync(later, cancellationToken);
            _laterVotes = later.ToFrozenSet();
        }

        return _repeatedVotes;
    }

    /// <summary>The same list object for the same scan, so that columns can be taken over.</summary>
    private IReadOnlyList<BlockId> Ids()
    {
        IReadOnlyList<Block> blocks = _catalog.Current.Blocks;
        if (!ReferenceEquals(blocks, _blocksOfIds))
        {
            BlockId[] ids = [.. blocks.Select(block => block.Id)];
            _ids = ids.AsSpan().SequenceEqual([.. _ids]) ? _ids : ids;
            _blocksOfIds = blocks;
        }

        return _ids;
    }

    private async Task StopComputingAsync()
    {
        if (_computingStop is { } stop)
        {
            await stop.CancelAsync();
            await _computing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            stop.Dispose();
            _computingStop = null;
        }
    }

    private void StartComputing(ReviewTable table)
    {
        var stop = new CancellationTokenSource();
        _computingStop = stop;
        _computing = Task.Run(() => Compute(table, stop.Token), stop.Token);
    }

    private void Compute(ReviewTable table, CancellationToken ct)
    {
        try
        {
            ComputeFigures(table, ct);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Fault = $"The statistics could not be computed: {fault.Message}";
            Changed?.Invoke();
        }
    }

    private void ComputeFigures(ReviewTable table, CancellationToken ct)
    {
        var figures = ReviewFigures.Of(table, ct);
        Publish(figures, ct);
        figures = figures with { Coefficients = AgreementCoefficients.WithIntervals(table, ct), HasIntervals = true };
        Publish(figures, ct);
        Publish(figures with { SecondOpinion = DawidSkene.Of(table, ct), IsComplete = true }, ct);
    }

    private void Publish(ReviewFigures figures, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Figures = figures;
        Changed?.Invoke();
    }
}
