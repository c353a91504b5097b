using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using ProteomicsAnnotator.App.Sessions;
using Radzen;

namespace ProteomicsAnnotator.App.Components.Dialogs;

public partial class BrowseDialog
{
    private FolderListing _listing = FolderListing.Empty;
    private string _typed = "";

    /// <summary>Where the dialog begins.</summary>
    [Parameter]
    [EditorRequired]
    public required string Start { get; set; }

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    private string Found => _listing.BlockFolders switch
    {
        0 => "No block_NNNN folder lies directly here; folders below are searched too.",
        1 => "1 block lies directly here.",
        int n => $"{n:N0} blocks lie directly here.",
    };

    /// <summary>Why the list is empty; null when it is not, or when the problem says it.</summary>
    private string? Nothing => _listing switch
    {
        { Path: "" } => "Reading…",
        { Problem: not null } or { Folders.Count: > 0 } => null,
        { BlockFolders: 0 } => "No folders here.",
        _ => "No other folders here.",
    };

    protected override Task OnInitializedAsync() => GoAsync(Start);

    private Task Up() => GoAsync(_listing.Parent ?? _listing.Path);

    private Task OnKey(KeyboardEventArgs e) => e.Key == "Enter" ? GoAsync(_typed) : Task.CompletedTask;

    private async Task GoAsync(string path)
    {
        _listing = await FolderListing.ReadAsync(path);
        _typed = _listing.Path;
    }
}
