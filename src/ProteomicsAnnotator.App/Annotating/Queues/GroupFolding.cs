using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating.Queues;

/// <summary>Folds groups of a page's list, and remembers which; a notice says why none is folded.</summary>
public sealed class GroupFolding(PagePlace place, PageSettings settings, PageNotices notices)
{
    private const string NoBlock = "No block is on screen: no group is folded.";

    /// <summary>Folds the group of the block on screen, or opens it.</summary>
    public Task ToggleCurrentAsync() => place.Standing is { } block ? ToggleAsync(DataSet.FolderOf(block.Id)) : SayAsync(place.WhyNoFolding ?? NoBlock);

    /// <summary>Folds a group, or opens it.</summary>
    /// <param name="folder">With '/', as <see cref="BlockFolders.Names"/> has it.</param>
    public Task ToggleAsync(string folder) => FoldAsync(place.Sequence.Folded.Toggled(folder));

    public Task FoldAllAsync() => FoldAsync(FoldedGroups.Of(place.Folders.Names));

    public Task OpenAllAsync() => FoldAsync(FoldedGroups.None);

    private Task FoldAsync(FoldedGroups folded)
    {
        if (place.WhyNoFolding is { } reason)
        {
            return SayAsync(reason);
        }

        place.Fold(folded);
        return settings.KeepFoldedAsync(folded);
    }

    private Task SayAsync(string reason)
    {
        notices.Notify(reason);
        return Task.CompletedTask;
    }
}
