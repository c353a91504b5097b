using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Owners;

/// <summary>What every part of one owner's store knows.</summary>
/// <param name="Settings">Of this program.</param>
/// <param name="Owner">Whose labels these are.</param>
/// <param name="Root">The share.</param>
/// <param name="Lane">For this owner's operations on the share.</param>
/// <param name="Notices">For what a person should read.</param>
/// <param name="Notify">Says that something a page shows has changed; from any thread.</param>
internal sealed record OwnerContext(
    LabelShareSettings Settings, LabelOwner Owner, SharedRoot Root, ShareLane Lane, OwnerNotices Notices, Action Notify)
{
    public string JournalFolder => Owner.JournalPath(Root);

    /// <summary>Marker of the share that is there, or else of the one this machine knows at this path.</summary>
    public string? RootId => Root.State.RootId ?? Root.KnownId;

    /// <summary>Blocking. A share to which nothing can be written may still be read.</summary>
    /// <exception cref="StorageException">It cannot be read.</exception>
    public void VerifyForReading()
    {
        try
        {
            Root.Verify();
        }
        catch (StorageException) when (Root.IsReadable)
        {
            // It can still be read.
        }
    }
}
