using System.Globalization;
using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>Whether the labels are saved: the annotator's own and, for admins, the final ones.</summary>
public sealed class SaveStatus(UserLabels labels, LabelShare share, AdminReview review, bool isServer)
{
    /// <summary>All labels are on the share (or here, where it cannot confirm), and the next one will be.</summary>
    public bool IsSaved => Shown.Kind is SaveStateKind.Saved or SaveStateKind.Saving or SaveStateKind.SavedHere;

    /// <summary>
    /// Labels of this program that are on this machine only, the admin's final labels among them: with the window the program ends. On
    /// a server, which goes on, those of this page's person.
    /// </summary>
    public int PendingCount => isServer ? labels.SaveState.Undelivered + (review.Shown?.SaveState.Undelivered ?? 0) : share.Undelivered;

    /// <summary>Other machines on which the same annotator works.</summary>
    public IReadOnlyList<string> OtherHosts => labels.OtherHosts;

    /// <summary>When the last label was saved; null while something else is to be said.</summary>
    public DateTimeOffset? SavedAt => Shown is { Kind: SaveStateKind.Saved, At: { } at } ? at.ToLocalTime() : null;

    public string Text => Shown switch
    {
        { Kind: SaveStateKind.NotSaved, Undelivered: > 0 } state =>
            $"NOT SAVED on the share, {Counted.Of(state.Undelivered, "label")} kept on this machine: {state.Reason}",
        { Kind: SaveStateKind.NotSaved } state => $"NOT SAVED: {state.Reason}",
        { Kind: SaveStateKind.ShareAway } state when share.IsDatabase => $"Database not available, new labels are refused: {state.Reason}",
        { Kind: SaveStateKind.ShareAway } state => $"Share not available, new labels are kept on this machine: {state.Reason}",
        { Kind: SaveStateKind.SavedHere } => "Saved here; this share cannot confirm",
        { Kind: SaveStateKind.Saving } => "Saving…",
        { At: { } at } => "Saved " + at.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture),
        _ => "Nothing to save",
    };

    /// <summary>The worse of both, else the newer.</summary>
    private SaveState Shown
    {
        get
        {
            SaveState own = labels.SaveState;
            return review.Shown?.SaveState is not { } final ? own : (Severity(final) - Severity(own)) switch
            {
                > 0 => final,
                < 0 => own,
                _ => Nullable.Compare(own.At, final.At) < 0 ? final : own,
            };
        }
    }

    private static int Severity(SaveState state) => state.Kind switch
    {
        SaveStateKind.NotSaved => 3,
        SaveStateKind.ShareAway => 2,
        SaveStateKind.Saving or SaveStateKind.SavedHere => 1,
        _ => 0,
    };
}
