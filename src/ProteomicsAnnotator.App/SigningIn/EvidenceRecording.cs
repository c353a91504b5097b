using System.Collections.Concurrent;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.App.SigningIn;

/// <summary>
/// Whether evidence of a person's decisions is recorded: the campaign asks for it, and only that person and admins can read the
/// journals. Who may read them is looked up at sign-in and about once a minute behind the decisions: no decision waits for it.
/// </summary>
public sealed class EvidenceRecording(LabelShare share, AnnotatorOptions options, SignIns signIns, TimeProvider time)
{
    private static readonly TimeSpan MostAge = TimeSpan.FromMinutes(1);

    /// <summary>What was known longer ago is not known.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromMinutes(2);
    private readonly ConcurrentDictionary<string, Person> _people = new(StringComparer.Ordinal);

    /// <summary>The campaign asks for it.</summary>
    public bool IsWanted => share.CampaignSettings.Current.WhyNoEvidence(options.Classes) is null;

    /// <summary>What the sign-in page says of it, in words; null: the campaign does not ask for it.</summary>
    public async Task<string?> DescribeAsync() => !IsWanted ? null
        : await share.WhyNoEvidenceAsync(username: null) is { } reason
            ? NotRecorded(reason)
            : "Evidence is recorded with each label: the time at work on the block, the share of its slices that was on screen, the view, "
                + "colours and contrast limits, and whether it was given by key, click, gallery or script. "
                + $"It stands in your journal, which you and the admins ({Admins}) can read and other annotators cannot, for as long as the journals are kept; should others be able to read it, nothing is recorded, and the page says so. "
                + "Admins see it in the Review and in exports, and can have it left out there.";

    /// <summary>What the page says where it is asked for and not recorded: the folder of journals may be there only since the sign-in. Bounded.</summary>
    public async Task<string?> WhyOffAsync(string username) =>
        IsWanted && await LookAsync(username, PersonOf(username)) is { } reason ? NotRecorded(reason) : null;

    /// <summary>Bounded.</summary>
    public async Task AskAsync(string username)
    {
        if (IsWanted)
        {
            _ = await LookAsync(username, PersonOf(username));
        }
    }

    /// <summary>As known now; not known is no. Waits for nothing.</summary>
    public bool IsOnFor(string username)
    {
        if (!IsWanted)
        {
            return false;
        }

        Person person = PersonOf(username);
        if (time.GetElapsedTime(person.AskedAt) > MostAge)
        {
            // Two at once do no harm.
            person.AskedAt = time.GetTimestamp();
            _ = LookAsync(username, person);
        }

        return person.IsOn && time.GetElapsedTime(person.AnsweredAt) <= Known;
    }

    /// <summary>What decisions of this person have of that person's time, however many windows are open.</summary>
    public ActiveTimes TimesOf(string username) => PersonOf(username).Times;

    /// <summary>On a server they may be others than at its start.</summary>
    private string Admins => signIns.Rights is { Provider: not null } ? "those whom the sign-in provider names"
        : (signIns.Rights?.Admins ?? options.Roles.Admins) is { Count: > 0 } admins ? string.Join(", ", admins) : "none so far";

    private Person PersonOf(string username) => _people.GetOrAdd(username, _ => new Person(new ActiveTimes(time)));

    private static string NotRecorded(string reason) => $"Evidence of decisions is asked for, but NOT recorded: {reason}.";

    /// <returns>Why it is off, in words; null: it is on.</returns>
    private async Task<string?> LookAsync(string username, Person person)
    {
        person.AskedAt = time.GetTimestamp();
        string? reason = await share.WhyNoEvidenceAsync(username);
        person.IsOn = reason is null;
        person.AnsweredAt = time.GetTimestamp();
        return reason;
    }

    private sealed class Person(ActiveTimes times)
    {
        private long _askedAt = long.MinValue / 2;
        private long _answeredAt = long.MinValue / 2;
        private volatile bool _isOn;

        public ActiveTimes Times { get; } = times;

        public long AskedAt
        {
            get => Volatile.Read(ref _askedAt);
            set => Volatile.Write(ref _askedAt, value);
        }

        public long AnsweredAt
        {
            get => Volatile.Read(ref _answeredAt);
            set => Volatile.Write(ref _answeredAt, value);
        }

        public bool IsOn
        {
            get => _isOn;
            set => _isOn = value;
        }
    }
}
