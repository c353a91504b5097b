namespace ProteomicsAnnotator.App.Hosting;

/// <summary>What <c>export</c> was asked to write; at least one file.</summary>
internal sealed record ExportArguments
{
    public const string Usage = "--csv FILE, --long FILE, --json FILE, --parquet FILE (one or more of them), --include-history, --demo";

    /// <summary>Format (csv, long, json, parquet) -> absolute path, in the order given.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Files { get; private init; } = [];

    public bool IncludeHistory { get; private init; }

    /// <summary>What was found instead of the usage; null when all is well.</summary>
    public string? Fault { get; private init; }

    public static ExportArguments Parse(IReadOnlyList<string> arguments)
    {
        List<KeyValuePair<string, string>> files = [];
        bool history = false;
        for (int i = 0; i < arguments.Count; i++)
        {
            string word = arguments[i];
            if (word == "--include-history")
            {
                history = true;
                continue;
            }

            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string option = equals < 0 ? word : word[..equals];
            if (option is not ("--csv" or "--long" or "--json" or "--parquet"))
            {
                return new ExportArguments { Fault = word };
            }

            string? file = equals < 0 ? arguments.ElementAtOrDefault(++i) : word[(equals + 1)..];
            if (string.IsNullOrEmpty(file) || file.StartsWith("--", StringComparison.Ordinal))
            {
                return new ExportArguments { Fault = $"{option} without a file" };
            }

            files.Add(KeyValuePair.Create(option[2..], Path.GetFullPath(file)));
        }

        return files.Count == 0
            ? new ExportArguments { Fault = "no file to write" }
            : new ExportArguments { Files = files, IncludeHistory = history };
    }
}
