using System.Text.Json;
using ProteomicsAnnotator.App.Annotating.Viewer;
using ProteomicsAnnotator.App.Components;
using ProteomicsAnnotator.App.SigningIn;
using ProteomicsAnnotator.Core.LabelFiles;

namespace ProteomicsAnnotator.App.Annotating;

/// <content>What the annotator chose and finds again tomorrow, and whose page it is.</content>
public sealed partial class AnnotationSession
{
    private PageChoices _choices = new();
    private JsonElement? _display;
    private JsonElement? _campaignDisplay;
    private bool _isUnkept;

    public bool AutoAdvance
    {
        get => _choices.AutoAdvance;
        set => _choices = _choices with { AutoAdvance = value };
    }

    public bool SkipAnnotated
    {
        get => _choices.SkipAnnotated;
        set => _choices = _choices with { SkipAnnotated = value };
    }

    /// <summary>Why label keys do nothing until the annotator confirms; null when they work.</summary>
    public string? BlockedReason
    {
        get
        {
            if (!_signIns.IsSuperseded(SignIn.SessionId))
            {
                return null;
            }

            string now = _signIns.CurrentOf(SignIn.SessionId) is { } other ? $"signed in as {other.Username}" : "signed out";
            return $"This browser is now {now}, but this page belongs to {SignIn.Username}. "
                + "Labels are not taken until you say whose they are.";
        }
    }

    /// <summary>The page is its owner's again; settings changed meanwhile are kept now.</summary>
    public void ConfirmBlocked()
    {
        _signIns.Confirm(SignIn.SessionId);
        if (_isUnkept)
        {
            _ = KeepAsync(_display, Serialized(_choices));
        }
    }

    public (int Left, int Right) PanelWidths(int left, int right) => (_choices.LeftWidth ?? left, _choices.RightWidth ?? right);

    public Task KeepPanelWidthsAsync(int left, int right)
    {
        _choices = _choices with { LeftWidth = left, RightWidth = right };
        return KeepChoicesAsync();
    }

    public Task KeepChoicesAsync() => KeepAsync(null, Serialized(_choices));

    /// <summary>Settled display settings of the viewer (<see cref="DisplayChange"/>).</summary>
    public Task KeepDisplayAsync(JsonElement change)
    {
        _display = DisplayChange.Applied(_display, change);
        return KeepAsync(_display, null);
    }

    /// <summary>What publishing this display means for everyone, and what it replaces.</summary>
    public async Task<string> PublishQuestionAsync(JsonElement display)
    {
        JsonElement? now = await ReadCampaignDisplayAsync();
        string replaced = now is { } published
            ? $" It replaces the display that is published now ({DisplayText.Of(published)}), and there is no undo."
            : " None is published yet.";
        return $"Colours, limits and 3D view of this page become the campaign's, for everyone: {DisplayText.Of(display)}.{replaced}";
    }

    /// <summary>The display that is published at this moment, for the key that shows it; says so when there is none.</summary>
    public async Task<JsonElement?> FindCampaignDisplayAsync()
    {
        _campaignDisplay = await ReadCampaignDisplayAsync();
        if (_campaignDisplay is null)
        {
            Notify("No display is published for this campaign.");
        }

        return _campaignDisplay;
    }

    /// <summary>Makes an admin's colours, limits and views the campaign's display, which everyone can return to with one key.</summary>
    /// <param name="display">The display in force on the admin's screen.</param>
    /// <returns>False when it is not published; why is said.</returns>
    public async Task<bool> PublishDisplayAsync(JsonElement display)
    {
        if (!IsAdmin || display.ValueKind != JsonValueKind.Object)
        {
            Notify("There is no display to publish.");
            return false;
        }

        string? problem = await _share.Preferences.WriteAsync(Preferences.Campaign, display, null, CancellationToken.None);
        if (problem is null)
        {
            _campaignDisplay = display;
            Notify("Your display is now the campaign's. C shows it, here at once; pages that are open elsewhere show it once they are loaded again.");
        }
        else
        {
            Notify($"The display is not published: {problem}", NoticeSeverity.Error);
        }

        return problem is null;
    }

    private async Task<JsonElement?> ReadCampaignDisplayAsync() =>
        (await _share.Preferences.ReadAsync(Preferences.Campaign, _closing.Token)).Display;

    /// <summary>Twin of ViewerOptions in src/viewer/src/page/contract.ts.</summary>
    public ViewerOptions ViewerOptions() =>
        new(SignIn.Username, ViewerClasses(), _display, _options.AutoplayInterval.TotalSeconds, _campaignDisplay);

    private ViewerClass[] ViewerClasses() =>
        [.. Enumerable.Range(1, Classes.Count).Select(number => new ViewerClass(NameOf(number), ClassStyle.Of(Classes, number)))];

    private static JsonElement Serialized(PageChoices choices) =>
        JsonSerializer.SerializeToElement(choices, PageChoicesJson.Default.PageChoices);

    /// <summary>Writes nothing while the browser is signed in as someone else.</summary>
    private async Task KeepAsync(JsonElement? display, JsonElement? ui)
    {
        _isUnkept = BlockedReason is not null;
        if (!_isUnkept && await _share.Preferences.WriteAsync(SignIn.Username, display, ui, CancellationToken.None) is { } reason)
        {
            Notify($"Your settings are not saved: {reason}", NoticeSeverity.Warning);
        }
    }

    /// <summary>Reads what this user chose before.</summary>
    private async Task RecallAsync(CancellationToken cancellationToken)
    {
        PreferencesRead kept = await _share.Preferences.ReadAsync(SignIn.Username, cancellationToken);
        _display = kept.Display;
        _choices = kept.Ui is { ValueKind: JsonValueKind.Object } ui ? PageChoices.Parse(ui) : _choices;
        _campaignDisplay = (await _share.Preferences.ReadAsync(Preferences.Campaign, cancellationToken)).Display;
        if (kept.Problem is { } problem)
        {
            _opening.Add(new Notice($"Your display settings could not be read: {problem}", NoticeSeverity.Warning));
        }
    }
}
