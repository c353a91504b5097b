using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Clustering;

namespace ProteomicsAnnotator.App.Components.Admin.Panes;

/// <summary>Counts and agreement of each folder of blocks, of the level that is chosen; nothing until one is.</summary>
public sealed partial class GroupCard
{
    private const int MostShown = 50;
    private const int None = -1;

    private ReviewTable? _table;
    private IReadOnlyList<GroupFigures> _groups = [];
    private int _level = None;
    private bool _isComputing;
    private string? _fault;

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    /// <summary>List exactly these blocks.</summary>
    [Parameter]
    public EventCallback<ReviewFilter> OnList { get; set; }

    /// <summary>Most folders that a block lies in.</summary>
    private int Depth => Review.Table.Blocks.Select(block => block.Value.Count(character => character == '/')).DefaultIfEmpty().Max();

    protected override Task OnParametersSetAsync() => ReferenceEquals(_table, Review.Table) ? Task.CompletedTask : ComputeAsync();

    private async Task ComputeAsync()
    {
        (ReviewTable table, int level) = (Review.Table, _level);
        _table = table;
        if (level == None)
        {
            _groups = [];
            return;
        }

        // What stands there stays until the new figures are known.
        _isComputing = _groups.Count == 0;
        try
        {
            IReadOnlyList<GroupFigures> groups = await Task.Run(() => GroupFigures.AllOf(table, BlockClusters.ByFolder(table.Blocks, level)));
            if (ReferenceEquals(_table, table) && _level == level)
            {
                (_groups, _fault, _isComputing) = (groups, null, false);
                Review.NoteShown(groups.SelectMany(group => group.Told));
            }
        }
        catch (Exception fault) when (fault is not OperationCanceledException)
        {
            (_fault, _isComputing) = ($"The figures of groups could not be computed: {fault.Message}", false);
        }
    }
}
