using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using ProteomicsAnnotator.App.Annotating;
using ProteomicsAnnotator.App.Annotating.Keys;
using Radzen;

namespace ProteomicsAnnotator.App.Components.Dialogs;

/// <summary>The keys in force, each of them to be changed. Its answer is the <see cref="KeyDraft"/> to put in force.</summary>
public sealed partial class KeysDialog : IAsyncDisposable
{
    private const string Rest = "Esc closes. Digits, arrows and the other keys without a button always stay.";
    private ElementReference _sheet;
    private KeyDraft _draft = null!;
    private string? _catching;
    private string _status = Rest;
    private bool _isRefusal;
    private ScriptModule? _script;
    private DotNetObjectReference<KeysDialog>? _self;

    [Parameter]
    [EditorRequired]
    public required AnnotationSession Session { get; set; }

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    /// <summary>The next key is caught for this command; null: no longer, and nothing changed.</summary>
    [JSInvokable("onCatching")]
    public void OnCatching(string? command)
    {
        _catching = command;
        Say(command is null ? Rest : $"Press the key for “{TextOf(command)}”. Backspace: no key. Esc: as it was.");
        StateHasChanged();
    }

    /// <param name="command">What the key was caught for.</param>
    /// <param name="key">Empty: it shall have none.</param>
    [JSInvokable("onCaught")]
    public void OnCaught(string command, string key)
    {
        _catching = null;
        _draft.Give(command, key);
        IReadOnlyList<KeyCommand> sharers = _draft.SharersOf(command);
        string text = TextOf(command);
        Say(key.Length == 0 ? $"“{text}” has no key of its own."
            : sharers.Count > 0 ? $"{KeyMap.Printed(key)} is “{sharers[0].Text}” now: replace it, or click its key to press another."
            : $"“{text}” is {KeyMap.Printed(key)}.");
        StateHasChanged();
    }

    /// <summary>The key that was pressed cannot be chosen; the next one is caught.</summary>
    [JSInvokable("onRefused")]
    public void OnRefused(string reason)
    {
        Say($"{reason}. Press another key, or Esc.", isRefusal: true);
        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        if (_script is not null)
        {
            await _script.DisposeAsync();
        }

        _self?.Dispose();
    }

    protected override void OnInitialized() => _draft = Session.Settings.Keys.Draft();

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _script = await ScriptModule.ImportAsync(Js, "Dialogs/KeysDialog");
            await _script.InvokeVoidAsync("watchCaps", _sheet, _self, "/" + Assets["viewer/viewer.js"]);
        }
    }

    private void Choose(KeyPreset preset)
    {
        _draft.Choose(preset);
        Say(_draft.IsChanged ? "Save puts these keys in force." : Rest);
    }

    /// <summary>Own keys that are being chosen stay as they are.</summary>
    private void ChooseOwn()
    {
        if (_draft.Preset != KeyPreset.Own)
        {
            Choose(KeyPreset.Own);
        }
    }

    private void KeepOnly(KeyCommand row)
    {
        _draft.KeepOnly(row.Name!);
        Say($"“{row.Text}” is {KeyMap.Printed(_draft.KeyOf(row.Name!)!)}.");
    }

    private string ConflictOf(KeyCommand row, IReadOnlyList<KeyCommand> sharers)
    {
        string key = KeyMap.Printed(_draft.KeyOf(row.Name!)!);
        string others = string.Join(" and ", sharers.Select(sharer => $"“{sharer.Text}”"));
        return _draft.Last == row.Name ? $"{key} is {others} now" : $"{key} is wanted for {others}";
    }

    private string Pressed(KeyPreset preset) => _draft.Preset == preset ? "true" : "false";

    private string TextOf(string command) => KeyCommand.NamedOf(Session.Settings.Keys.Sheet).First(row => row.Name == command).Text;

    private void Say(string words, bool isRefusal = false) => (_status, _isRefusal) = (words, isRefusal);
}
