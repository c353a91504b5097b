using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>What follows <c>people</c>.</summary>
internal sealed record PeopleArguments
{
    public const string Usage = "--exclude NAME --reason TEXT, --include NAME, --same NAME=PERSON, --apart NAME, --as NAME, --dry-run, --demo or nothing";

    private readonly Dictionary<string, PersonChange> _changes = new(StringComparer.Ordinal);

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, PersonChange> Changes => _changes;

    public bool DryRun { get; private init; }

    /// <summary>Author; null: the system account.</summary>
    public string? As { get; private init; }

    /// <summary>What was found that makes no sense; null: nothing.</summary>
    public string? Fault { get; private init; }

    /// <summary>Whose exclusion waits for its reason.</summary>
    private string? Waiting { get; init; }

    public static PeopleArguments Parse(IReadOnlyList<string> arguments)
    {
        var read = new PeopleArguments();
        for (int i = 0; i < arguments.Count && read.Fault is null; i++)
        {
            string word = arguments[i];
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string? value = equals > 0 ? word[(equals + 1)..] : word == "--dry-run" ? null : arguments.ElementAtOrDefault(++i);
            word = equals > 0 ? word[..equals] : word;
            string? name = Username.TryParse(value, out string? parsed) ? parsed : null;
            read = (word, value) switch
            {
                ("--dry-run", null) => read with { DryRun = true },
                ("--as", _) when name is not null => read with { As = name },
                ("--exclude", _) when name is not null && read.Waiting is null => read with { Waiting = name },
                ("--reason", { Length: > 0 }) when read.Waiting is { } waiting => read.Exclude(waiting, value) with { Waiting = null },
                ("--include", _) when name is not null => read.Exclude(name, null),
                ("--apart", { Length: > 0 } alias) => read.Join(NameOf(alias), null),
                ("--same", { } pair) when pair.LastIndexOf('=') is > 0 and var middle && Username.TryParse(pair[(middle + 1)..], out string? to) => read.Join(NameOf(pair[..middle]), to),
                _ => read with { Fault = $"{word} {value}".TrimEnd() },
            };
        }

        return read is { Fault: null, Waiting: { } unexplained } ? read with { Fault = $"--exclude {unexplained} without --reason" } : read;
    }

    /// <summary>A username, or the name of a file of the original program that is none.</summary>
    private static string NameOf(string text) => Username.TryParse(text, out string? username) ? username : UnicodeForm.ToNfc(text);

    private PeopleArguments Exclude(string name, string? reason)
    {
        _changes[name] = _changes.GetValueOrDefault(name) with { Exclusion = new PersonExclusion(reason) };
        return this;
    }

    private PeopleArguments Join(string name, string? person)
    {
        _changes[name] = _changes.GetValueOrDefault(name) with { Sameness = new PersonSameness(person) };
        return this;
    }
}
