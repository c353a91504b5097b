using System.Collections.Immutable;
using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Progress;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Merge;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Snapshots;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// One admin's view of everyone's labels in the configured data root. It follows the share, the block list and the
/// final labels by itself. <see cref="Changed"/> comes from any thread; what it announces is immutable.
/// </summary>
public sealed class ReviewSession : IAsyncDisposable
{
    private static readonly TimeSpan SyncLimit = TimeSpan.FromSeconds(1);

    private readonly ReviewSources _sources;
    private readonly FinalLabels _finals;
    private readonly ReviewTableBuilder _tables;
    private readonly FigureComputation _figures;
    private readonly ReviewFollower _follower;
    private readonly OverruledNotices _overruled;

    /// <summary>Held while votes are read and while a table is built.</summary>
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private AllVotes? _votes;
    private ShownTable _shown = ShownTable.None;

    private ReviewSession(ReviewSources sources, FinalLabels finals)
    {
        _sources = sources;
        _finals = finals;
        ChangedFiles = new ChangedFilesSearch(sources.Share, sources.Catalog);
        _tables = new ReviewTableBuilder(sources.Share, sources.Catalog, ChangedFiles);
        _figures = new FigureComputation(sources.Classes.Count, () => (sources.Time.GetUtcNow(), sources.Share.CampaignSettings.Current.ZoneOr(sources.Time.LocalTimeZone)), table => VoteDemand.Read(sources.Share.Root, table, sources.FindUnreadable), TellOf, Fail);
        _follower = new ReviewFollower(FollowAsync, sources.Time);
        _overruled = new OverruledNotices(sources, finals, notice => Noticed?.Invoke(notice));
        Excluded = ImmutableSortedSet.Create(StringComparer.Ordinal, [.. sources.Excluded]);
        Adjudication = new Adjudication(this, finals, sources);
        Adjudication.Changed += Tell;
    }

    /// <summary>Table, figures, faults or the adjudication changed. Raised on any thread.</summary>
    public event Action? Changed;

    /// <summary>Words for this admin. Raised on any thread.</summary>
    public event Action<Notice>? Noticed;

    public LabelClasses Classes => _sources.Classes;

    public string Admin => _finals.By;

    /// <summary>How many votes each block is to have; null: nothing is said.</summary>
    public VoteTarget? Target => _sources.Share.Target;

    public DateTimeOffset Now => _sources.Time.GetUtcNow();

    public Adjudication Adjudication { get; }

    /// <summary>Of the final labels.</summary>
    public SaveState SaveState => _finals.SaveState;

    public ReviewTable Table => _shown.Table;

    /// <summary>Of <see cref="Table"/> or, while new ones are computed, of the one before; null before the first.</summary>
    public ReviewFigures? Figures => _figures.Newest;

    /// <summary>When the labels were read last.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>Why the labels could not be read; null when they could. The table then is the last one that could.</summary>
    public string? Fault { get; private set; }

    /// <summary>Which labels were given on channel files that have changed since, as of the last search.</summary>
    public ChangedFilesSearch ChangedFiles { get; }

    /// <summary>Usernames shown but not counted.</summary>
    public ImmutableSortedSet<string> Excluded { get; private set; }

    /// <summary>This admin has a decision to take back, and one to make again; as of <see cref="Table"/>.</summary>
    public (bool Undo, bool Redo) Steps => _shown.Steps;

    /// <summary>Notices: labels of other folders, and that a newer program writes here.</summary>
    public IReadOnlyList<string> Notices =>
        [.. _votes?.NotCounted ?? [], .. _votes?.Notices ?? [], .. new[] { ChangedFiles.Evidence.Fault }.OfType<string>(), .. ChangedFiles.Sample.Faults, .. _finals.Notices, .. new[] { _sources.Share.UpdateNeeded }.OfType<string>()];

    /// <summary>Returns with the first table; <see cref="Fault"/> says when the share could not be read.</summary>
    public static async Task<ReviewSession> OpenAsync(ReviewSources sources, string admin, CancellationToken cancellationToken)
    {
        FinalLabels finals = await sources.Share.OpenFinalLabelsAsync(admin, cancellationToken);
        var session = new ReviewSession(sources, finals);
        sources.Share.Changed += session._follower.Wake;
        sources.Share.PlanChanged += session._follower.Wake;
        sources.Catalog.Changed += session._follower.Wake;
        finals.Changed += session._follower.Wake;
        try
        {
            await session.RefreshAsync(cancellationToken);
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }

        session._follower.Start();
        return session;
    }

    /// <summary>Reads everyone's labels again and returns with the new table; the figures follow in the background.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            AllVotes votes = await _sources.Share.ReadAllUsersAsync(cancellationToken);
            Fault = ReviewInput.ShareFault(votes);
            _votes = Fault is null || _votes is null || votes.Users.Count > 0 ? votes : _votes;
            ReadAt = Now;
        }
        finally
        {
            _ = _oneAtATime.Release();
        }

        // Reads every journal where blocks are points: an answer to a key must not wait for it.
        await ChangedFiles.FollowAsync(cancellationToken);
        await RebuildAsync(cancellationToken);
    }

    /// <summary>Searches for labels whose channel files have changed since, and returns with the table that has them.</summary>
    public async Task SearchChangedFilesAsync(CancellationToken cancellationToken)
    {
        Task search = ChangedFiles.SearchAsync(cancellationToken);
        Tell();
        await search;
        await RebuildAsync(cancellationToken);
    }

    /// <summary>Takes an annotator out of (or back into) the consensus and all statistics, for this admin and until taken back; the column stays.</summary>
    public async Task SetExcludedAsync(string username, bool excluded, CancellationToken cancellationToken)
    {
        Excluded = excluded ? Excluded.Add(username) : Excluded.Remove(username);
        await RebuildAsync(cancellationToken);
        await _sources.KeepExcluded(Excluded);
    }

    /// <summary>Sets, or with null clears, the final label of these blocks; the table has it when this returns.</summary>
    /// <param name="blocks">Which.</param>
    /// <param name="label">Number of the class.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="reason">Why, in the admin's words; null: nothing is said.</param>
    /// <param name="ticket">What a database knows the decision by; null: nothing.</param>
    public async Task<LabelResult> SetFinalLabelAsync(IReadOnlyCollection<BlockId> blocks, int? label, CancellationToken cancellationToken, string? reason = null, DecisionTicket? ticket = null)
    {
        if (label is { } number && Classes.Find(number) is null)
        {
            throw new ArgumentOutOfRangeException(nameof(label), label, $"expected 1 to {Classes.Count}");
        }

        if (label is not null && blocks.Select(_sources.WhyNoTableHas).FirstOrDefault(why => why is not null) is { } refusal)
        {
            return new LabelResult(LabelPlace.Refused, refusal);
        }

        return await ShownAsync(
            await _finals.SetAsync([.. blocks.Select(block => new LabelKey(null, block))], label, cancellationToken, reason, PointOf, ticket), label is null ? [] : blocks, cancellationToken);
    }

    /// <summary>Makes the consensus the final label of each of these blocks, as one decision; the table has it when this returns.</summary>
    /// <param name="consensus">The label of each block.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="reason">Why, in words; null: nothing is said.</param>
    /// <param name="ticket">What a database knows the decision by; null: nothing.</param>
    public async Task<LabelResult> AcceptAsync(IReadOnlyDictionary<BlockId, int> consensus, CancellationToken cancellationToken, string? reason = null, DecisionTicket? ticket = null) => await ShownAsync(
        await _finals.SetAsync(consensus.ToDictionary(item => new LabelKey(null, item.Key), item => item.Value), cancellationToken, reason, PointOf, ticket), consensus.Keys, cancellationToken);

    /// <summary>The admin is shown what stands in this row: a vote of the admin from now on is not blind, unless nobody else has decided anything.</summary>
    public void NoteShown(ReviewRow row)
    {
        if (row.ShowsOthersTo(Admin))
        {
            _sources.NoteShown([row.Block]);
        }
    }

    /// <summary>A name of this admin.</summary>
    public bool IsOwn(string username) => Table.Input.People.PersonOf(username) == Table.Input.People.PersonOf(Admin);

    /// <summary>The same of blocks of which the admin is shown another person's vote, or the final label.</summary>
    public void NoteShown(IEnumerable<BlockId> blocks) => _sources.NoteShown(blocks);

    /// <summary>The table has the final labels as they are known now.</summary>
    public Task RebuildFinalsAsync(CancellationToken cancellationToken) => ReferenceEquals(_finals.Current, _shown.Finals) ? Task.CompletedTask : RebuildAsync(cancellationToken);

    /// <summary>Reads what other admins, also on other machines, decided a moment ago, before this admin decides over it. False: not within the limit, a second without one.</summary>
    public async Task<bool> SyncFinalsAsync(CancellationToken cancellationToken, TimeSpan? limit = null)
    {
        try
        {
            await _finals.SyncAsync().WaitAsync(limit ?? SyncLimit, _sources.Time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _sources.Share.Changed -= _follower.Wake;
        _sources.Share.PlanChanged -= _follower.Wake;
        _sources.Catalog.Changed -= _follower.Wake;
        _finals.Changed -= _follower.Wake;
        await _follower.DisposeAsync();
        await _figures.DisposeAsync();
        _oneAtATime.Dispose();
    }

    /// <summary>Shows an unforeseen fault and goes on following.</summary>
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RefreshAsync(cancellationToken);
            if (ChangedFiles.IsUntried)
            {
                await SearchChangedFilesAsync(cancellationToken);
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            TryFail($"Others' labels could not be shown: {fault.Message}");
        }
    }

    /// <summary>The table gets what was just decided. That is stored or refused, whatever becomes of the table.</summary>
    internal async Task ShowDecidedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RebuildAsync(cancellationToken);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            TryFail($"What was decided last could not be shown: {fault.Message}");
        }
    }

    private void TryFail(string reason)
    {
        try
        {
            Fail(reason);
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            Fault = $"Others' labels could not be shown: {fault.Message}";
        }
    }

    private void Fail(string reason)
    {
        Fault = reason;
        Tell();
    }

    private async Task<LabelResult> ShownAsync(LabelResult result, IEnumerable<BlockId> blocks, CancellationToken cancellationToken)
    {
        NoteShown(result.Accepted ? blocks : []);
        await ShowDecidedAsync(cancellationToken);
        return result;
    }

    private BlockPoint? PointOf(LabelKey key) => Table.Input.Points(key.Block);
    private void Tell() => Changed?.Invoke();

    /// <summary>No table is built meanwhile.</summary>
    private void TellOf(ReviewTable table)
    {
        if (!ReferenceEquals(_shown.Table, table))
        {
            _shown = _shown with { Table = table };
        }

        Tell();
    }

    /// <summary>The table has the votes and the final labels as they are known now.</summary>
    internal async Task RebuildAsync(CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            if (_votes is { } votes)
            {
                await _figures.StopAsync();
                ReviewTable previous = Table;
                LabelSnapshot finals = _finals.Current;
                ReviewInput input = _tables.InputOf(votes, finals, _finals.Seconds).Without(Excluded);
                Task<(bool, bool)> steps = Task.Run(() => _finals.Steps, cancellationToken);
                ReviewTable table = await _tables.BuildAsync(input, _shown.Whole, cancellationToken);
                _shown = new ShownTable(table.Awaiting(previous), finals, await steps) { Whole = table };
                _figures.Start(table);
                _overruled.TellChanges(previous, _shown.Table);
            }
        }
        finally
        {
            _ = _oneAtATime.Release();
        }

        Tell();
    }

    /// <summary>Says once what other admins overruled since this one was here.</summary>
    public Task TellOfAbsenceAsync(CancellationToken cancellationToken) => _overruled.TellOfAbsenceAsync(Table, cancellationToken);
}
