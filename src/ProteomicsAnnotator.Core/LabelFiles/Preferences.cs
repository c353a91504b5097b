using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.LabelFiles.Originals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.LabelFiles;

/// <summary>
/// <c>preferences/{username}.json</c>: two opaque sections, written atomically; whatever else is in the file survives.
/// Never fatal: a failure is a returned reason, and the program continues with what it has.
/// </summary>
public sealed class Preferences
{
    /// <summary>A file larger than this is refused.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>In place of a username: the display an admin published for everyone. No username begins with a dot.</summary>
    public const string Campaign = ".campaign";

    private const string DisplaySection = "display";
    private const string UiSection = "ui";
    private readonly LabelShareSettings _settings;
    private readonly SharedRoot _root;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, CorruptFileQuarantine> _damages = new(StringComparer.Ordinal);

    internal Preferences(LabelShareSettings settings, SharedRoot root)
    {
        _settings = settings;
        _root = root;
    }

    public async Task<PreferencesRead> ReadAsync(string username, CancellationToken cancellationToken)
    {
        try
        {
            return await _root.RunAsync(() => Read(username), _settings.Limits.Preferences, "preferences:" + username).WaitAsync(cancellationToken);
        }
        catch (StorageException error)
        {
            return new PreferencesRead(null, null, error.Reason);
        }
    }

    /// <summary>Null when both sections are on the share; else the reason in words. A null section is left as it is.</summary>
    public async Task<string?> WriteAsync(string username, JsonElement? display, JsonElement? ui, CancellationToken cancellationToken)
    {
        try
        {
            return await _root.RunAsync(() => Write(username, display, ui), _settings.Limits.Preferences, "preferences:" + username).WaitAsync(cancellationToken);
        }
        catch (StorageException error)
        {
            return error.Reason;
        }
    }

    private static JsonElement? Section(JsonObject file, string name) =>
        file[name] is { } node ? JsonSerializer.SerializeToElement(node) : null;

    private string PathOf(string username) => _root.PathOf("preferences", username + ".json");

    // Gives up before the surrounding operation does: otherwise the share would count as hanging.
    private JsonRead<T> ReadFile<T>(string path, Func<byte[], T> parse)
        where T : class => _root.Reads.One(
        path,
        () => JsonFile.Read(_settings.Files, path, parse, RegularFile.MaxSettingsBytes),
        _settings.Limits.Preferences / 2);

    private PreferencesRead Read(string username)
    {
        JsonRead<JsonObject> read = ReadFile(PathOf(username), JsonFile.ParseObject);
        lock (_gate)
        {
            _ = IsLastingDamage_NeedsLock(username, read);
        }

        return read.Outcome switch
        {
            ReadOutcome.Read => new PreferencesRead(Section(read.Value!, DisplaySection), Section(read.Value!, UiSection), null),
            ReadOutcome.Missing => ReadOriginal(username),
            _ => new PreferencesRead(null, null, read.Error?.Reason),
        };
    }

    private string? Write(string username, JsonElement? display, JsonElement? ui)
    {
        lock (_gate)
        {
            string path = PathOf(username);
            JsonRead<JsonObject> read = ReadFile(path, JsonFile.ParseObject);
            bool isLasting = IsLastingDamage_NeedsLock(username, read);
            if (read.Outcome == ReadOutcome.Unreadable || (read.Outcome == ReadOutcome.Damaged && !isLasting))
            {
                return read.Error?.Reason;
            }

            JsonObject file = read.Value ?? [];
            if (!TrySet(file, DisplaySection, display) || !TrySet(file, UiSection, ui))
            {
                return "the settings would not be read again: a name stands twice in them, or a text is no text";
            }

            byte[] bytes = JsonFile.Serialize(writer => file.WriteTo(writer));
            if (bytes.Length > MaxBytes)
            {
                return $"the settings take {bytes.Length / 1024} KiB; at most {MaxBytes / 1024} KiB are kept";
            }

            _root.Verify();
            if (isLasting)
            {
                _ = _damages[username].SetAside(_settings.Files, path);
            }

            _settings.Files.CreateFolder(Path.GetDirectoryName(path)!);
            AtomicFile.Write(_settings.Files, path, bytes);
            return null;
        }
    }

    private bool IsLastingDamage_NeedsLock(string username, JsonRead<JsonObject> read)
    {
        if (!_damages.TryGetValue(username, out CorruptFileQuarantine? damage))
        {
            damage = new CorruptFileQuarantine(_settings.TimeProvider);
            _damages[username] = damage;
        }

        if (read.Outcome == ReadOutcome.Damaged)
        {
            return damage.IsLasting(read.Bytes);
        }

        if (read.Outcome != ReadOutcome.Unreadable)
        {
            damage.Clear();
        }

        return false;
    }

    /// <summary>False for what the reader would refuse.</summary>
    private static bool TrySet(JsonObject file, string name, JsonElement? section)
    {
        try
        {
            if (section is { } value)
            {
                file[name] = JsonFile.Parse(System.Text.Encoding.UTF8.GetBytes(value.GetRawText()));
            }

            return true;
        }
        catch (Exception error) when (JsonFile.IsDamage(error))
        {
            return false;
        }
    }

    /// <summary><c>users/{username}_display.json</c> or <c>users/display_preferences/{username}.json</c> of the original program.</summary>
    private PreferencesRead ReadOriginal(string username)
    {
        string? path = _root.PathOf("users", username + "_display.json");
        JsonRead<OriginalDisplay> read = ReadFile(path, OriginalDisplay.Parse);
        if (read.Outcome == ReadOutcome.Missing)
        {
            path = OriginalTree.DisplayOf(_settings.Files, _root.Reads, _settings.AnnotationsRoot, username, _settings.Limits.Preferences / 2);
            read = path is null ? read : ReadFile(path, OriginalDisplay.Parse);
        }

        string? notUnderstood = read.Value is { } file ? file.DescribeOthers(path!) : read.Error?.Message;
        return new PreferencesRead(read.Value?.Display, null, null) { NotUnderstood = notUnderstood };
    }
}

/// <param name="Display">
/// Display settings; null when there are none. For a user of the original program who has no preferences yet:
/// <c>{"channels": {name: {"color", "visible", "limits", "gamma"}}}</c> from the original's file.
/// </param>
/// <param name="Ui">Choices of the window.</param>
/// <param name="Problem">Why they could not be read, in words.</param>
public sealed record PreferencesRead(JsonElement? Display, JsonElement? Ui, string? Problem)
{
    /// <summary>What of the original program's file is not understood and left as it is, in words; null: nothing.</summary>
    public string? NotUnderstood { get; init; }
}
