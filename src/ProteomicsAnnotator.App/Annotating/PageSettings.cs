using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Annotating.Keys;
using ProteomicsAnnotator.App.Annotating.Queues;
using ProteomicsAnnotator.App.Notices;
using ProteomicsAnnotator.App.Reviewing;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Annotating;

/// <summary>The annotator's settings, which survive the page, and the display that an admin publishes for everyone.</summary>
public sealed class PageSettings
{
    private readonly Preferences _preferences;
    private readonly CampaignDecisions _campaign;
    private readonly PageOwner _owner;
    private readonly PageNotices _notices;
    private readonly CancellationToken _closing;
    /// <summary>Guards changes of <see cref="_choices"/>: the review makes some on a thread of its own.</summary>
    private readonly Lock _gate = new();
    private PageChoices _choices = new();
    private bool _isUnkept;

    /// <param name="share">Keeps them.</param>
    /// <param name="owner">Whose settings they are.</param>
    /// <param name="notices">Says what is not kept.</param>
    /// <param name="classes">Their labels may have keys, too.</param>
    /// <param name="closing">Ends reading when the page closes; a write is never cut off.</param>
    public PageSettings(LabelShare share, PageOwner owner, PageNotices notices, LabelClasses classes, CancellationToken closing)
    {
        _preferences = share.Preferences;
        _campaign = share.Decisions;
        _owner = owner;
        _notices = notices;
        _closing = closing;
        Keys = new PageKeys(this, classes);
    }

    public bool AutoAdvance
    {
        get => _choices.AutoAdvance;
        set => Choose(choices => choices with { AutoAdvance = value });
    }

    public bool SkipAnnotated
    {
        get => _choices.SkipAnnotated;
        set => Choose(choices => choices with { SkipAnnotated = value });
    }

    public bool Shuffled
    {
        get => _choices.Shuffled;
        set => Choose(choices => choices with { Shuffled = value });
    }

    public FoldedGroups Folded => FoldedGroups.Of(_choices.FoldedGroups ?? []);

    /// <summary>This person does not see the tour again.</summary>
    public bool TourSeen => _choices.TourSeen;

    /// <summary>For admins: usernames that they exclude from consensus and statistics.</summary>
    public IReadOnlyList<string> ExcludedAnnotators => _choices.ExcludedAnnotators ?? [];

    /// <summary>For admins: what an adjudication hides until a block is decided.</summary>
    public Blinding Blinding => new(_choices.HidesNames ?? Blinding.Usual.HidesNames, _choices.HidesVotes ?? Blinding.Usual.HidesVotes);

    /// <summary>For admins: which part of the disagreements they decide.</summary>
    public AdjudicationShare AdjudicationPart =>
        new AdjudicationShare(_choices.AdjudicationPart ?? 1, _choices.AdjudicationParts ?? 1) is { IsSound: true } part ? part : AdjudicationShare.Whole;

    /// <summary>For admins: they know which of their final labels others overruled up to this time.</summary>
    public DateTimeOffset? OverruledUntil => _choices.OverruledUntil;

    public PageKeys Keys { get; }

    /// <summary>What is in the file of the keys that the annotator chose.</summary>
    internal JsonElement? KeptKeys => _choices.Keys;

    /// <summary>The viewer's settings as it last sent them.</summary>
    public JsonElement? Display { get; private set; }

    /// <summary>The display published for everyone, as last read.</summary>
    public JsonElement? CampaignDisplay { get; private set; }

    /// <summary>As the annotator chose them; null: the style sheet's, which go with the window.</summary>
    public (int? Left, int? Right) PanelWidths => (_choices.LeftWidth, _choices.RightWidth);

    /// <summary>Reads what this annotator chose before.</summary>
    public async Task RecallAsync(CancellationToken cancellationToken)
    {
        PreferencesRead kept = await _preferences.ReadAsync(_owner.SignIn.Username, cancellationToken);
        Display = kept.Display;
        _choices = kept.Ui is { ValueKind: JsonValueKind.Object } ui ? PageChoices.Parse(ui) : _choices;
        Keys.Recall();
        CampaignDisplay = (await _campaign.ReadDisplayAsync(cancellationToken)).Display;
        if (kept.Problem is { } problem)
        {
            _notices.AddOpening(new Notice($"Your display settings could not be read: {problem}", NoticeSeverity.Warning));
        }

        if (kept.NotUnderstood is { } others)
        {
            _notices.AddOpening(new Notice(others, NoticeSeverity.Info));
        }
    }

    public Task KeepPanelWidthsAsync(int left, int right)
    {
        Choose(choices => choices with { LeftWidth = left, RightWidth = right });
        return KeepChoicesAsync();
    }

    public Task KeepFoldedAsync(FoldedGroups folded)
    {
        Choose(choices => choices with { FoldedGroups = folded.IsEmpty ? null : folded.Remembered });
        return KeepChoicesAsync();
    }

    public Task KeepTourSeenAsync()
    {
        Choose(choices => choices with { TourSeen = true });
        return KeepChoicesAsync();
    }

    public Task KeepExcludedAsync(IReadOnlyCollection<string> usernames)
    {
        Choose(choices => choices with { ExcludedAnnotators = [.. usernames] });
        return KeepChoicesAsync();
    }

    public Task KeepBlindingAsync(Blinding blinding)
    {
        Choose(choices => choices with { HidesNames = blinding.HidesNames, HidesVotes = blinding.HidesVotes });
        return KeepChoicesAsync();
    }

    public Task KeepAdjudicationPartAsync(AdjudicationShare part)
    {
        Choose(choices => choices with { AdjudicationPart = part.Part, AdjudicationParts = part.Of });
        return KeepChoicesAsync();
    }

    public Task KeepOverruledUntilAsync(DateTimeOffset time)
    {
        Choose(choices => choices with { OverruledUntil = time });
        return KeepChoicesAsync();
    }

    internal Task KeepKeysAsync(JsonElement keys)
    {
        Choose(choices => choices with { Keys = keys });
        return KeepChoicesAsync();
    }

    private void Choose(Func<PageChoices, PageChoices> change)
    {
        lock (_gate)
        {
            _choices = change(_choices);
        }
    }

    public Task KeepChoicesAsync() => KeepAsync(null, Serialized(_choices));

    /// <summary>Keeps display settings that the viewer reports (<see cref="DisplayChange"/>).</summary>
    public Task KeepDisplayAsync(JsonElement change)
    {
        Display = DisplayChange.Applied(Display, change);
        return KeepAsync(Display, null);
    }

    /// <summary>Keeps what changed while the page's browser was signed in as someone else.</summary>
    public Task KeepUnkeptAsync() => _isUnkept ? KeepAsync(Display, Serialized(_choices)) : Task.CompletedTask;

    /// <summary>What publishing this display means for everyone, and what it replaces.</summary>
    public async Task<string> PublishQuestionAsync(JsonElement display)
    {
        JsonElement? now = await ReadCampaignDisplayAsync();
        string replaced = now is { } published
            ? $" It replaces the display that is published now ({DisplayText.Of(published)}); Undo under Campaign in the Review brings that back."
            : " None is published yet.";
        return $"Colours, limits and 3D view of this page become the campaign's, for everyone: {DisplayText.Of(display)}. Limits that follow Auto are published as they are for the block on screen.{replaced}";
    }

    /// <summary>Reads the published display for the key that shows it. A notice appears when there is none.</summary>
    public async Task<JsonElement?> FindCampaignDisplayAsync()
    {
        CampaignDisplay = await ReadCampaignDisplayAsync();
        if (CampaignDisplay is null)
        {
            _notices.Notify("No display is published for this campaign.");
        }

        return CampaignDisplay;
    }

    /// <summary>Makes an admin's colours, limits and views the campaign's display, which everyone can return to with one key.</summary>
    /// <param name="display">The display in force on the admin's screen.</param>
    /// <returns>False when it is not published; a notice says why.</returns>
    public async Task<bool> PublishDisplayAsync(JsonElement display)
    {
        if (!_owner.IsAdmin || display.ValueKind != JsonValueKind.Object)
        {
            _notices.Notify("There is no display to publish.");
            return false;
        }

        var set = new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [CampaignSettings.DisplayKey] = JsonNode.Parse(display.GetRawText()) };
        if (CampaignSettings.WhyNot(CampaignSettings.DisplayKey, set[CampaignSettings.DisplayKey]) is { } refusal)
        {
            _notices.Notify($"The display is not published: {refusal}.", NoticeSeverity.Error);
            return false;
        }

        try
        {
            if (await _campaign.DecideAsync(set, _owner.SignIn.Username) is { } lacking)
            {
                _notices.Notify(lacking, NoticeSeverity.Warning);
            }
        }
        catch (StorageException error)
        {
            _notices.Notify(error.InnerException is TimeoutException ? $"It is not known whether the display is published: {error.Message}" : $"The display is not published: {error.Message}", NoticeSeverity.Error);
            return false;
        }

        CampaignDisplay = display;
        _notices.Notify($"Your display is now the campaign's. {Keys.InForce.HintOf("campaign") ?? "Ctrl+K"} shows it, here at once; pages that are open elsewhere show it once they are loaded again.");
        return true;
    }

    private async Task<JsonElement?> ReadCampaignDisplayAsync() =>
        (await _campaign.ReadDisplayAsync(_closing)).Display;

    private static JsonElement Serialized(PageChoices choices) =>
        JsonSerializer.SerializeToElement(choices, PageChoicesJson.Default.PageChoices);

    /// <summary>Writes nothing while the browser is signed in as someone else.</summary>
    private async Task KeepAsync(JsonElement? display, JsonElement? ui)
    {
        _isUnkept = _owner.BlockedReason is not null;
        if (!_isUnkept
            && await _preferences.WriteAsync(_owner.SignIn.Username, display, ui, CancellationToken.None) is { } reason)
        {
            _notices.Notify($"Your settings are not saved: {reason}", NoticeSeverity.Warning);
        }
    }
}
