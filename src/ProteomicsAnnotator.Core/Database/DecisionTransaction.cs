using System.Data;
using Npgsql;
using NpgsqlTypes;
using ProteomicsAnnotator.Core.Journals;

namespace ProteomicsAnnotator.Core.Database;

/// <summary>
/// One request in one transaction, under a lock of its person: an id that is known is answered with what stands; else the
/// decisions get the clock behind the highest of that person, and their lines are stored. Four round trips.
/// </summary>
internal sealed class DecisionTransaction(NpgsqlConnection connection, DecisionRequest request)
{
    /// <summary>How long the lock of the person is waited for.</summary>
    public const string LockWait = "3s";

    /// <summary>An abandoned transaction must not hold the person's lock for long.</summary>
    private const string IdleLimit = "10s";

    private const string Settings = $"""
        SELECT set_config('lock_timeout', '{LockWait}', true), set_config('idle_in_transaction_session_timeout', '{IdleLimit}', true), set_config('client_min_messages', 'warning', true),
            set_config('synchronous_commit', CASE WHEN current_setting('synchronous_commit') = 'remote_apply' THEN 'remote_apply' ELSE 'on' END, true)
        """;

    private const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended('annotator person ' || current_schema() || ' ' || $1, 0))";

    /// <summary>
    /// Locking the rows makes the commit wait for the standbys as the first one did: found is not yet replicated. What takes no
    /// writes refuses it.
    /// </summary>
    private const string Known = "SELECT owner, journal, content FROM line WHERE request = $1 ORDER BY part FOR UPDATE";

    private const string KnownIdle = "SELECT owner, journal, content FROM idle_decision WHERE request = $1 ORDER BY part FOR UPDATE";
    private const string Clock = "SELECT coalesce(max(clock), 0) FROM line WHERE owner = $1";
    private const string Last = "SELECT coalesce(max(number), 0) FROM line WHERE owner = $1 AND journal = $2";

    /// <summary>A label, its flag and its note are of one block, whichever the later key was about. That a repeat is of a block is nobody's to know.</summary>
    private const string Later = """
        SELECT count(*) FROM (
            SELECT kind, root, block FROM line WHERE owner = $1 AND page = $2 AND page_number >= $3
            UNION ALL SELECT kind, root, block FROM idle_decision WHERE owner = $1 AND page = $2 AND page_number >= $3) AS later
            JOIN unnest($4::text[], $5::text[], $6::text[]) AS asked (root, block, kind)
            ON later.block = asked.block AND (later.kind = 'repeat') = (asked.kind = 'repeat') AND later.root IS NOT DISTINCT FROM asked.root
        """;

    private const string Insert = $"INSERT INTO line ({StoredLine.Columns}, request, part, page, page_number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)";

    private const string InsertIdle = "INSERT INTO idle_decision (request, part, owner, journal, content, kind, root, block, page, page_number) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";

    private const int Preparing = 0;
    private const int Committing = 1;
    private const int Ended = 2;
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly string _owner = StoredLine.OwnerOf(request.Owner);
    private readonly List<string> _warnings = [];
    private int _phase = Preparing;

    public static DecisionAnswer NotConfirmed(string reason) =>
        new(DecisionOutcome.NotConfirmed, [], $"not confirmed: {reason}. It may be stored; the same decision is to be sent again");

    /// <summary>Done once the server has answered at all, before a lock is waited for.</summary>
    public Task Answered => _answered.Task;

    /// <summary>No commit begins any more. True: one has begun, and may succeed whatever happens here.</summary>
    public bool End() => Interlocked.CompareExchange(ref _phase, Ended, Preparing) == Committing;

    /// <exception cref="NpgsqlException">It failed; see <see cref="End"/>.</exception>
    public async Task<DecisionAnswer> RunAsync()
    {
        connection.Notice += OnNotice;
        try
        {
            await using NpgsqlTransaction transaction = await connection.BeginTransactionAsync(IsolationLevel.ReadCommitted);
            await BeginAsync();
            _answered.SetResult();
            Found found = await LookAsync();
            if (WhyNotStored(found) is { } refusal)
            {
                await transaction.RollbackAsync();
                return refusal;
            }

            List<StoredLine> lines = [];
            (IReadOnlyList<LabelEvent> events, IReadOnlyList<LabelEvent> idle) = found.IsKnown ? (found.Known, found.Idle) : await InsertAsync(found, lines);
            if (Interlocked.CompareExchange(ref _phase, Committing, Preparing) == Ended)
            {
                throw new TimeoutException();
            }

            _warnings.Clear();
            await transaction.CommitAsync(CancellationToken.None);
            return _warnings.Count > 0 ? NotConfirmed(string.Join("; ", _warnings))
                : new DecisionAnswer(found.IsKnown ? DecisionOutcome.StoredBefore : DecisionOutcome.Stored, events, null) { Lines = lines, Idle = idle };
        }
        finally
        {
            connection.Notice -= OnNotice;
        }
    }

    private DecisionAnswer? WhyNotStored(Found found) => found switch
    {
        { IsOfAnother: true } => new DecisionAnswer(DecisionOutcome.Refused, [], "nothing was stored: the id is that of another person's decision"),
        { IsKnown: true } => null,
        { IsBehind: true } => new DecisionAnswer(DecisionOutcome.Superseded, [], "superseded: the same page has decided about this block since"),
        _ => request.WhyNot is { } reason ? new DecisionAnswer(DecisionOutcome.Refused, [], $"nothing was stored: {reason}") : null,
    };

    /// <summary>By itself, since it waits for nothing: whether the server is there at all is known before the lock.</summary>
    private async Task BeginAsync()
    {
        await using var command = new NpgsqlCommand(Settings, connection);
        _ = await command.ExecuteNonQueryAsync();
    }

    private async Task<Found> LookAsync()
    {
        await using var batch = new NpgsqlBatch(connection);
        Add(batch, Lock, (NpgsqlDbType.Text, _owner));
        Add(batch, Known, (NpgsqlDbType.Text, request.Id));
        Add(batch, KnownIdle, (NpgsqlDbType.Text, request.Id));
        Add(batch, Clock, (NpgsqlDbType.Text, _owner));
        Add(batch, Last, (NpgsqlDbType.Text, _owner), (NpgsqlDbType.Text, request.Journal));
        if (request.Turn is { } turn)
        {
            Add(
                batch, Later, (NpgsqlDbType.Text, _owner), (NpgsqlDbType.Text, turn.Page), (NpgsqlDbType.Bigint, turn.Number),
                (NpgsqlDbType.Array | NpgsqlDbType.Text, request.Asked.Select(item => item.Key.Root).ToArray()),
                (NpgsqlDbType.Array | NpgsqlDbType.Text, request.Asked.Select(item => item.Key.Block.Value).ToArray()),
                (NpgsqlDbType.Array | NpgsqlDbType.Text, request.Asked.Select(item => StoredLine.KindOf(item.Kind)).ToArray()));
        }

        await using NpgsqlDataReader rows = await batch.ExecuteReaderAsync();
        (List<LabelEvent> known, bool isOfAnother) = await EventsAsync(rows);
        (List<LabelEvent> idle, bool isIdleOfAnother) = await EventsAsync(rows);
        long clock = await NumberAsync(rows);
        long last = await NumberAsync(rows);
        return new Found(known, idle, clock, last, request.Turn is not null && await NumberAsync(rows) > 0, isOfAnother || isIdleOfAnother);
    }

    private async Task<(List<LabelEvent> Events, bool IsOfAnother)> EventsAsync(NpgsqlDataReader rows)
    {
        _ = await rows.NextResultAsync();
        List<LabelEvent> events = [];
        bool isOfAnother = false;
        while (await rows.ReadAsync())
        {
            isOfAnother |= rows.GetString(0) != _owner;
            events.Add(JournalLine.Parse(System.Text.Encoding.UTF8.GetBytes(rows.GetString(2)), rows.GetString(1)).Event!);
        }

        return (events, isOfAnother);
    }

    private async Task<(IReadOnlyList<LabelEvent> Stored, IReadOnlyList<LabelEvent> Idle)> InsertAsync(Found found, List<StoredLine> lines)
    {
        await using var batch = new NpgsqlBatch(connection);
        (long number, long clock) = (found.LastNumber, found.Clock);
        bool isCurrent = found.Clock <= request.KnownClock;
        IReadOnlyList<LabelEvent> asked = isCurrent ? request.Events : [.. request.Asked];
        IReadOnlyList<LabelEvent> idle = isCurrent ? request.Idle : [];
        for (int part = 0; part < idle.Count; part++)
        {
            AddIdle(batch, idle[part].WithClock(JournalBounds.ClockAfter(clock)), part);
        }

        if (number == 0 && asked.Count > 0)
        {
            lines.Add(new StoredLine(_owner, request.Journal, ++number, request.Header.AsMemory(0, request.Header.Length - 1)));
            AddLine(batch, lines[^1], part: null);
        }

        List<LabelEvent> stored = [];
        foreach (LabelEvent item in asked)
        {
            clock = JournalBounds.ClockAfter(clock);
            LabelEvent timed = item.WithClock(clock);
            number++;
            byte[] line = JournalLine.Write(request.Journal, timed.Id.IsImport ? number : timed.Id.Seq, timed);
            lines.Add(new StoredLine(_owner, request.Journal, number, line.AsMemory(0, line.Length - 1)));
            AddLine(batch, lines[^1], stored.Count);
            stored.Add(timed);
        }

        _ = await batch.ExecuteNonQueryAsync();
        return (stored, idle);
    }

    private void AddIdle(NpgsqlBatch batch, LabelEvent item, int part)
    {
        byte[] line = JournalLine.Write(request.Journal, item.Id.Seq, item);
        Add(
            batch, InsertIdle,
            (NpgsqlDbType.Text, request.Id), (NpgsqlDbType.Integer, part), (NpgsqlDbType.Text, _owner), (NpgsqlDbType.Text, request.Journal),
            (NpgsqlDbType.Text, StoredLine.TextOf(line.AsSpan(0, line.Length - 1))), (NpgsqlDbType.Text, StoredLine.KindOf(item.Kind)),
            (NpgsqlDbType.Text, item.Key.Root), (NpgsqlDbType.Text, item.Key.Block.Value),
            (NpgsqlDbType.Text, request.Turn?.Page), (NpgsqlDbType.Bigint, request.Turn?.Number));
    }

    private void AddLine(NpgsqlBatch batch, StoredLine line, int? part) => Add(
        batch, Insert,
        [
            .. line.Values(),
            (NpgsqlDbType.Text, part is null ? null : request.Id), (NpgsqlDbType.Integer, part),
            (NpgsqlDbType.Text, part is null ? null : request.Turn?.Page), (NpgsqlDbType.Bigint, part is null ? null : request.Turn?.Number),
        ]);

    private static void Add(NpgsqlBatch batch, string text, params (NpgsqlDbType Type, object? Value)[] values)
    {
        var command = new NpgsqlBatchCommand(text);
        foreach ((NpgsqlDbType type, object? value) in values)
        {
            _ = command.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type, Value = value ?? DBNull.Value });
        }

        batch.BatchCommands.Add(command);
    }

    private static async Task<long> NumberAsync(NpgsqlDataReader rows)
    {
        _ = await rows.NextResultAsync();
        _ = await rows.ReadAsync();
        return rows.GetInt64(0);
    }

    private void OnNotice(object sender, NpgsqlNoticeEventArgs notice) => _warnings.Add($"{notice.Notice.Severity}: {notice.Notice.MessageText}");

    /// <summary>What stands under the lock of the person.</summary>
    /// <param name="Known">The decisions of that id.</param>
    /// <param name="Idle">What was asked for under that id and was so already.</param>
    /// <param name="Clock">The person's highest.</param>
    /// <param name="LastNumber">Lines of the journal.</param>
    /// <param name="IsBehind">The page has decided about a block of the request since.</param>
    /// <param name="IsOfAnother">The id is another person's.</param>
    private sealed record Found(IReadOnlyList<LabelEvent> Known, IReadOnlyList<LabelEvent> Idle, long Clock, long LastNumber, bool IsBehind, bool IsOfAnother)
    {
        public bool IsKnown => Known.Count + Idle.Count > 0;
    }
}
