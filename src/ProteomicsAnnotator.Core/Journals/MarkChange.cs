namespace ProteomicsAnnotator.Core.Journals;

/// <summary>What one decision says of a block beside its label. Each member stands for itself.</summary>
/// <param name="Unsure">Null: says nothing; false: takes the flag back.</param>
/// <param name="Note">Null: says nothing; empty: takes the note back.</param>
public readonly record struct MarkChange(bool? Unsure, string? Note)
{
    /// <summary>Why the block cannot be judged. Null: says nothing; empty: takes it back.</summary>
    public string? Unusable { get; init; }

    public bool SaysNothing => Unsure is null && Note is null && Unusable is null;

    /// <summary>All that is so, and nothing of what is not.</summary>
    public static MarkChange Of(BlockMark mark) => new(mark.IsUnsure ? true : null, mark.Note) { Unusable = mark.Unusable };

    /// <summary>Only what another one does not speak of.</summary>
    public MarkChange Without(MarkChange other) => new(other.Unsure is null ? Unsure : null, other.Note is null ? Note : null)
    {
        Unusable = other.Unusable is null ? Unusable : null,
    };

    /// <summary>What this says where it speaks, and of the other one the rest.</summary>
    public MarkChange Over(MarkChange other) => new(Unsure ?? other.Unsure, Note ?? other.Note) { Unusable = Unusable ?? other.Unusable };

    /// <summary>What another one says of the members that this one speaks of; where it says nothing, they are taken back.</summary>
    public MarkChange MembersOf(MarkChange other) =>
        new(Unsure is null ? null : other.Unsure is true, Note is null ? null : other.Note ?? "") { Unusable = Unusable is null ? null : other.Unusable ?? "" };

    /// <summary>Only what another mark would come of.</summary>
    public MarkChange Changing(BlockMark mark) => new(Unsure == mark.IsUnsure ? null : Unsure, Note == (mark.Note ?? "") ? null : Note)
    {
        Unusable = Unusable == (mark.Unusable ?? "") ? null : Unusable,
    };

    /// <summary>The block's mark is what this says, as far as it speaks of its members.</summary>
    public bool Holds(BlockMark mark) => Changing(mark).SaysNothing;
}

/// <summary>What one annotator says of a block beside its label.</summary>
/// <param name="IsUnsure">It is flagged.</param>
/// <param name="Note">Null: there is none.</param>
public readonly record struct BlockMark(bool IsUnsure, string? Note)
{
    /// <summary>Why the block cannot be judged; null: nobody says so. A block that has it has no label.</summary>
    public string? Unusable { get; init; }

    public bool IsEmpty => !IsUnsure && Note is null && Unusable is null;

    internal static BlockMark Of(MarkChange said) => new(said.Unsure is true, TextOf(said.Note)) { Unusable = TextOf(said.Unusable) };

    private static string? TextOf(string? said) => string.IsNullOrEmpty(said) ? null : said;
}
