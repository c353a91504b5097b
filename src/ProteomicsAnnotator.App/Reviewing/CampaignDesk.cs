using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.CalibrationRounds;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// What an admin sees and decides of a campaign on one page: the plan and how far it is, known answers, settings. Used on the page's
/// synchronization context only; what it reads and writes runs beside it.
/// </summary>
/// <param name="share">Where it stands.</param>
/// <param name="classes">Of the campaign.</param>
/// <param name="listBlocks">All blocks of the data root, in order; waits for a scan.</param>
/// <param name="findUnreadable">Which of some blocks nobody can label.</param>
/// <param name="admin">Who decides.</param>
public sealed class CampaignDesk(LabelShare share, LabelClasses classes, Func<Task<IReadOnlyList<BlockId>>> listBlocks, Func<IEnumerable<BlockId>, Task<UnreadableFound>> findUnreadable, string admin)
{
    private readonly PlanDesk _desk = new(share.Root);
    private CampaignReading? _reading;
    private Func<CampaignReading, PlanStepRead>? _asked;

    /// <summary>The plan and everyone's labels are known.</summary>
    public bool IsRead => _reading is not null;

    /// <summary>Something is read or written.</summary>
    public bool IsBusy { get; private set; }

    /// <summary>What could not be read or stored, in words; null: nothing.</summary>
    public string? Fault { get; private set; }

    /// <summary>What was done last, in words; null: nothing.</summary>
    public string? Done { get; private set; }

    /// <summary>What is on the share and does not count.</summary>
    public IReadOnlyList<string> Notices => [.. (_reading?.Versions.Unusable ?? []).Select(file => file.Words), .. new[] { share.CampaignSettings.Problem, _reading?.Unreadable.Problem }.OfType<string>()];

    public PlanVersion? Version => _reading?.Versions.Current;

    /// <summary>Versions beside the one that counts, in words.</summary>
    public IReadOnlyList<string> Rivals => _reading?.Versions.RivalWords ?? [];

    /// <summary>The version before the one that counts; null: there is none to return to.</summary>
    public PlanVersion? Predecessor => _reading?.Versions.Predecessor;

    /// <summary>What the version that counts was made from; null: there is none.</summary>
    public PlanRequest? Request => _reading?.Design?.Request;

    public PlanProgress? Progress => _reading?.Progress;

    /// <summary>People with blocks left who have been silent for days.</summary>
    public IReadOnlyList<PersonProgress> Silent => _reading?.Silent ?? [];

    /// <summary>Who has given labels, in a plan or not.</summary>
    public IReadOnlyList<string> Labellers => _reading?.Labellers ?? [];

    public GoldFigures? Gold => _reading?.Gold;

    /// <summary>Everyone's labels, and whose count.</summary>
    public AllVotes? Votes => _reading?.Votes;

    /// <summary>The calibration round, and how people did in it.</summary>
    public (CalibrationRound Round, CalibrationFigures Figures)? Calibration => _reading?.Calibration;

    /// <summary>Where a block lies in its volume; null: it is a folder of files.</summary>
    public Func<BlockId, BlockPoint?> Points { get; init; } = _ => null;

    public int GoldCount => _reading?.GoldCount ?? 0;

    /// <summary>Blocks whose answer waits for a second admin to give the same one.</summary>
    public IReadOnlyList<BlockId> GoldWaiting => _reading?.GoldWaiting ?? [];

    /// <summary>Known answers and the calibration round, as an admin decides of them.</summary>
    public AnswerDesk Answers { get; } = new(share, listBlocks, admin);

    /// <summary>A plan that is shown before it is stored; null: none.</summary>
    public PlanDraft? Draft { get; private set; }

    /// <summary>What <see cref="Draft"/> takes back, in words; null: nothing.</summary>
    public string? Undoes { get; private set; }

    /// <summary>How well the certainty holds by which blocks stop, in words.</summary>
    public string? Certainty => _desk.Certainty;

    public CampaignSettings Settings => share.CampaignSettings.Current;

    /// <summary>How many votes each block is to have; null: nothing is said.</summary>
    public VoteTarget? Target => share.Target;

    public Task ReadAsync(DateTimeOffset now) => TryAsync(() => ReadNowAsync(now));

    /// <summary>Computes what a plan would be, and stores nothing.</summary>
    public Task PreviewAsync(PlanRequest request) => PreviewAsync(reading => new PlanStepRead(PlanStep.After(reading.Design, request), null));

    /// <summary>Computes the further version that takes the one that counts back, and stores nothing.</summary>
    public Task PreviewUndoAsync() => PreviewAsync(reading => _desk.ReadUndo(reading.Versions));

    /// <summary>Computes a further version without the people who are silent: what they have not begun goes to the others.</summary>
    public Task PreviewWithoutSilentAsync() => Request is { } request
        ? PreviewAsync(request with { Annotators = [.. request.Annotators.Where(annotator => Silent.All(person => person.Username != annotator.Username))] })
        : Task.CompletedTask;

    /// <summary>Stores the plan that is shown, unless it would be another one by now: then that is shown.</summary>
    public Task StoreAsync(DateTimeOffset now) => TryAsync(async () =>
    {
        if (Draft is not { } shown)
        {
            return;
        }

        PlanVersion? before = Version;
        await ReadNowAsync(now);
        PlanResult again = await MakeAsync();
        if (again.Draft is not { } draft || Version?.Id != before?.Id || !IsSame(draft, shown))
        {
            (Draft, Fault) = (again.Draft, again.Fault ?? "Nothing is stored: somebody has labelled or planned meanwhile. This is what the plan would be now; store it if it is right.");
            return;
        }

        if (await Task.Run(() => Planner.WhyNotStored(draft)) is { } open)
        {
            Fault = $"The plan is not stored, as {open}";
            return;
        }

        PlanVersions known = _reading!.Versions;
        StoredPlan stored = await Task.Run(() => Planner.Store(draft, admin, known));
        DropDraft();
        Done = stored.Counts is false ? null : $"Version {stored.Made.Version} is stored. Every annotator's program follows it within seconds.";
        await ReadNowAsync(now);
        Fault = stored.Counts switch
        {
            true => null,
            false => $"Your version {stored.Made.Version} is stored, and does not count: {Version?.By} made another one at the same time.",
            null => string.Join(' ', stored.Words),
        };
    });

    public void DropDraft() => (Draft, Undoes, _asked, Fault) = (null, null, null, null);

    /// <summary>Decides one setting for everybody; null takes it back.</summary>
    public Task DecideAsync(string key, JsonNode? value)
    {
        Done = null;
        if (CampaignSettings.WhyNot(key, value) is { } reason)
        {
            Fault = $"Nothing is decided: found {reason}.";
            return Task.CompletedTask;
        }

        return TryAsync(async () => Done = await share.Decisions.DecideAsync(new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [key] = value }, admin));
    }

    /// <summary>Takes the last decision about a setting back: what counted before it is decided again.</summary>
    public Task UndoAsync(string key)
    {
        Done = null;
        return TryAsync(async () => Done = await share.Decisions.UndoAsync(key, admin));
    }

    /// <summary>What an undo of a setting would decide, which is shown first where it changes figures; null: nothing, or that could not be read.</summary>
    public async Task<EarlierValue?> EarlierAsync(string key)
    {
        EarlierValue? earlier = null;
        await TryAsync(async () => earlier = await share.Decisions.EarlierAsync(key));
        return earlier;
    }

    /// <summary>Decides that a class is renamed or split; null takes that back.</summary>
    public Task ChangeClassAsync(string key, JsonNode? value)
    {
        Done = null;
        return TryAsync(async () => Done = await share.Decisions.DecideAsync(new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [key] = value }, admin)
            ?? "Decided. Every annotator's program follows it within seconds.");
    }

    /// <summary>Decides for every figure and export whose labels count, or whose name it is.</summary>
    /// <returns>Whether it is decided.</returns>
    public async Task<bool> DecidePersonAsync(string username, PersonChange change, DateTimeOffset now)
    {
        Done = null;
        await TryAsync(() => DecideNowAsync(username, change, now));
        return Done is not null;
    }

    /// <summary>Reads everything again and does what an admin asks of answers; what came of it is in <see cref="Done"/>, <see cref="Fault"/> and <see cref="Answers"/>.</summary>
    public Task AskAsync(Func<AnswerDesk, AllVotes, Task<AnswerOutcome>> work, DateTimeOffset now)
    {
        Done = null;
        return TryAsync(async () =>
        {
            await ReadNowAsync(now);
            AnswerOutcome outcome = await work(Answers, _reading!.Votes);
            if (outcome.Done is not null)
            {
                await share.FollowPlanAsync();
                await ReadNowAsync(now);
            }

            (Done, Fault) = (outcome.Done, outcome.Fault);
        });
    }

    private static bool IsSame(PlanDraft one, PlanDraft other) => one.People.Count == other.People.Count
        && one.People.Zip(other.People).All(pair => pair.First.Username == pair.Second.Username && pair.First.Begun == pair.Second.Begun && pair.First.Queue.SequenceEqual(pair.Second.Queue));

    private StepPlanner Planner => new(share.Root, _desk, classes) { Points = Points };

    private Task PreviewAsync(Func<CampaignReading, PlanStepRead> asked) => TryAsync(async () =>
    {
        DropDraft();
        (_asked, Done) = (asked, null);
        PlanResult result = await MakeAsync();
        (Draft, Fault) = (result.Draft, result.Fault);
    });

    private async Task<PlanResult> MakeAsync()
    {
        if (_reading is not { } reading || _asked is not { } asked)
        {
            return new PlanResult(null, null);
        }

        (PlanStep? step, string? whyNot) = await Task.Run(() => asked(reading));
        Undoes = step?.Words;
        return step is null ? new PlanResult(null, $"Nothing is planned: {whyNot}.") : await Planner.MakeAsync(step, await listBlocks(), CancellationToken.None);
    }

    private async Task ReadNowAsync(DateTimeOffset now)
    {
        await share.CampaignSettings.LookAsync();
        AllVotes votes = await share.ReadAllUsersAsync(CancellationToken.None);
        if (votes.Unreadable is [{ } unread, ..])
        {
            throw unread;
        }

        IReadOnlyDictionary<BlockId, GoldAnswer> answers = await Task.Run(share.Gold.Read);
        bool arePoints = answers.Keys.Any(block => Points(block) is not null);
        ShareSnapshot? whole = votes.Calibration.Blocks.Count == 0 && !arePoints ? null : await share.ReadWholeAsync(CancellationToken.None);
        CampaignReading reading = await Task.Run(() => CampaignReading.Of(_desk, (share.Gold, answers), (votes, whole), Points));
        if (reading.Design is { } design)
        {
            UnreadableFound unreadable = await findUnreadable(PlanProgress.OpenOf(votes.People.Merge(design.Ordinary), votes.Counted));
            reading = await Task.Run(() => reading.With(unreadable, now, person => LastDecisions.Of(share.Root, votes, person)));
        }

        _reading = reading;

        await Answers.ReadAsync();

        // The pane names everyone's labels of doubtful answers.
        share.Shown.Of(admin).Add(_reading.Gold.Doubtful.Select(doubt => doubt.Block));
    }

    private async Task DecideNowAsync(string username, PersonChange change, DateTimeOffset now)
    {
        await ReadNowAsync(now);
        if (PeopleEffect.WhyNot(_reading!.Votes, username, change) is { } reason)
        {
            Fault = $"Nothing is decided: {reason}.";
            return;
        }

        string effect = PeopleEffect.Words(_reading.Votes, username, change);
        await PeopleDecisions.WriteAsync(share.Root, new Dictionary<string, PersonChange>(StringComparer.Ordinal) { [username] = change }, admin);
        await ReadNowAsync(now);
        Done = $"Decided. {effect}";
    }

    private async Task TryAsync(Func<Task> work)
    {
        if (IsBusy)
        {
            return;
        }

        (IsBusy, Fault) = (true, null);
        try
        {
            await work();
        }
        catch (StorageException error)
        {
            Fault = error.InnerException is TimeoutException ? $"{error.Message}. It is not known whether it is stored: look again in a moment." : error.Message;
        }
        finally
        {
            IsBusy = false;
        }
    }
}
