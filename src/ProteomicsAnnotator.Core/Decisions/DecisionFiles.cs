using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Decisions;

/// <summary>
/// Decisions of admins, one value a key: <c>campaign/decisions/{id}.json</c> and <c>campaign/calibration/{id}.json</c>, which everybody
/// may read, or <c>admin/decisions/{id}.json</c>. A file holds what was decided in one step; of several values of a key the last by
/// (clock, at, id) counts, so that two admins at once lose nothing but the earlier of two values. Blocking; thread-safe.
/// </summary>
public sealed class DecisionFiles
{
    private const int Format = 1;
    private const int MostKeyCharacters = 2048;

    // What was read of a file that never changes is kept for everybody who asks about the same share.
    private static readonly ConditionalWeakTable<SharedRoot, DecisionFiles> ClosedOnes = [];
    private static readonly ConditionalWeakTable<SharedRoot, DecisionFiles> PublicOnes = [];
    private static readonly ConditionalWeakTable<SharedRoot, DecisionFiles> CalibrationOnes = [];
    private readonly SharedRoot _root;
    private readonly string _folder;
    private readonly WrittenOnce<DecisionStep> _files;

    private DecisionFiles(SharedRoot root, params string[] folder)
    {
        _root = root;
        _folder = root.PathOf(folder);
        _files = new WrittenOnce<DecisionStep>(root, _folder, ".json", Parse);
    }

    /// <summary>Those that everybody may read.</summary>
    public static DecisionFiles Public(SharedRoot root) => PublicOnes.GetValue(root, static root => new DecisionFiles(root, "campaign", "decisions"));

    /// <summary>Those for admins only.</summary>
    public static DecisionFiles Closed(SharedRoot root) => ClosedOnes.GetValue(root, static root => new DecisionFiles(root, "admin", "decisions"));

    /// <summary>The calibration round, which everybody may read.</summary>
    public static DecisionFiles Calibration(SharedRoot root) => CalibrationOnes.GetValue(root, static root => new DecisionFiles(root, "campaign", "calibration"));

    /// <exception cref="StorageException">The folder, or a file in it, is there and cannot be read.</exception>
    public DecisionState Read()
    {
        var unusable = new List<UnusableFile>();
        List<DecisionStep> all = _files.Read(unusable);
        all.Sort((one, other) => (one.Clock, one.At).CompareTo((other.Clock, other.At)) is not 0 and var order ? order : string.CompareOrdinal(one.Id, other.Id));
        var values = new Dictionary<string, DecidedValue>(StringComparer.Ordinal);
        foreach (DecisionStep step in all)
        {
            foreach ((string key, JsonNode? value) in step.Set)
            {
                values[key] = new DecidedValue(value, step.By, step.At);
            }
        }

        return new DecisionState(all, values, unusable);
    }

    /// <summary>For figures, which would be wrong without some of the decisions.</summary>
    /// <exception cref="StorageException">They cannot be read, or some of them do not count.</exception>
    public DecisionState ReadAll()
    {
        DecisionState state = Read();
        return state.Problem is { } problem ? throw new StorageException(_folder, problem) : state;
    }

    /// <summary>Returns once all of it is on disk.</summary>
    /// <param name="set">The values; null takes a decision back.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="before">What was known then.</param>
    /// <exception cref="StorageException">Nothing of it is stored.</exception>
    public DecisionStep Write(IReadOnlyDictionary<string, JsonNode?> set, string by, DecisionState before)
    {
        _root.Verify();
        LabelShareSettings settings = _root.Settings;
        DateTimeOffset now = LabelTime.Truncate(settings.TimeProvider.GetUtcNow());
        long highest = before.Steps.Count == 0 ? 0 : before.Steps.Max(step => step.Clock);
        var step = new DecisionStep(JournalName.Create(now, settings.HostName), JournalBounds.ClockAfter(highest), now, by, set);
        _files.Write(step.Id, Serialize(step, settings.ProgramVersion));
        return step;
    }

    private static byte[] Serialize(DecisionStep step, string program) => JsonFile.Serialize(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("format", Format);
        writer.WriteString("program", program);
        writer.WriteNumber("clock", step.Clock);
        writer.WriteString("at", LabelTime.Format(step.At));
        writer.WriteString("by", step.By);
        writer.WriteStartObject("set");
        foreach ((string key, JsonNode? value) in step.Set)
        {
            writer.WritePropertyName(key);
            if (value is null)
            {
                writer.WriteNullValue();
            }
            else
            {
                value.WriteTo(writer);
            }
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static DecisionStep Parse(string id, byte[] bytes)
    {
        JsonObject file = JsonFile.ParseObject(bytes);
        long format = StoredJson.Number(file, "format", 1, int.MaxValue);
        if (format > Format)
        {
            throw new NewerFormatException(format, Format);
        }

        JsonObject set = file["set"] as JsonObject ?? throw new JsonException("\"set\" is no object");
        return set.Any(pair => pair.Key.Length > MostKeyCharacters)
            ? throw new JsonException($"a key in \"set\" has more than {MostKeyCharacters} characters")
            : new DecisionStep(
                id,
                StoredJson.Number(file, "clock", 1, JournalBounds.MaxClock),
                StoredJson.Time(file, "at"),
                StoredJson.Text(file, "by"),
                set.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal));
    }
}

/// <summary>What was decided in one step.</summary>
public sealed record DecisionStep(string Id, long Clock, DateTimeOffset At, string By, IReadOnlyDictionary<string, JsonNode?> Set);

/// <summary>All decisions of a folder.</summary>
/// <param name="Steps">The last one last.</param>
/// <param name="Values">What counts of each key; a value of null was taken back.</param>
/// <param name="Unusable">What is there and does not count.</param>
public sealed record DecisionState(IReadOnlyList<DecisionStep> Steps, IReadOnlyDictionary<string, DecidedValue> Values, IReadOnlyList<UnusableFile> Unusable)
{
    /// <summary>Differs when something else is decided.</summary>
    public (int Count, string? Last) Version => (Steps.Count, Steps is [.., { } last] ? last.Id : null);

    /// <summary>What counted of a key before what counts now; null: nothing was decided of it so far.</summary>
    public EarlierValue? Before(string key)
    {
        DecisionStep[] steps = [.. Steps.Where(step => step.Set.ContainsKey(key))];
        return steps.Length == 0 ? null : new EarlierValue(steps.Length == 1 ? null : steps[^2].Set[key]);
    }

    /// <summary>The last step that decided such keys, and what counted of each of them before it; null: there is no such step.</summary>
    /// <param name="isMeant">Keys of one kind: a step may hold others.</param>
    public EarlierStep? BeforeLast(Func<string, bool> isMeant)
    {
        if (Steps.LastOrDefault(step => step.Set.Keys.Any(isMeant)) is not { } last)
        {
            return null;
        }

        var before = last.Set.Keys.Where(isMeant).ToDictionary(key => key, _ => (JsonNode?)null, StringComparer.Ordinal);
        foreach (DecisionStep step in Steps.TakeWhile(step => !ReferenceEquals(step, last)))
        {
            foreach ((string key, JsonNode? value) in step.Set.Where(set => before.ContainsKey(set.Key)))
            {
                before[key] = value;
            }
        }

        return new EarlierStep(last, before);
    }

    /// <summary>What cannot be used, in words; null: all of it can.</summary>
    public string? Problem => Unusable.Count == 0 ? null : string.Join(" ", Unusable.Select(file => file.Words));
}

/// <summary>A value, who decided it and when.</summary>
public readonly record struct DecidedValue(JsonNode? Value, string By, DateTimeOffset At);

/// <summary>A value that counted before another one; null: there was none.</summary>
public readonly record struct EarlierValue(JsonNode? Value);

/// <param name="Undone">The step that would be taken back.</param>
/// <param name="Values">What counted of each of its keys before it; null: nothing did.</param>
public sealed record EarlierStep(DecisionStep Undone, IReadOnlyDictionary<string, JsonNode?> Values);
