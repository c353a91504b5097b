using ProteomicsAnnotator.Core.Delivery;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>Labels for the share that are on this machine only: whoever counts the share's labels lacks them.</summary>
public static class WaitingLabels
{
    /// <summary>One sentence a person; none when nothing waits. Makes nothing, neither here nor on the share.</summary>
    /// <exception cref="StorageException">This machine's folders, or the journals on the share, cannot be read.</exception>
    public static async Task<IReadOnlyList<string>> DescribeAsync(SharedRoot root, CancellationToken cancellationToken) =>
        await Task.Run(() => Describe(root), cancellationToken).WaitAsync(cancellationToken);

    /// <summary>Blocking.</summary>
    /// <exception cref="StorageException">As of <see cref="DescribeAsync"/>.</exception>
    internal static IReadOnlyList<string> Describe(SharedRoot root)
    {
        if (root.ReadId() is not { } id)
        {
            return [];
        }

        var leftovers = new Leftovers(root.Settings, root, OwnerPaths.WaitingFolder);
        List<string> waiting = [];
        foreach (LabelOwner owner in leftovers.Owners())
        {
            int count = LostDecisions.Find(root.JournalsOf(owner), leftovers.AllFor(owner, id)).Events.Select(item => item.Key).Distinct().Count();
            if (count > 0)
            {
                waiting.Add($"{Counted.Of(count, "label")} of {owner.Name} on this machine {(count == 1 ? "is" : "are")} not on the share yet: the program delivers what waits when it is started");
            }
        }

        return waiting;
    }
}
