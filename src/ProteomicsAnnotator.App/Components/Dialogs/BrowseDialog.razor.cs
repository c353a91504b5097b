using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;
using Radzen;

namespace ProteomicsAnnotator.App.Components.Dialogs;

public partial class BrowseDialog
{
    private FolderListing _listing = FolderListing.Empty;
    private string _typed = "";
    private int _asked;
    private bool _isReading;
    private string _reading = "";

    /// <summary>Where the dialog begins.</summary>
    [Parameter]
    [EditorRequired]
    public required string Start { get; set; }

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    private string? Found => _listing switch
    {
        _ when _isReading => $"Reading {_reading}…",
        { Problem: not null } => null,
        { IsBlock: true } => "This folder is itself a block: open the folder it lies in (↑).",
        { BlockFolders: 0 } => $"No folder named {BlockId.NameForm} lies directly here; folders below are searched too.",
        { BlockFolders: int n } => $"{Counted.Of(n, "block", "lies", "lie")} directly here.",
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

    private Task<bool> Up() => GoAsync(_listing.Parent ?? _listing.Path);

    private Task OnKey(KeyboardEventArgs e) => e.Key == "Enter" ? GoAsync(_typed) : Task.CompletedTask;

    /// <summary>The field names a folder to open; it is read first when the list shows another one.</summary>
    private bool CanOpen => !_isReading && (_typed != _listing.Path || _listing is { Problem: null, IsBlock: false });

    private async Task OpenAsync()
    {
        bool isListed = _typed == _listing.Path || await GoAsync(_typed);
        if (isListed && _listing is { Problem: null, IsBlock: false })
        {
            Dialogs.Close(_listing.Path);
        }
    }

    /// <summary>The latest request counts, also when its answer comes first.</summary>
    /// <returns>False when a later one came: the list shows another folder.</returns>
    private async Task<bool> GoAsync(string path)
    {
        (int asked, string typed) = (++_asked, _typed);
        (_isReading, _reading) = (true, path);
        FolderListing listing = await FolderListing.ReadAsync(path);
        if (asked != _asked)
        {
            return false;
        }

        _isReading = false;
        _listing = listing;
        // Text typed while a slow share is read stays.
        _typed = _typed == typed ? listing.Path : _typed;
        return true;
    }
}
