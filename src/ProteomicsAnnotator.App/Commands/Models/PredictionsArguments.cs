using System.Globalization;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Predictions;

namespace ProteomicsAnnotator.App.Commands.Models;

/// <summary>What follows <c>predictions</c>: a table to store, or nothing for a list of what is stored.</summary>
internal sealed record PredictionsArguments
{
    public const string Usage = "FILE --model NAME --model-version VERSION [--class NAME=NUMBER] [--numbers] [--score-of CLASS] [--within MICROMETRES --voxels, --voxel-size X,Y,Z or --micrometres] [--positions FILE] [--as NAME] [--dry-run], or nothing, and --demo if wanted";

    public const string Help = """
        ./launch.sh predictions [FILE --model NAME --model-version VERSION] [--dry-run]

          Stores what a model says of blocks, to be compared with people: ./launch.sh stats --model NAME. A model never votes;
          its predictions are kept in the folder admin, stored only while annotators cannot read it, and no page, order or
          call of theirs has them. Alone: which models are stored.

          FILE is a table (CSV with commas, semicolons or tabs; UTF-8; decimal points) whose columns count by their names:
            block or block_id                   the block
            class or label                      its class, by name; by number with --numbers
            score, likelihood or probability    the probability of that class
            p_1, p_2, ... or p_NAME             the probability of each class, in place of a score
          What was understood, and what was not, is said before anything is stored. A version of a model is stored once: the
          same predictions again are already there, other ones are refused.

          --model NAME            the model
          --model-version V       its version; both are letters, digits, '.', '-' and '_'
          --class NAME=NUMBER     what the table calls a class that has another name here; as often as needed
          --numbers               numbers in the column of classes are those of this campaign; other programs count otherwise
          --score-of CLASS        the score is the probability of this class, whatever class a row says
          --within MICROMETRES    rows have x, y and z (or "(x, y, z)" as xyz) in place of a block: the nearest block within so
                                  far counts, one to one; ties are named and left out
          --voxels                positions are in voxels of the store's finest level, as its points are (docs/points.md)
          --voxel-size X,Y,Z      positions are in voxels of this size in micrometres
          --micrometres           positions are in micrometres
          --positions FILE        where blocks are that are no points of a volume: block, x, y, z
          --as NAME               who stores it; otherwise the system account
          --dry-run               only say what was understood
          --demo                  of the demo's data

          Exit code 0: done; 1: it could not be read or stored, and why; 2: wrong options or configuration.
        """;

    public string? File { get; private init; }

    public string? Model { get; private init; }

    public string? Version { get; private init; }

    public PredictionRequest Request { get; private init; } = new(LabelClasses.Default);

    /// <summary>A table of where blocks are; null: they are points of a volume, or rows name their blocks.</summary>
    public string? Positions { get; private init; }

    /// <summary>Without a limit rows name their blocks.</summary>
    public PositionArguments At { get; private init; } = new();

    public bool DryRun { get; private init; }

    /// <summary>The class that scores are of, as written; null: that of each row.</summary>
    public string? ScoreOf { get; private init; }

    /// <summary>Author; null: the system account.</summary>
    public string? As { get; private init; }

    /// <summary>What was found that makes no sense; null: nothing.</summary>
    public string? Fault { get; private init; }

    public static PredictionsArguments Parse(IReadOnlyList<string> arguments, LabelClasses classes)
    {
        var read = new PredictionsArguments { Request = new PredictionRequest(classes) };
        for (int i = 0; i < arguments.Count && read.Fault is null; i++)
        {
            string word = arguments[i];
            read = word switch
            {
                "--dry-run" => read with { DryRun = true },
                "--numbers" => read with { Request = read.Request with { HasOurNumbers = true } },
                _ when read.At.With(word) is { } at => read with { At = at },
                _ when !word.StartsWith('-') && read.File is null => read with { File = word },
                _ when !word.StartsWith("--", StringComparison.Ordinal) => read with { Fault = word },
                _ when word.IndexOf('=', StringComparison.Ordinal) is > 0 and var end => read.With(word[..end], word[(end + 1)..]),
                _ => read.With(word, arguments.ElementAtOrDefault(++i)),
            };
        }

        read = read.Fault is null ? read.WithScoreOf() : read;
        return read.Fault is null ? read with { Fault = read.At.Fault ?? read.Misfit() } : read;
    }

    private PredictionsArguments With(string name, string? value) => (name, value) switch
    {
        ("--model", _) when ModelName.IsPart(value) => this with { Model = value },
        ("--model-version", _) when ModelName.IsPart(value) => this with { Version = value },
        ("--model" or "--model-version", _) => this with { Fault = $"{name} {value}, which is not {ModelName.Rule}" },
        ("--as", _) when Username.TryParse(value, out string? author) => this with { As = author },
        ("--positions", { Length: > 0 }) => this with { Positions = value },
        _ when At.With(name, value) is { } at => this with { At = at },
        ("--score-of", { Length: > 0 }) => this with { ScoreOf = value },
        ("--class", { } text) => WithClass(text),
        _ => this with { Fault = $"{name} {value}".TrimEnd() },
    };

    /// <summary>Once all names of classes are known.</summary>
    private PredictionsArguments WithScoreOf() => ScoreOf is null ? this
        : Request.Find(ScoreOf) is { } label ? this with { Request = Request with { ScoreOf = label } }
        : this with { Fault = $"--score-of {ScoreOf}" };

    private PredictionsArguments WithClass(string text)
    {
        int at = text.LastIndexOf('=');
        bool isNumber = int.TryParse(text.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && Request.Classes.Find(number) is not null;
        return at > 0 && isNumber
            ? this with { Request = Request with { Names = new Dictionary<string, int>(Request.Names, StringComparer.OrdinalIgnoreCase) { [text[..at].Trim()] = number } } }
            : this with { Fault = $"--class {text}" };
    }

    private string? Misfit() => this switch
    {
        { File: null } when this != new PredictionsArguments { Request = Request } => "no file",
        { File: not null, Model: null } => "no --model",
        { File: not null, Version: null } => "no --model-version",
        { Positions: not null, At.Within: null } => "--positions without --within",
        { Positions: not null, At.Step: null } => "--positions without --voxel-size or --micrometres",
        { At: { Within: not null, HasUnit: false } } => "--within without --voxels, --voxel-size or --micrometres",
        { At: { Within: null, HasUnit: true } } => "a unit of positions without --within",
        _ => null,
    };
}
