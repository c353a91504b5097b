using System.Collections.Frozen;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Decisions;

/// <summary>What admins have decided for everybody: decisions of <c>campaign/decisions</c>. Values that no program would write count as none.</summary>
/// <param name="TargetVotes">Votes that each block is to have; null: not decided.</param>
/// <param name="Deadline">The last day; null: there is none.</param>
/// <param name="TimeZone">In which "per day" is counted, by its IANA name; null: each machine's own.</param>
/// <param name="IsClosed">No label is taken any more; reading goes on.</param>
/// <param name="ClosedBy">Who closed it.</param>
public sealed record CampaignSettings(int? TargetVotes, DateOnly? Deadline, string? TimeZone, bool IsClosed, string? ClosedBy)
{
    public const string NameKey = "name";
    public const string TargetVotesKey = "target_votes";
    public const string DeadlineKey = "deadline";
    public const string TimeZoneKey = "time_zone";
    public const string ClosedKey = "closed";
    public const string TieRuleKey = "tie_rule";
    public const string EvidenceKey = "evidence";
    public const string DisplayKey = "display";
    public const string HintsKey = "calibration_hints";
    public const string SecondEyeKey = "gold_second_eye";
    public const string ModelOrderKey = "model_order";
    public const int MostVotes = 20;
    public const int LongestName = 60;
    private const int MostDisplayBytes = 256 * 1024;
    private const string DayForm = "yyyy-MM-dd";

    public static readonly CampaignSettings None = new(null, null, null, false, null);

    /// <summary>All that can be decided, in the order in which pages show it.</summary>
    public static IReadOnlyList<string> Keys { get; } = [NameKey, TargetVotesKey, DeadlineKey, TimeZoneKey, TieRuleKey, EvidenceKey, HintsKey, SecondEyeKey, ModelOrderKey, DisplayKey, ClosedKey];

    /// <summary>What the campaign is called; null: not decided.</summary>
    public string? Name { get; private init; }

    /// <summary>What the consensus of a tie is.</summary>
    public TieRule Ties { get; private init; }

    /// <summary>Whether evidence of decisions is asked for; null: not decided, classes.json says it.</summary>
    public bool? Evidence { get; private init; }

    /// <summary>In the calibration round an annotator may have the sentence of a block before the answer; the label is marked then.</summary>
    public bool HasCalibrationHints { get; private init; }

    /// <summary>A known answer counts once two admins have given it.</summary>
    public bool WantsSecondEye { get; private init; }

    /// <summary>A plan may put queues in an order by the scores of a model.</summary>
    public bool AllowsModelOrder { get; private init; }

    /// <summary>The display published for everyone; null: none is decided; a program before this one may have published one all the same.</summary>
    public JsonElement? Display { get; private init; }

    /// <summary>Classes that got other names, or were split.</summary>
    public ClassChanges ClassChanges { get; private init; } = ClassChanges.None;

    /// <summary>Points whose labels of another place count.</summary>
    public AcceptedPoints AcceptedPoints { get; private init; } = AcceptedPoints.None;

    /// <summary>Who decided what stands, and when, by key; a value of null was taken back.</summary>
    public IReadOnlyDictionary<string, DecidedValue> Decided { get; private init; } = FrozenDictionary<string, DecidedValue>.Empty;

    /// <summary>As if this rule were decided.</summary>
    public CampaignSettings With(TieRule rule) => this with { Ties = rule };

    /// <summary>As if no class had been renamed or split.</summary>
    public CampaignSettings WithoutClassChanges() => this with { ClassChanges = ClassChanges.None };

    /// <summary>Whose days "per day" means: those of the campaign, else of this machine.</summary>
    public TimeZoneInfo ZoneOr(TimeZoneInfo local) => TimeZone is { } name && TimeZoneInfo.TryFindSystemTimeZoneById(name, out TimeZoneInfo? zone) ? zone : local;

    /// <summary>Why a label is refused now, in words; null: it is taken.</summary>
    public string? WhyClosed => IsClosed ? $"the campaign is closed ({ClosedBy} closed it); an admin can open it again" : null;

    /// <summary>What people are told before they press a key; null: the campaign is open.</summary>
    public string? ClosedNews => IsClosed ? $"The campaign is closed: {ClosedBy} closed it, so no label is taken. You can look at everything; an admin can open it again." : null;

    /// <summary>Why evidence of decisions is not asked for, in words; null: it is.</summary>
    public string? WhyNoEvidence(LabelClasses classes) => Evidence switch
    {
        true => null,
        false => $"{Decided[EvidenceKey].By} switched it off",
        null => classes.RecordsEvidence ? null : "classes.json does not ask for it",
    };

    /// <summary>What people are told where admins have decided otherwise than classes.json; null: nothing.</summary>
    public string? EvidenceNews(LabelClasses classes) => Evidence is not { } isOn || isOn == classes.RecordsEvidence ? null
        : isOn ? $"{Decided[EvidenceKey].By} switched evidence on: how each label was given is recorded where only you and the admins can read it. The sign-in page says what; a page that is open records it once it is loaded again."
        : $"{Decided[EvidenceKey].By} switched evidence off: nothing is measured of your labels.";

    /// <summary>What may be decided, for messages.</summary>
    public static string Expected =>
        $"{NameKey} (1 to {LongestName} characters in one line), {TargetVotesKey} (1 to {MostVotes}), {DeadlineKey} (as 2027-01-31), {TimeZoneKey} (as Europe/Berlin), {TieRuleKey} (first, none or reliable), "
        + $"{EvidenceKey}, {HintsKey}, {SecondEyeKey} and {ModelOrderKey} (true or false), {DisplayKey} (an object), {ClosedKey} (true or false), or null to take one back";

    /// <summary>Blocking.</summary>
    /// <exception cref="StorageException">They cannot be read, or some of them do not count: figures without those would be wrong.</exception>
    public static CampaignSettings Read(SharedRoot root) => Of(DecisionFiles.Public(root).ReadAll());

    public static CampaignSettings Of(DecisionState state)
    {
        return new CampaignSettings(
            (int?)Value(TargetVotesKey)?.GetValue<long>(),
            Value(DeadlineKey) is { } day ? DateOnly.ParseExact(day.GetValue<string>(), DayForm, CultureInfo.InvariantCulture) : null,
            Value(TimeZoneKey)?.GetValue<string>(),
            Value(ClosedKey)?.GetValue<bool>() ?? false,
            state.Values.TryGetValue(ClosedKey, out DecidedValue closed) ? closed.By : null)
        {
            Name = Value(NameKey)?.GetValue<string>(),
            Ties = TieRules.Parse(Value(TieRuleKey)?.GetValue<string>()) ?? TieRule.First,
            Evidence = Value(EvidenceKey)?.GetValue<bool>(),
            HasCalibrationHints = Value(HintsKey)?.GetValue<bool>() ?? false,
            WantsSecondEye = Value(SecondEyeKey)?.GetValue<bool>() ?? false,
            AllowsModelOrder = Value(ModelOrderKey)?.GetValue<bool>() ?? false,
            Display = Value(DisplayKey) is { } display ? JsonSerializer.SerializeToElement(display) : null,
            ClassChanges = ClassChanges.Of(state),
            AcceptedPoints = AcceptedPoints.Of(state),
            Decided = state.Values.Where(value => Keys.Contains(value.Key, StringComparer.Ordinal)).ToFrozenDictionary(StringComparer.Ordinal),
        };

        JsonNode? Value(string key) => state.Values.TryGetValue(key, out DecidedValue decided) && WhyNot(key, decided.Value) is null ? decided.Value : null;
    }

    /// <summary>Why this may not be decided, in words; null: it may.</summary>
    public static string? WhyNot(string key, JsonNode? value) => (key, value as JsonValue) switch
    {
        _ when value is null && Keys.Contains(key, StringComparer.Ordinal) => null,
        (DisplayKey, null) when value is JsonObject => Encoding.UTF8.GetByteCount(value.ToJsonString()) <= MostDisplayBytes ? null : $"{key} of more than {MostDisplayBytes / 1024} KiB",
        (NameKey, { } text) when text.TryGetValue(out string? name) && name.Trim() is { Length: > 0 and <= LongestName } trimmed && trimmed == name && !name.Any(char.IsControl) => null,
        (TargetVotesKey, { } number) when number.TryGetValue(out long votes) && votes is >= 1 and <= MostVotes => null,
        (DeadlineKey, { } text) when text.TryGetValue(out string? day) && DateOnly.TryParseExact(day, DayForm, CultureInfo.InvariantCulture, DateTimeStyles.None, out _) => null,
        (TimeZoneKey, { } text) when text.TryGetValue(out string? zone) && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _) => null,
        (TieRuleKey, { } text) when text.TryGetValue(out string? rule) && TieRules.Parse(rule) is not null => null,
        (ClosedKey or EvidenceKey or HintsKey or SecondEyeKey or ModelOrderKey, { } flag) when flag.TryGetValue(out bool _) => null,
        _ => $"{key} = {Cut(value?.ToJsonString() ?? "null")}; expected {Expected}",
    };

    private static string Cut(string text) => text.Length <= 200 ? text : text[..200] + "…";
}
