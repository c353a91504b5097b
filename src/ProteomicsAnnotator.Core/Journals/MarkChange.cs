namespace ProteomicsAnnotator.Core.Journals;

/// <summary>What one decision says of a block beside its label. Each member stands for itself.</summary>
/// <param name="Unsure">Null: says nothing; false: takes the flag back.</param>
/// <param name="Note">Null: says nothing; empty: takes the note back.</param>
public readonly record struct MarkChange(bool? Unsure, string? Note)
{
    public bool SaysNothing => Unsure is null && Note is null;

    /// <summary>Only what another one does not speak of.</summary>
    public MarkChange Without(MarkChange other) => new(other.Unsure is null ? Unsure : null, other.Note is null ? Note : null);

    /// <summary>What this says where it speaks, and of the other one the rest.</summary>
    public MarkChange Over(MarkChange other) => new(Unsure ?? other.Unsure, Note ?? other.Note);

    /// <summary>What another one says of the members that this one speaks of; where it says nothing, they are taken back.</summary>
    public MarkChange MembersOf(MarkChange other) =>
        new(Unsure is null ? null : other.Unsure is true, Note is null ? null : other.Note ?? "");

    /// <summary>Only what another flag or note would come of.</summary>
    public MarkChange Changing(BlockMark mark) => new(Unsure == mark.IsUnsure ? null : Unsure, Note == (mark.Note ?? "") ? null : Note);

    /// <summary>The block's flag and note are what this says, as far as it speaks of them.</summary>
    public bool Holds(BlockMark mark) => (Unsure is null || Unsure == mark.IsUnsure) && (Note is null || Note == (mark.Note ?? ""));
}

/// <summary>A block's flag and note as one annotator has them.</summary>
/// <param name="IsUnsure">It is flagged.</param>
/// <param name="Note">Null: there is none.</param>
public readonly record struct BlockMark(bool IsUnsure, string? Note)
{
    public bool IsEmpty => !IsUnsure && Note is null;

    internal static BlockMark Of(MarkChange said) => new(said.Unsure is true, string.IsNullOrEmpty(said.Note) ? null : said.Note);
}
