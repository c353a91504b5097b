using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.LabelFiles;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>
/// How admins decide for everybody, and which display is published. A display published by a program before this one stands in
/// <c>preferences/.campaign.json</c> alone; one that is decided is written there too, with the time of the decision, so that what such
/// a program publishes later is known to be later.
/// </summary>
public sealed class CampaignDecisions
{
    private const string DecidedAt = "decided_at";
    private static readonly JsonElement Nothing = JsonSerializer.SerializeToElement(new JsonObject());
    private readonly SharedRoot _root;
    private readonly SettingsFollower _settings;
    private readonly Preferences _preferences;

    internal CampaignDecisions(SharedRoot root, SettingsFollower settings, Preferences preferences)
    {
        _root = root;
        _settings = settings;
        _preferences = preferences;
    }

    /// <summary>For a program that has nothing open on the share.</summary>
    public static CampaignDecisions Of(SharedRoot root) => new(root, new SettingsFollower(root), new Preferences(root.Settings, root));

    /// <summary>As of the last look.</summary>
    public CampaignSettings Current => _settings.Current;

    /// <summary>Looks at what is decided now. Bounded.</summary>
    /// <exception cref="StorageException">It cannot be read, or some of it does not count.</exception>
    public async Task<CampaignSettings> LookAsync()
    {
        await _settings.LookAsync();
        return _settings.Problem is { } problem ? throw new StorageException(_root.Settings.AnnotationsRoot, problem) : _settings.Current;
    }

    /// <summary>The display that is published now. Bounded.</summary>
    public async Task<PublishedDisplay> ReadDisplayAsync(CancellationToken cancellationToken)
    {
        await _settings.LookAsync();
        PreferencesRead file = await _preferences.ReadAsync(Preferences.Campaign, cancellationToken);
        if (!Current.Decided.TryGetValue(CampaignSettings.DisplayKey, out DecidedValue decided))
        {
            return new PublishedDisplay(file.Display, file.Problem);
        }

        bool isLater = file.Display is { } shown && IsWrittenWith(file.Ui, decided) && !JsonElement.DeepEquals(shown, Current.Display ?? Nothing);
        return new PublishedDisplay(isLater ? file.Display : Current.Display, null) { IsOfEarlierProgram = isLater };
    }

    /// <summary>Decides all of these in one step, for everybody. Returns once it is on disk.</summary>
    /// <returns>What programs before this one lack of it, in words; null: nothing.</returns>
    /// <exception cref="StorageException">Nothing of it is stored; with a <see cref="TimeoutException"/> inside that is not known.</exception>
    public async Task<string?> DecideAsync(IReadOnlyDictionary<string, JsonNode?> set, string by)
    {
        if (!set.ContainsKey(CampaignSettings.DisplayKey))
        {
            _ = await _settings.DecideAsync(set, by);
            return null;
        }

        // What was published without a decision becomes one, so that it can be returned to.
        PublishedDisplay before = await ReadDisplayAsync(CancellationToken.None);
        if (before.Problem is { } problem)
        {
            throw new StorageException(_root.Settings.AnnotationsRoot, $"the display that is published now could not be read: {problem}");
        }

        if (before.Display is { } display && (before.IsOfEarlierProgram || !Current.Decided.ContainsKey(CampaignSettings.DisplayKey)))
        {
            _ = await _settings.DecideAsync(new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [CampaignSettings.DisplayKey] = JsonNode.Parse(display.GetRawText()) }, by);
        }

        CampaignSettings now = await _settings.DecideAsync(set, by);
        return await WriteAlongAsync(now) is { } reason ? $"Programs of an earlier version still show the display before: {reason}" : null;
    }

    /// <summary>
    /// Takes the last decision about a key back: what counted before it is decided again. Undone twice, it is made again. A display that an
    /// earlier program published since is such a decision.
    /// </summary>
    /// <returns>As <see cref="DecideAsync"/>.</returns>
    /// <exception cref="StorageException">As of <see cref="DecideAsync"/>, or nothing is decided of that key.</exception>
    public async Task<string?> UndoAsync(string key, string by)
    {
        EarlierValue before = await EarlierAsync(key) ?? throw new StorageException(_root.Settings.AnnotationsRoot, NothingDecided(key));
        return await DecideAsync(new Dictionary<string, JsonNode?>(StringComparer.Ordinal) { [key] = before.Value?.DeepClone() }, by);
    }

    /// <summary>What <see cref="UndoAsync"/> would decide; null: nothing is decided of that key.</summary>
    /// <exception cref="StorageException">It could not be read.</exception>
    public async Task<EarlierValue?> EarlierAsync(string key) => await IsPublishedSinceAsync(key) ? new EarlierValue(Current.Decided[key].Value) : await _settings.BeforeAsync(key);

    /// <summary>Why there is no undo, in words.</summary>
    public static string NothingDecided(string key) => $"nothing is decided of {key}, so there is nothing to take back";

    private async Task<bool> IsPublishedSinceAsync(string key) =>
        key == CampaignSettings.DisplayKey && (await ReadDisplayAsync(CancellationToken.None)).IsOfEarlierProgram;

    private Task<string?> WriteAlongAsync(CampaignSettings now)
    {
        var mark = new JsonObject { [DecidedAt] = LabelTime.Format(now.Decided[CampaignSettings.DisplayKey].At) };
        return _preferences.WriteAsync(Preferences.Campaign, now.Display ?? Nothing, JsonSerializer.SerializeToElement(mark), CancellationToken.None);
    }

    private static bool IsWrittenWith(JsonElement? mark, DecidedValue decided) => mark is { ValueKind: JsonValueKind.Object } ui
        && ui.TryGetProperty(DecidedAt, out JsonElement at) && at.ValueKind == JsonValueKind.String && at.GetString() == LabelTime.Format(decided.At);
}

/// <param name="Display">Null: none is published.</param>
/// <param name="Problem">Why that is not known, in words; null: it is.</param>
public sealed record PublishedDisplay(JsonElement? Display, string? Problem)
{
    /// <summary>A program before this one published it, after the last decision.</summary>
    internal bool IsOfEarlierProgram { get; init; }
}
