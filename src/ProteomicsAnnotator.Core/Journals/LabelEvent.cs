using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals.Positions;

namespace ProteomicsAnnotator.Core.Journals;

/// <summary>One decision: a journal line. Immutable; equal ids mean the same decision.</summary>
public sealed class LabelEvent
{
    public required EventId Id { get; init; }

    /// <summary>1 + the highest the deciding program knew: a later decision that knew an earlier one is higher.</summary>
    public required long Clock { get; init; }

    /// <summary>UTC, whole microseconds, by the clock of the deciding machine.</summary>
    public required DateTimeOffset At { get; init; }

    public required LabelKey Key { get; init; }

    /// <summary>What it decides: a block's label, or something apart from it.</summary>
    public DecisionKind Kind { get; init; }

    /// <summary>It answers what the block is, and decides no label.</summary>
    public bool IsAnswer => Kind is DecisionKind.Repeat or DecisionKind.Second;

    /// <summary>
    /// null: the label was cleared. Says nothing of a mark; of a repeat or a second adjudication it is the answer, null takes that back. Only where
    /// <see cref="Kind"/> is <see cref="DecisionKind.Label"/> it is the block's.
    /// </summary>
    public int? Label { get; init; }

    /// <summary>What it says of the block's flag and note, beside a label or alone.</summary>
    public MarkChange Mark { get; init; }

    /// <summary>
    /// A label of somebody who could see another person's vote on the block, or its final label, before. False: nothing of that is
    /// known.
    /// </summary>
    public bool IsNotBlind { get; init; }

    /// <summary>The label the deciding person saw before.</summary>
    public int? Was { get; init; }

    /// <summary>Who decided, for final labels; null in a user's own journal.</summary>
    public string? By { get; init; }

    /// <summary>The decision this one takes back.</summary>
    public EventId? Undoes { get; init; }

    /// <summary>The decision this one makes again.</summary>
    public EventId? Redoes { get; init; }

    /// <summary>The channel files as they were on screen; parsed on demand, since few readers ask.</summary>
    public IReadOnlyList<SeenFile> Seen => JournalLine.ParseSeen(SeenList.Json);

    /// <summary>What was measured of it; null: nothing. Parsed on demand. Whether it may be shown, <see cref="EvidenceForgetting"/> says.</summary>
    public Evidence? Evidence => EvidenceJson.Read(Others.OfLine);

    /// <summary>Why a final label was set, in an admin's words; null: nothing is said. Parsed on demand.</summary>
    public string? Reason => By is null ? null : ReasonJson.Read(Others.OfLine);

    /// <summary>Where the block's point lay then; null: the line does not say. Parsed on demand.</summary>
    public PointPosition? Position => PointJson.Read(Others.OfLine);

    /// <summary>Host of the deciding program, "" for imports.</summary>
    public string Host => JournalName.HostOf(Id.Source);

    internal SeenList SeenList { get; init; }

    /// <summary>They travel with the decision.</summary>
    internal OtherMembers Others { get; init; }

    /// <summary>
    /// Of lines that say one decision, the one with the highest standing counts: <see cref="int.MaxValue"/> in the journal
    /// that the id names, else how many members the line has.
    /// </summary>
    internal int Standing { get; init; } = int.MaxValue;

    /// <summary>The same decision, later or earlier among its person's.</summary>
    internal LabelEvent WithClock(long clock) => new()
    {
        Id = Id,
        Clock = clock,
        At = At,
        Key = Key,
        Kind = Kind,
        Label = Label,
        Mark = Mark,
        IsNotBlind = IsNotBlind,
        Was = Was,
        By = By,
        Undoes = Undoes,
        Redoes = Redoes,
        SeenList = SeenList,
        Others = Others,
        Standing = Standing,
    };

    /// <summary>The order of decisions: the highest (clock, at, id) of a key is its label.</summary>
    public static int Compare(LabelEvent left, LabelEvent right)
    {
        int byClock = left.Clock.CompareTo(right.Clock);
        if (byClock != 0)
        {
            return byClock;
        }

        int byTime = left.At.CompareTo(right.At);
        return byTime != 0 ? byTime : left.Id.CompareTo(right.Id);
    }
}

/// <summary>What a decision is about.</summary>
public enum DecisionKind
{
    /// <summary>A block's label, with its flag and note perhaps.</summary>
    Label,

    /// <summary>A flag or note given apart from a label.</summary>
    Mark,

    /// <summary>A block that has a label, labelled once more without showing which block it is: it changes no label.</summary>
    Repeat,

    /// <summary>An admin's label of a block that another admin decides, given without seeing the final label: it changes none.</summary>
    Second,
}

/// <summary>Members of a line that this program does not know, as written, with commas between them; null: none.</summary>
/// <param name="OfLine">At its top.</param>
/// <param name="OfKind">Inside its <c>mark</c>, <c>repeat</c> or <c>second</c>.</param>
internal readonly record struct OtherMembers(byte[]? OfLine, byte[]? OfKind)
{
    /// <summary>How a label was given, and what was measured of it. No program decides anything by it, so it travels as it is.</summary>
    public static OtherMembers Of(Evidence? evidence) => evidence is null ? default : new(EvidenceJson.Write(evidence), null);

    /// <summary>Why a final label was set: as <see cref="Of(Evidence?)"/>.</summary>
    public static OtherMembers Of(string reason) => new(ReasonJson.Write(reason), null);

    /// <summary>With where the block's point lies: as <see cref="Of(Evidence?)"/>.</summary>
    public OtherMembers With(BlockPoint? point) => point is null ? this : With(PointJson.Write(point));

    /// <summary>The same of a label that is brought back.</summary>
    public OtherMembers With(PointPosition? position) => position is { } at ? With(PointJson.Write(at)) : this;

    private OtherMembers With(byte[] members) => this with { OfLine = OfLine is null ? members : [.. members, .. ","u8, .. OfLine] };

    public int Bytes => (OfLine?.Length ?? 0) + (OfKind?.Length ?? 0);
}
