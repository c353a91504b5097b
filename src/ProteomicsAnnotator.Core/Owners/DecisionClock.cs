using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Merge;

namespace ProteomicsAnnotator.Core.Owners;

/// <summary>
/// Numbers, clocks and times of the decisions that this program makes for one owner. Not thread-safe: <see cref="OwnerMemory"/>
/// locks.
/// </summary>
/// <param name="journal">Names the decisions.</param>
/// <param name="time">This machine's.</param>
internal sealed class DecisionClock(string journal, TimeProvider time)
{
    private static readonly TimeSpan MostAhead = TimeSpan.FromSeconds(1);
    private readonly DisplayReference _display = new(journal);
    private DateTimeOffset _lastTime;
    private long _seq;
    private long _highest;

    /// <summary>A decision with this clock is known: those made here from now on are later.</summary>
    public void Note(long clock) => _highest = Math.Max(_highest, clock);

    /// <summary>These are on a disk: later decisions may refer to their display state.</summary>
    public void NoteKept(IReadOnlyList<LabelEvent> events) => _display.Note(events);

    /// <summary>None of the decisions known so far counts any more. Their numbers are used up all the same.</summary>
    public void Forget()
    {
        _highest = 0;
        _display.Forget();
    }

    /// <summary>Made at one time, which no other step of this program has.</summary>
    /// <param name="decisions">What is wanted.</param>
    /// <param name="known">What is known.</param>
    public List<LabelEvent> Make(IReadOnlyList<Decision> decisions, LabelMerge known)
    {
        DateTimeOffset now = NextTime(decisions, known);
        return [.. decisions.Select(decision => new LabelEvent
        {
            Id = new EventId(journal, checked(++_seq)),
            Clock = _highest = JournalBounds.ClockAfter(_highest),
            At = now,
            Key = decision.Key,
            Kind = decision.Kind,
            Label = decision.Label,
            Was = decision.Kind != DecisionKind.Label ? null : known.Snapshot.Find(decision.Key)?.Label,
            Mark = decision.Mark,
            IsNotBlind = decision.IsNotBlind,
            By = decision.By,
            Undoes = decision.Undoes,
            Redoes = decision.Redoes,
            SeenList = new SeenList(JournalLine.WriteSeen(decision.Seen), 0),
            Others = (decision.Reason is { Length: > 0 } reason ? OtherMembers.Of(reason) : OtherMembers.Of(_display.Shorten(decision.Evidence))).With(decision.Point).With(decision.Position),
        })];
    }

    // No two steps have one time: it tells where a step ends. A clock that is set back by more than a second is followed.
    // Where the counter has reached its bound, the time decides, so it is later than that of the decisions to be replaced.
    private DateTimeOffset NextTime(IReadOnlyList<Decision> decisions, LabelMerge known)
    {
        DateTimeOffset now = LabelTime.Truncate(time.GetUtcNow());
        if (_highest >= JournalBounds.MaxClock && known.LatestAtBound(decisions.Select(decision => decision.Key)) is { } latest && latest >= now)
        {
            return latest.AddMicroseconds(1);
        }

        bool isTaken = now <= _lastTime && _lastTime - now < MostAhead;
        _lastTime = isTaken ? _lastTime.AddMicroseconds(1) : now;
        return _lastTime;
    }
}
