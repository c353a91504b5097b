using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Components.Admin.Table;

/// <summary>The virtualized table. Arrows, Page, Home and End move, Shift extends, Ctrl+A selects all, Enter opens.</summary>
public sealed partial class ReviewGrid : IAsyncDisposable
{
    private const int RowHeight = 28;
    private const int Page = 20;
    private ElementReference _grid;
    private ScriptModule? _module;
    private int _reveal = -1;
    private BlockId? _cursor;

    [Parameter]
    [EditorRequired]
    public required ReviewSession Review { get; set; }

    [Parameter]
    [EditorRequired]
    public required ReviewList List { get; set; }

    /// <summary>Selection or order changed.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    [Parameter]
    public EventCallback<BlockId> OnOpen { get; set; }

    /// <summary>Why a key did nothing.</summary>
    [Parameter]
    public EventCallback<string> OnSay { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    /// <summary>The list's own table, so that positions and rows belong together.</summary>
    private ReviewTable Table => List.Table ?? Review.Table;

    public async ValueTask DisposeAsync()
    {
        if (_module is not null)
        {
            await _module.DisposeAsync();
        }
    }

    /// <summary>A row that was chosen elsewhere comes into view.</summary>
    protected override void OnParametersSet()
    {
        if (_cursor != List.Cursor)
        {
            _cursor = List.Cursor;
            _reveal = List.CursorIndex;
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _reveal = List.CursorIndex;
            _module = await ScriptModule.ImportAsync(Js, "Admin/Table/ReviewGrid");
            await _module.InvokeVoidAsync("keepKeys", _grid);
        }

        if (_module is not null && _reveal >= 0)
        {
            int index = _reveal;
            _reveal = -1;
            await _module.InvokeVoidAsync("reveal", _grid, index, RowHeight);
        }
    }

    /// <summary>The block of the pressed row, wherever it is by now.</summary>
    private Task ChooseAsync((BlockId Block, MouseEventArgs Press) choice)
    {
        if (List.IndexOf(choice.Block) is >= 0 and int index)
        {
            List.Choose(index, choice.Press.ShiftKey, choice.Press.CtrlKey || choice.Press.MetaKey);
            _cursor = List.Cursor;
        }

        return OnChanged.InvokeAsync();
    }

    private async Task OnKeyAsync(KeyboardEventArgs e)
    {
        int cursor = List.CursorIndex;
        int? target = e.Key switch
        {
            "ArrowDown" => cursor + 1,
            "ArrowUp" => Math.Max(0, cursor - 1),
            "PageDown" => cursor + Page,
            "PageUp" => Math.Max(0, cursor - Page),
            "Home" => 0,
            "End" => List.Items.Length - 1,
            _ => null,
        };
        if (target is { } index)
        {
            List.Choose(index, e.ShiftKey, toggle: false);
            _reveal = List.CursorIndex;
            await OnChanged.InvokeAsync();
            return;
        }

        await OnOtherKeyAsync(e);
    }

    private async Task OnOtherKeyAsync(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "a" or "A" when e.CtrlKey || e.MetaKey:
                List.SelectAll();
                break;
            case "Escape":
                List.SelectNone();
                break;
            case " " when List.CursorIndex is >= 0 and int index:
                List.Choose(index, extend: false, toggle: true);
                break;
            case "Enter" when List.Cursor is { } block:
                await OnOpen.InvokeAsync(block);
                return;
            case " " or "Enter":
                await OnSay.InvokeAsync(ReviewKeyText.NoRow);
                return;
            default:
                return;
        }

        await OnChanged.InvokeAsync();
    }

    private Task SortAsync(ReviewSortKey key, string? username = null)
    {
        List.SortBy(key, username);
        return OnChanged.InvokeAsync();
    }

    private bool IsSortedBy(ReviewSortKey key, string? username) => List.Sort.Key == key && List.Sort.Username == username;

    private string Arrow(ReviewSortKey key, string? username = null) =>
        IsSortedBy(key, username) ? (List.Sort.Descending ? " ▾" : " ▴") : "";

    private string Order(ReviewSortKey key, string? username = null) =>
        IsSortedBy(key, username) ? (List.Sort.Descending ? "descending" : "ascending") : "none";

    private string UserClass(AnnotatorColumn column) => (Table.Input.Excluded.Contains(column.Username), column.Fault) switch
    {
        (_, not null) => "unreadable",
        (true, _) => "excluded",
        _ => "",
    };

    private string UserTitle(AnnotatorColumn column) => (Table.Input.Excluded.Contains(column.Username), column.Fault) switch
    {
        (_, { } fault) => $"{column.Username}: could not be read ({fault})",
        (true, _) => $"{column.Username}: excluded, counts nowhere",
        _ => $"{column.Username}: {Counted.Of(column.LabelCount, "label")}",
    };
}
