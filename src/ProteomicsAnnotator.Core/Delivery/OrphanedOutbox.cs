using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Delivery;

/// <param name="Path">The file on this machine.</param>
/// <param name="Events">Its decisions, under their own ids.</param>
/// <param name="RootId">Marker of the share they belong to; null: not known when they were made.</param>
/// <param name="Stamp">As it was read.</param>
internal sealed record OrphanedOutbox(string Path, IReadOnlyList<LabelEvent> Events, string? RootId, FileStamp Stamp)
{
    /// <summary>False: it says more than its decisions, or what this program does not know. It must not be deleted.</summary>
    public bool IsUnderstood { get; init; } = true;

    /// <summary>Another machine wrote it, and may still do so: it is left to that one.</summary>
    public bool MayGrow { get; init; }

    /// <summary>Once its decisions are on the share.</summary>
    public bool MayGo => IsUnderstood && !MayGrow;

    public string NoticeOfOtherShare => Events.Count == 0
        ? $"{Path} belongs to another share and stays there."
        : $"{Counted.Of(Events.Count, "label")} in {Path} {(Events.Count == 1 ? "belongs to another share and stays" : "belong to another share and stay")} there.";

    /// <summary>Its decisions may mean something else than they say here.</summary>
    public bool IsNewer { get; init; }
}
