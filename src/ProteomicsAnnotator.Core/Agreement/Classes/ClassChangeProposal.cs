using System.Globalization;
using System.Text.Json.Nodes;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Agreement.Classes;

/// <summary>A class that is to be renamed or split, before it is decided.</summary>
/// <param name="Number">Of the class.</param>
/// <param name="From">Its name now.</param>
/// <param name="To">Its new name, or those of the classes it is split into.</param>
public sealed record ClassChangeProposal(int Number, string From, IReadOnlyList<string> To)
{
    public string Key => ClassChanges.KeyOf(Number, From);

    public JsonNode Value => ClassChanges.ValueOf(To);

    /// <param name="from">The name that labels were given under.</param>
    /// <param name="to">The new ones.</param>
    /// <param name="classes">As classes.json has them, before or after it was changed.</param>
    /// <param name="used">The names under which somebody labelled here last, by number.</param>
    /// <param name="fault">Why this cannot be decided, in words.</param>
    public static ClassChangeProposal? Of(string from, IReadOnlyList<string> to, LabelClasses classes, IReadOnlyList<string> used, out string? fault)
    {
        fault = ClassChanges.WhyNot(from, to);
        int number = 1 + IndexOf(classes.Names, from);
        number = number > 0 ? number : 1 + IndexOf(used, from);
        number = number > 0 || to.Count != 1 ? number : 1 + IndexOf(classes.Names, to[0]);
        if (fault is null && number is 0 or > LabelClasses.MaxCount)
        {
            fault = $"no class is called \"{from}\"; the classes are {string.Join(", ", classes.Names)}";
        }

        if (fault is null && to.FirstOrDefault(name => IndexOf(classes.Names, name) is >= 0 and var at && at != number - 1 && to.Count == 1) is { } taken)
        {
            fault = $"\"{taken}\" is class {1 + IndexOf(classes.Names, taken)} already: two classes cannot become one";
        }

        return fault is null ? new ClassChangeProposal(number, from, to) : null;
    }

    /// <summary>Whose labels, and how many final ones, are concerned, in a sentence.</summary>
    public string Effect(ReviewTable table)
    {
        (string Username, int Labels)[] people = [.. CountsOf(table, (label, _) => label == Number)];
        int finals = table.Rows.Count(row => row.FinalLabel?.Label == Number);
        int labels = people.Sum(person => person.Labels);
        string who = labels == 0 ? "" : $" ({string.Join(", ", people.Select(person => string.Create(CultureInfo.InvariantCulture, $"{person.Username} {person.Labels:N0}")))})";
        string what = To.Count == 1
            ? $"{From} keeps its number {Number} and is called {To[0]}"
            : $"{From}, number {Number}, is split into {string.Join(" and ", To)}";
        return $"{what}. {Counted.Of(labels, "label", "stands", "stand")} under the old name until whoever gave it has answered again{who}, and {Counted.Of(finals, "final label")} until an admin has.";
    }

    /// <summary>What is to be changed in classes.json, in words; null: nothing.</summary>
    public string? InClassesJson(LabelClasses classes)
    {
        string[] missing = [.. To.Where(name => IndexOf(classes.Names, name) < 0)];
        return missing.Length == 0 && IndexOf(classes.Names, From) < 0 ? null
            : To.Count == 1 ? $"Class {Number} is still \"{classes.NameOf(Number)}\" in classes.json: call it \"{To[0]}\" there. Programs show that from their next start."
            : $"In classes.json, call class {Number} by one of the new names and add the others at the end, so that all other classes keep their numbers. Programs show that from their next start.";
    }

    /// <summary>How many labels of each annotator a condition holds for, the most first; people without one are left out.</summary>
    /// <param name="table">Everyone's labels.</param>
    /// <param name="isCounted">Of a label and when it was given.</param>
    public static IEnumerable<(string Username, int Labels)> CountsOf(ReviewTable table, Func<int, DateTimeOffset, bool> isCounted) => table.Annotators
        .Select(column => (column.Username, Labels: Enumerable.Range(0, table.Count).Count(index => column.At(index) is { } vote && isCounted(vote.Label, vote.At))))
        .Where(person => person.Labels > 0)
        .OrderByDescending(person => person.Labels);

    /// <summary>As "12 labels wait: alice 7, bob 5; 2 final labels", of a change that is decided.</summary>
    public static string Waiting(ReviewTable table, ClassChange change)
    {
        ClassChanges changes = table.Input.Campaign.ClassChanges;
        bool IsWaiting(int label, DateTimeOffset at) => label == change.Number && at <= change.At && changes.Awaited(label, at) is not null;
        (string Username, int Labels)[] people = [.. CountsOf(table, IsWaiting)];
        int finals = table.Rows.Count(row => row.FinalLabel is { } final && IsWaiting(final.Label, final.SetAt));
        int labels = people.Sum(person => person.Labels);
        return (labels == 0 ? "no label waits" : $"{Counted.Of(labels, "label", "waits", "wait")}: {string.Join(", ", people.Select(person => string.Create(CultureInfo.InvariantCulture, $"{person.Username} {person.Labels:N0}")))}")
            + (finals == 0 ? "" : $"; {Counted.Of(finals, "final label")}");
    }

    private static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
