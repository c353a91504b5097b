using System.Collections.Frozen;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Decisions;

/// <summary>
/// Whose labels count, as admins have decided for every figure and export: <c>excluded/{username}</c> and <c>same/{username}</c> of
/// <c>admin/decisions</c>.
/// </summary>
/// <param name="Excluded">People whose labels are shown and count nowhere, by name.</param>
/// <param name="Same">Names that are another person's, by name: <c>alyce</c> for alice's.</param>
public sealed record PeopleDecisions(IReadOnlyDictionary<string, ExcludedPerson> Excluded, IReadOnlyDictionary<string, SamePerson> Same)
{
    public const int MostReasonCharacters = 500;
    private const string Lane = "people";
    private static readonly TimeSpan WriteLimit = TimeSpan.FromSeconds(20);
    private const string ExcludedPrefix = "excluded/";
    private const string SamePrefix = "same/";

    public static PeopleDecisions None { get; } = new(FrozenDictionary<string, ExcludedPerson>.Empty, FrozenDictionary<string, SamePerson>.Empty);

    public bool IsNone => Excluded.Count == 0 && Same.Count == 0;

    /// <summary>Blocking.</summary>
    /// <exception cref="StorageException">They cannot be read, or some of them do not count: figures without those would be wrong.</exception>
    public static PeopleDecisions Read(SharedRoot root) => Of(DecisionFiles.Closed(root).ReadAll());

    /// <summary>Returns once all of them are on disk, as one step.</summary>
    /// <param name="root">The share.</param>
    /// <param name="changes">By name.</param>
    /// <param name="by">Who decides.</param>
    /// <exception cref="StorageException">Nothing of it is stored; with a <see cref="TimeoutException"/> inside that is not known.</exception>
    public static Task WriteAsync(SharedRoot root, IReadOnlyDictionary<string, PersonChange> changes, string by) =>
        root.RunAsync(() => Write(root, changes, by), WriteLimit, Lane);

    private static DecisionStep Write(SharedRoot root, IReadOnlyDictionary<string, PersonChange> changes, string by)
    {
        DecisionFiles files = DecisionFiles.Closed(root);
        var set = new Dictionary<string, JsonNode?>(StringComparer.Ordinal);
        foreach ((string username, PersonChange change) in changes)
        {
            if (change.Exclusion is { } exclusion)
            {
                set[ExcludedPrefix + username] = exclusion.Reason is { } reason ? new JsonObject { ["reason"] = reason } : null;
            }

            if (change.Sameness is { } sameness)
            {
                set[SamePrefix + username] = sameness.Person;
            }
        }

        return files.Write(set, by, files.ReadAll());
    }

    /// <summary>Who that is: the name itself, or the person whose name it was said to be. Labels of a name that is excluded are nobody else's.</summary>
    public string PersonOf(string username) => !Excluded.ContainsKey(username) && Same.TryGetValue(username, out SamePerson same) ? same.Person : username;

    /// <summary>Whether somebody has said whose name that is, which may be no username.</summary>
    public bool IsSaid(string name) => Same.ContainsKey(UnicodeForm.ToNfc(name));

    /// <summary>What each person who counts has under all names together, every item once, in the order of the names.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<T>> Merge<T>(IReadOnlyDictionary<string, IReadOnlyList<T>> byName) => IsNone ? byName : byName
        .Where(name => Counts(name.Key))
        .OrderBy(name => name.Key, StringComparer.Ordinal)
        .GroupBy(name => PersonOf(name.Key), StringComparer.Ordinal)
        .ToDictionary(person => person.Key, person => (IReadOnlyList<T>)[.. person.SelectMany(name => name.Value).Distinct()], StringComparer.Ordinal);

    /// <summary>Whether the labels given under this name count.</summary>
    public bool Counts(string username) => !Excluded.ContainsKey(PersonOf(username));

    /// <summary>As it is once this is decided too.</summary>
    public PeopleDecisions With(string username, PersonChange change, string by, DateTimeOffset at)
    {
        var excluded = new Dictionary<string, ExcludedPerson>(Excluded, StringComparer.Ordinal);
        var same = new Dictionary<string, SamePerson>(Same, StringComparer.Ordinal);
        if (change.Exclusion is { } exclusion)
        {
            _ = excluded.Remove(username);
            if (exclusion.Reason is { } reason)
            {
                excluded[username] = new ExcludedPerson(reason, by, at);
            }
        }

        if (change.Sameness is { } sameness)
        {
            _ = same.Remove(username);
            if (sameness.Person is { } person)
            {
                same[username] = new SamePerson(person, by, at);
            }
        }

        return new PeopleDecisions(excluded, same);
    }

    /// <summary>Why this may not be decided, in words; null: it may.</summary>
    public string? WhyNot(string username, PersonChange change)
    {
        if (change is { Exclusion.Reason: not null, Sameness.Person: not null })
        {
            return $"{username} is either excluded or another person's name";
        }

        if (change.Exclusion is { Reason: { } reason } && (string.IsNullOrWhiteSpace(reason) || reason.Length > MostReasonCharacters || reason.Any(char.IsControl)))
        {
            return $"expected a reason of 1 to {MostReasonCharacters} characters, in one line";
        }

        if (change.Exclusion is { Reason: not null } && Same.TryGetValue(username, out SamePerson other))
        {
            return $"{username} is one person with {other.Person}: exclude {other.Person}";
        }

        if (change is { Exclusion: { Reason: null } } && !Excluded.ContainsKey(username))
        {
            return $"{username} is not excluded";
        }

        if (change is { Sameness: { Person: null } } && !Same.ContainsKey(username))
        {
            return $"{username} was not said to be another person's name";
        }

        return change.Sameness is not { Person: { } person } ? null
            : person == username ? $"{username} and {person} are one name"
            : Excluded.ContainsKey(username) ? $"{username} is excluded: let these labels count first"
            : Excluded.ContainsKey(person) ? $"{person} is excluded: let these labels count first, or exclude {username} too"
            : Same.TryGetValue(person, out SamePerson farther) ? $"{person} is one person with {farther.Person}: name {farther.Person}"
            : Same.FirstOrDefault(same => same.Value.Person == username) is { Key: { } alias } ? $"{alias} is one person with {username}: take that back first"
            : null;
    }

    internal static PeopleDecisions Of(DecisionState state)
    {
        var excluded = new Dictionary<string, ExcludedPerson>(StringComparer.Ordinal);
        var same = new Dictionary<string, SamePerson>(StringComparer.Ordinal);
        foreach ((string key, DecidedValue decided) in state.Values)
        {
            if (NameIn(key, ExcludedPrefix) is { } username && decided.Value is JsonObject exclusion)
            {
                string reason = exclusion["reason"] is JsonValue value && value.TryGetValue(out string? text) ? text : "";
                excluded[username] = new ExcludedPerson(reason, decided.By, decided.At);
            }
            else if (AliasIn(key) is { } alias && decided.Value is JsonValue name && name.TryGetValue(out string? told)
                && Username.TryParse(told, out string? person) && person != alias)
            {
                same[alias] = new SamePerson(person, decided.By, decided.At);
            }
        }

        return excluded.Count == 0 && same.Count == 0 ? None : new PeopleDecisions(excluded, Resolved(same));
    }

    /// <summary>A username, or the name of a file or folder of labels that is none.</summary>
    private static string? AliasIn(string key) => NameIn(key, SamePrefix) ?? (key.StartsWith(SamePrefix, StringComparison.Ordinal) && key.Length > SamePrefix.Length ? UnicodeForm.ToNfc(key[SamePrefix.Length..]) : null);

    private static string? NameIn(string key, string prefix) =>
        key.StartsWith(prefix, StringComparison.Ordinal) && Username.TryParse(key[prefix.Length..], out string? name) ? name : null;

    /// <summary>
    /// Of two admins at once one may say that a is b, the other that b is c: then both are c. Of names that lead in a ring, the first in
    /// ordinal order is the person.
    /// </summary>
    private static Dictionary<string, SamePerson> Resolved(Dictionary<string, SamePerson> same)
    {
        var resolved = new Dictionary<string, SamePerson>(StringComparer.Ordinal);
        foreach ((string alias, SamePerson told) in same)
        {
            List<string> way = [alias];
            string person = told.Person;
            while (same.TryGetValue(person, out SamePerson next) && !way.Contains(person))
            {
                way.Add(person);
                person = next.Person;
            }

            person = way.Contains(person) ? way.SkipWhile(name => name != person).Min(StringComparer.Ordinal)! : person;
            if (person != alias)
            {
                resolved[alias] = told with { Person = person };
            }
        }

        return resolved;
    }
}

/// <summary>Why a person's labels do not count, who decided so and when.</summary>
public readonly record struct ExcludedPerson(string Reason, string By, DateTimeOffset At);

/// <summary>Whose name that is, who said so and when.</summary>
public readonly record struct SamePerson(string Person, string By, DateTimeOffset At);

/// <summary>What is decided of a name; a member that is null stays as it is.</summary>
public readonly record struct PersonChange(PersonExclusion? Exclusion, PersonSameness? Sameness);

/// <param name="Reason">Why the labels do not count; null: they count.</param>
public readonly record struct PersonExclusion(string? Reason);

/// <param name="Person">Whose name it is; null: it is a person of its own.</param>
public readonly record struct PersonSameness(string? Person);
