using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.Core.Blocks;
using Radzen;

namespace ProteomicsAnnotator.App.Components.Dialogs;

/// <summary>Goes to a block or runs a command: a line to type in, and below it what fits.</summary>
public sealed partial class CommandPalette
{
    private const int MostBlocks = 8;
    private const int MostRecent = 3;
    private ElementReference _input;
    // As typed, blanks and all: a text that came back another one would overwrite letters typed meanwhile.
    private string _typed = "";
    private string _query = "";
    private int _at;

    [Parameter]
    [EditorRequired]
    public required AnnotationSession Session { get; set; }

    [Parameter]
    [EditorRequired]
    public required IReadOnlyList<PaletteItem> Commands { get; set; }

    [Parameter]
    [EditorRequired]
    public required Func<Block, Task> OpenBlock { get; set; }

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    private IReadOnlyList<PaletteItem> Shown { get; set; } = [];

    protected override void OnInitialized() => Find();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            await _input.FocusAsync();
        }
    }

    private void Search(string? text)
    {
        (_typed, _query) = (text ?? "", (text ?? "").Trim());
        Find();
    }

    private void Find()
    {
        _at = 0;
        IEnumerable<Block> blocks = _query.Length == 0
            ? Session.Place.Recent.Blocks.Where(block => block.Id != Session.Place.Current?.Id).Take(MostRecent)
            : BlocksOf(_query);
        Shown = [.. blocks.Select(Item), .. Commands.Where(command => command.Text.Contains(_query, StringComparison.OrdinalIgnoreCase))];
    }

    /// <summary>The block at that position of the list first, then those whose name holds the words.</summary>
    private IEnumerable<Block> BlocksOf(string query)
    {
        IReadOnlyList<Block> all = Session.Place.Sequence.Order.Of(Session.Place.Listed);
        IEnumerable<Block> named = all.Concat(Session.Place.Catalog.Blocks).Where(block => block.Id.Value.Contains(query, StringComparison.OrdinalIgnoreCase));
        return (int.TryParse(query, NumberStyles.None, CultureInfo.InvariantCulture, out int position) && position >= 1 && position <= all.Count
            ? named.Prepend(all[position - 1])
            : named).DistinctBy(block => block.Id).Take(MostBlocks);
    }

    private PaletteItem Item(Block block) => new(block.Id.Shown, "", () => OpenBlock(block))
    {
        Label = Session.Labels.Of(block),
        Aside = Session.Place.Sequence.Order.IndexOf(Session.Place.Listed, block.Id) is >= 0 and int index
            ? string.Create(CultureInfo.InvariantCulture, $"{index + 1:N0} of {Session.Place.TotalCount:N0}")
            : "not in your queue",
    };

    private void OnKey(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "ArrowDown" when Shown.Count > 0:
                _at = (_at + 1) % Shown.Count;
                break;
            case "ArrowUp" when Shown.Count > 0:
                _at = (_at - 1 + Shown.Count) % Shown.Count;
                break;
            case "Enter" when _at < Shown.Count:
                Choose(Shown[_at]);
                break;
        }
    }

    private void Choose(PaletteItem item) => Dialogs.Close(item);
}
