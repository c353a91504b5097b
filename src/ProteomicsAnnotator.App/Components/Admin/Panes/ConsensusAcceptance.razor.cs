using System.Globalization;
using Microsoft.AspNetCore.Components;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement.Certainty;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Admin.Panes;

/// <summary>Makes a consensus that is certain enough the final label of many blocks, after it has said of how many.</summary>
public sealed partial class ConsensusAcceptance
{
    private bool _isOfTable;
    private int _leastVotes = 2;
    private bool _isShown;

    [Parameter]
    [EditorRequired]
    public required ConsensusCertainty Certainty { get; set; }

    [Parameter]
    [EditorRequired]
    public required ReviewPlace Place { get; set; }

    /// <summary>Blocks that wait for a decision.</summary>
    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<BlockId> Waiting { get; set; }

    [Parameter]
    [EditorRequired]
    public required LabelClasses Classes { get; set; }

    /// <summary>Why nothing may be accepted now, in words; null: it may.</summary>
    [Parameter]
    public string? WhyNot { get; set; }

    [Parameter]
    public EventCallback<Acceptance> OnAccept { get; set; }

    /// <summary>Follows votes and final labels while it is shown; a click takes what is shown then.</summary>
    private Acceptance? Shown => _isShown ? Certainty.Accept(Listed, Place.CertainFrom, _leastVotes) : null;

    private IEnumerable<BlockId> Listed => _isOfTable && Place.List.Table is { } table ? Place.List.Items.Select(item => table.Blocks[item]) : Waiting;

    private void Preview() => _isShown = true;

    private void Drop() => _isShown = false;

    private Task AcceptAsync(Acceptance shown)
    {
        Drop();
        return OnAccept.InvokeAsync(shown);
    }

    private string Text(Acceptance shown)
    {
        string[] left =
        [
            .. Left(shown.Decided, "has a final label, which stays", "have a final label, which stays"),
            .. Left(shown.FewVotes, $"has fewer than {Counted.Of(_leastVotes, "vote")}", $"have fewer than {Counted.Of(_leastVotes, "vote")}"),
            .. Left(shown.Unsure, "has no consensus that is certain enough", "have no consensus that is certain enough"),
        ];
        string classes = shown.Labels.Count == 0 ? "" : $": {string.Join(", ", shown.Classes.Select(item => $"{FigureText.Count(item.Blocks)} as {VisibleName.Of(Classes.NameOf(item.Label))}"))}";
        string rest = left.Length == 0 ? "" : $" {string.Join("; ", left)}.";
        return string.Create(CultureInfo.InvariantCulture, $"{shown.Labels.Count:N0} of {Counted.Of(shown.Listed, "block")} would get {(shown.Labels.Count == 1 ? "a final label" : "final labels")}{classes}.{rest}{(shown.Labels.Count > 0 ? " Undo takes all of them back at once." : "")}");
    }

    private static string[] Left(int count, string one, string many) => count == 0 ? [] : [$"{FigureText.Count(count)} {(count == 1 ? one : many)}"];
}
