using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Planning;

/// <summary>What a version of the plan would change of who is to label which ordinary block.</summary>
/// <param name="Version">The version that it is compared with.</param>
/// <param name="People">Whoever has other blocks in it, by name.</param>
public sealed record PlanChange(int Version, IReadOnlyList<QueueChange> People)
{
    private const int MostNamed = 12;

    public string Words
    {
        get
        {
            (int added, int removed) = (People.Sum(person => person.Added), People.Sum(person => person.Removed));
            return People.Count == 0
                ? $"Everybody keeps the blocks of version {Version}."
                : FormattableString.Invariant($"Compared with version {Version}, {Counted.Of(removed, "block", "leaves", "leave")} the queues and {added:N0} {(added == 1 ? "comes" : "come")} in: ")
                    + $"{string.Join(", ", People.Take(MostNamed).Select(person => person.Words))}{(People.Count > MostNamed ? ", …" : "")}.";
        }
    }

    /// <param name="before">The version that counts.</param>
    /// <param name="queues">Its ordinary blocks of each person, under the names that people have now.</param>
    /// <param name="after">Of the version that would be.</param>
    internal static PlanChange Of(PlanVersion before, IReadOnlyDictionary<string, IReadOnlyList<BlockId>> queues, IReadOnlyList<PersonPlan> after)
    {
        Dictionary<string, IReadOnlyList<BlockId>> ordinary = after.ToDictionary(person => person.Username, person => person.Ordinary, StringComparer.Ordinal);
        return new PlanChange(before.Version, [.. queues.Keys.Union(ordinary.Keys, StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Select(username => QueueChange.Of(username, queues.GetValueOrDefault(username) ?? [], ordinary.GetValueOrDefault(username) ?? []))
            .Where(change => change.Added + change.Removed > 0)]);
    }
}

/// <param name="Username">Who.</param>
/// <param name="Added">Ordinary blocks that come into the queue.</param>
/// <param name="Removed">Ordinary blocks that leave it.</param>
public sealed record QueueChange(string Username, int Added, int Removed)
{
    internal string Words => $"{Username}{Part('+', Added)}{Part('−', Removed)}";

    internal static QueueChange Of(string username, IReadOnlyList<BlockId> before, IReadOnlyList<BlockId> after) => new(username, after.Except(before).Count(), before.Except(after).Count());

    private static string Part(char sign, int count) => count == 0 ? "" : FormattableString.Invariant($" {sign}{count:N0}");
}
