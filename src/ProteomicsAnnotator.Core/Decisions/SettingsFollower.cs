using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Decisions;

/// <summary>The settings as a running program follows them. Every look is bounded, also when the share hangs. Thread-safe.</summary>
public sealed class SettingsFollower(SharedRoot root)
{
    private const string Lane = "settings";
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(20);
    private readonly DecisionFiles _files = DecisionFiles.Public(root);
    private volatile Looked _last = new(CampaignSettings.None, (0, null));

    /// <summary>Raised when something is decided otherwise than before, on whichever thread brought the news.</summary>
    public event Action? Changed;

    /// <summary>Why the settings could not be read at the last look, or what of them does not count, in words; null: nothing.</summary>
    public string? Problem { get; private set; }

    /// <summary>As of the last look.</summary>
    public CampaignSettings Current => _last.Settings;

    /// <summary>Reads what is decided now.</summary>
    public async Task LookAsync()
    {
        Looked before = _last;
        try
        {
            DecisionState state = await root.RunAsync(_files.Read, root.Settings.Limits.Answer, Lane);
            Problem = state.Problem;
            if (state.Version != before.Version)
            {
                _last = new Looked(CampaignSettings.Of(state), state.Version);
            }
        }
        catch (StorageException error)
        {
            // What was known stays in force.
            Problem = $"What is decided for the campaign could not be read: {error.Message}";
        }

        if (before.Version != _last.Version)
        {
            Changed?.Invoke();
        }
    }

    /// <summary>Decides all of these in one step, for everybody. Returns once it is on disk.</summary>
    /// <exception cref="StorageException">Nothing of it is stored; with a <see cref="TimeoutException"/> inside that is not known.</exception>
    public async Task<CampaignSettings> DecideAsync(IReadOnlyDictionary<string, JsonNode?> set, string by)
    {
        _ = await root.RunAsync(() => _files.Write(set, by, _files.Read()), WriteLimit, Lane);
        await LookAsync();
        return Current;
    }

    /// <summary>What counted of a key before what counts now: to decide that again takes a decision back. Bounded.</summary>
    /// <returns>Null: nothing was decided of it so far. A value of null: nothing was decided before.</returns>
    /// <exception cref="StorageException">That cannot be read.</exception>
    public async Task<EarlierValue?> BeforeAsync(string key) =>
        (await root.RunAsync(_files.Read, root.Settings.Limits.Answer, Lane)).Before(key);

    private sealed record Looked(CampaignSettings Settings, (int Count, string? Last) Version);
}
