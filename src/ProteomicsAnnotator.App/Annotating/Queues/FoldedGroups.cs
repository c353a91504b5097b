using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating.Queues;

/// <summary>Groups of the list that are folded: of them it shows the heads alone, and the row of the current block. Immutable.</summary>
public sealed class FoldedGroups
{
    /// <summary>More are not remembered: they would crowd out other settings.</summary>
    public const int MostRemembered = 500;

    public static readonly FoldedGroups None = new([]);

    private readonly FrozenSet<string> _folders;

    private FoldedGroups(IEnumerable<string> folders) => _folders = folders.ToFrozenSet(StringComparer.Ordinal);

    public bool IsEmpty => _folders.Count == 0;

    /// <summary>Folders with '/', for the settings; those of the greatest names are left out where there are too many.</summary>
    public IReadOnlyList<string> Remembered => [.. _folders.Order(StringComparer.Ordinal).Take(MostRemembered)];

    /// <param name="folders">Of the groups, as <see cref="BlockFolders.Names"/> has them.</param>
    public static FoldedGroups Of(IEnumerable<string> folders) => new(folders);

    public bool Has(string folder) => _folders.Contains(folder);

    /// <summary>A block of a folded group.</summary>
    public bool Has(BlockId block) => !IsEmpty && Has(DataSet.FolderOf(block));

    /// <summary>Folds the group, or opens it.</summary>
    public FoldedGroups Toggled(string folder) => Has(folder) ? new(_folders.Where(folded => folded != folder)) : new(_folders.Append(folder));
}
