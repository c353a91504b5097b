namespace ProteomicsAnnotator.App.Commands;

/// <summary>What follows <c>stats</c>.</summary>
internal sealed record StatsArguments(bool Json, IReadOnlyList<string> Excluded, string? Fault)
{
    public const string Usage = "--json, --exclude NAME, --demo or nothing";

    public static StatsArguments Parse(IReadOnlyList<string> arguments)
    {
        bool json = false;
        List<string> excluded = [];
        for (int i = 0; i < arguments.Count; i++)
        {
            string word = arguments[i];
            if (word == "--json")
            {
                json = true;
                continue;
            }

            string? name = word == "--exclude" ? arguments.ElementAtOrDefault(++i)
                : word.StartsWith("--exclude=", StringComparison.Ordinal) ? word["--exclude=".Length..]
                : null;
            if (string.IsNullOrEmpty(name) || name.StartsWith("--", StringComparison.Ordinal))
            {
                return new StatsArguments(json, excluded, word.StartsWith("--exclude", StringComparison.Ordinal) ? "--exclude without a name" : word);
            }

            excluded.Add(name);
        }

        return new StatsArguments(json, excluded, null);
    }
}
