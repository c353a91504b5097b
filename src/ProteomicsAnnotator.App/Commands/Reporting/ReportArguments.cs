using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Releases;

namespace ProteomicsAnnotator.App.Commands.Reporting;

/// <summary>What follows <c>report</c>.</summary>
internal sealed record ReportArguments
{
    public const string Usage = "DIR, --release NAME, --cluster folder|LEVEL|near, --graded, --model NAME[@VERSION], --final-only, --map NUMBER=NUMBER, --exclude NAME, --not-blind keep|leave-out, --demo";


    /// <summary>Absolute; "" when there is a fault.</summary>
    public string Folder { get; private init; } = "";

    public ReportRequest Request { get; private init; } = new();

    public string? Fault { get; private init; }

    public static ReportArguments Parse(IReadOnlyList<string> arguments)
    {
        var read = new ReportArguments();
        for (int i = 0; i < arguments.Count && read.Fault is null; i++)
        {
            string word = arguments[i];
            read = word switch
            {
                "--final-only" => read with { Request = read.Request with { FinalOnly = true } },
                "--graded" => read with { Request = read.Request with { Graded = true } },
                ['-', ..] when word.IndexOf('=', StringComparison.Ordinal) is > 0 and var at => read.With(word[..at], word[(at + 1)..]),
                ['-', ..] => read.With(word, arguments.ElementAtOrDefault(++i)),
                "" => read with { Fault = "an empty name for the folder" },
                _ when read.Folder.Length > 0 => read with { Fault = $"a second folder {word}" },
                _ => read with { Folder = Path.GetFullPath(word) },
            };
        }

        return read switch
        {
            { Fault: null, Folder: "" } => read with { Fault = "no folder to write" },
            { Fault: null, Request: { FinalOnly: true, Model: null } } => read with { Fault = "--final-only without --model" },
            _ => read,
        };
    }

    private ReportArguments With(string name, string? value) => (name, value) switch
    {
        ("--exclude", { Length: > 0 }) when !value.StartsWith("--", StringComparison.Ordinal) => this with { Request = Request with { Excluded = [.. Request.Excluded, value] } },
        ("--exclude", _) => this with { Fault = "--exclude without a name" },
        ("--release", { Length: > 0 }) when ReleaseName.IsValid(value) => this with { Request = Request with { Release = value } },
        ("--release", _) => this with { Fault = $"--release {value}; a name is {ReleaseName.Rule}" },
        ("--map", { Length: > 0 }) => this with { Request = Request with { Map = value } },
        ("--model", { Length: > 0 }) when !value.StartsWith("--", StringComparison.Ordinal) => this with { Request = Request with { Model = value } },
        ("--model", _) => this with { Fault = "--model without a name" },
        ("--cluster", _) when ClusterChoice.Parse(value) is { } choice => this with { Request = Request with { Clusters = choice } },
        ("--cluster", _) => this with { Fault = $"--cluster {value}".TrimEnd() },
        ("--not-blind", NotBlindChoice.Keep or NotBlindChoice.LeaveOut) => this with { Request = Request with { NotBlind = value } },
        ("--not-blind", _) => this with { Fault = $"--not-blind {value}, which is none of {NotBlindChoice.Expected}" },
        _ => this with { Fault = name },
    };
}
