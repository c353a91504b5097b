using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.App.Commands;

/// <summary>What <c>export</c> is to write: at least one file.</summary>
internal sealed record ExportArguments
{
    public const string Usage = "--csv FILE, --long FILE, --json FILE, --parquet FILE, --blocks FILE.csv|FILE.parquet, --neuroglancer FILE, "
        + "--figures DIR (one or more of them), --include-history, --exclude NAME, --gold keep|mark|leave-out, --not-blind keep|leave-out, --map NUMBER=NUMBER, --force, --demo";

    /// <summary>Stands for standard output.</summary>
    public const string StandardOutput = "-";

    private static readonly Dictionary<string, ExportFormat> Formats = new(StringComparer.Ordinal)
    {
        ["--csv"] = ExportFormat.WideCsv,
        ["--long"] = ExportFormat.LongCsv,
        ["--json"] = ExportFormat.Json,
        ["--parquet"] = ExportFormat.LabelsParquet,
        ["--blocks"] = ExportFormat.BlocksCsv,
        ["--neuroglancer"] = ExportFormat.Neuroglancer,
    };

    /// <summary>What to write where, in the order given; the path is absolute, or <see cref="StandardOutput"/>.</summary>
    public IReadOnlyList<(ExportFormat Format, string Path)> Files { get; private init; } = [];

    /// <summary>Folder for the figures, absolute; null: none.</summary>
    public string? Figures { get; private init; }

    public IReadOnlyList<string> Excluded { get; private init; } = [];

    /// <summary>What becomes of blocks with a known answer.</summary>
    public GoldChoice Gold { get; private init; }

    /// <summary>What figures make of votes that are not blind; null: they leave them out.</summary>
    public string? NotBlind { get; private init; }

    /// <summary>What if labels of one class were of another, as written; null: all classes stay.</summary>
    public string? Map { get; private init; }

    public bool IncludeHistory { get; private init; }

    /// <summary>It may overwrite files.</summary>
    public bool Force { get; private init; }

    /// <summary>What was found instead of the usage; null when all is well.</summary>
    public string? Fault { get; private init; }

    public static ExportArguments Parse(IReadOnlyList<string> arguments)
    {
        var asked = new ExportArguments();
        for (int i = 0; i < arguments.Count; i++)
        {
            string word = arguments[i];
            int equals = word.IndexOf('=', StringComparison.Ordinal);
            string option = equals < 0 ? word : word[..equals];
            if (word is "--include-history" or "--force")
            {
                asked = word == "--force" ? asked with { Force = true } : asked with { IncludeHistory = true };
                continue;
            }

            if (!Formats.ContainsKey(option) && option is not ("--figures" or "--exclude" or "--gold" or "--not-blind" or "--map"))
            {
                return new ExportArguments { Fault = word };
            }

            string? value = equals < 0 ? arguments.ElementAtOrDefault(++i) : word[(equals + 1)..];
            if (string.IsNullOrEmpty(value) || value.StartsWith("--", StringComparison.Ordinal))
            {
                return new ExportArguments { Fault = $"{option} without a {(option == "--exclude" ? "name" : option is "--gold" or "--not-blind" ? "choice" : option == "--map" ? "class" : "file")}" };
            }

            asked = asked.With(option, value);
            if (asked.Fault is not null)
            {
                return asked;
            }
        }

        return asked.Files.Count == 0 && asked.Figures is null ? new ExportArguments { Fault = "no file to write" } : asked;
    }

    private ExportArguments With(string option, string value)
    {
        if (option == "--exclude")
        {
            return this with { Excluded = [.. Excluded, value] };
        }

        if (option == "--gold")
        {
            return GoldChoiceText.Parse(value) is { } choice ? this with { Gold = choice } : this with { Fault = $"--gold {value}, which is none of {GoldChoiceText.Expected}" };
        }

        if (option == "--not-blind")
        {
            return value is NotBlindChoice.Keep or NotBlindChoice.LeaveOut ? this with { NotBlind = value } : this with { Fault = $"--not-blind {value}, which is none of {NotBlindChoice.Expected}" };
        }

        if (option == "--map")
        {
            return Map is null ? this with { Map = value } : this with { Fault = "--map twice" };
        }

        if (option == "--figures")
        {
            return value == StandardOutput || Figures is not null
                ? this with { Fault = value == StandardOutput ? "--figures -, which needs a folder" : "--figures twice" }
                : this with { Figures = Path.GetFullPath(value) };
        }

        ExportFormat format = Formats[option];
        if (option == "--blocks" && value.EndsWith(".parquet", StringComparison.OrdinalIgnoreCase))
        {
            format = ExportFormat.BlocksParquet;
        }
        else if (option == "--blocks" && value != StandardOutput && !value.EndsWith(".csv", StringComparison.OrdinalIgnoreCase))
        {
            return this with { Fault = $"--blocks {value}, whose name ends neither in .csv nor in .parquet" };
        }

        return this with { Files = [.. Files, (format, value == StandardOutput ? value : Path.GetFullPath(value))] };
    }
}
