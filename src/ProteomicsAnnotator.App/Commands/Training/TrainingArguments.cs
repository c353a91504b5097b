using System.Globalization;
using ProteomicsAnnotator.App.Commands.Models;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Training;

namespace ProteomicsAnnotator.App.Commands.Training;

/// <summary>What follows <c>training</c>.</summary>
internal sealed record TrainingArguments
{
    public const string Usage = "DIR --form csv|parquet|swc|cellfinder, --table FILE.csv, --within MICROMETRES with --voxels, --voxel-size X,Y,Z or --micrometres, --accept CLASS, --split 80/10/10, --by tile|animal|LEVEL|none, --seed N, --cube-names pcell|xyz, "
        + "--signal CHANNEL, --background CHANNEL|none, --exclude NAME, --demo";

    public const string NoBackground = "none";
    private const int MostLevels = 100;

    private static readonly string[] Forms = ["csv", "parquet", "swc", "cellfinder"];

    /// <summary>Absolute; "" when there is a fault.</summary>
    public string Folder { get; private init; } = "";

    public TrainingForm? Form { get; private init; }

    /// <summary>Absolute; null: none is given.</summary>
    public string? Table { get; private init; }

    /// <summary>Where rows of the table are that name no block.</summary>
    public PositionArguments At { get; private init; } = new();

    /// <summary>As they were written.</summary>
    public IReadOnlyList<string> Accepted { get; private init; } = [];

    public SplitParts Parts { get; private init; } = SplitParts.Usual;

    /// <summary>As it was written.</summary>
    public string By { get; private init; } = "tile";

    /// <summary>Folders of an id that tell clusters apart, 0: the one the block lies in; null: each block is its own.</summary>
    public int? ClusterLevel { get; private init; } = 0;

    public int Seed { get; private init; } = 1;

    public CellfinderNames CubeNames { get; private init; }

    /// <summary>Null: the first one.</summary>
    public string? Signal { get; private init; }

    /// <summary>Null: the second one, where there is one.</summary>
    public string? Background { get; private init; }

    public IReadOnlyList<string> Excluded { get; private init; } = [];

    public string? Fault { get; private init; }

    public string FormWord => Forms[(int)Form!.Value];

    /// <summary>In words, for blocks that are no points of a volume.</summary>
    public string NoPositions => $"--form {FormWord} without --table; it needs where each block stands: a table with the columns block, z, y and x";

    public bool NeedsPositions => Form is TrainingForm.Swc or TrainingForm.Cellfinder;

    public static TrainingArguments Parse(IReadOnlyList<string> arguments)
    {
        var read = new TrainingArguments();
        for (int i = 0; i < arguments.Count && read.Fault is null; i++)
        {
            string word = arguments[i];
            read = word switch
            {
                _ when read.At.With(word) is { } at => read with { At = at, Fault = at.Fault },
                ['-', ..] when word.IndexOf('=', StringComparison.Ordinal) is > 0 and var end => read.With(word[..end], word[(end + 1)..]),
                ['-', ..] => read.With(word, arguments.ElementAtOrDefault(++i)),
                "" => read with { Fault = "an empty name for the folder" },
                _ when read.Folder.Length > 0 => read with { Fault = $"a second folder {word}" },
                _ => read with { Folder = Path.GetFullPath(word) },
            };
        }

        return read switch
        {
            { Fault: not null } => read,
            { Folder: "" } => read with { Fault = "no folder to write" },
            { Form: null } => read with { Fault = "no --form" },
            { Table: null, At: { Within: not null } or { HasUnit: true } } => read with { Fault = "positions of rows without --table" },
            { At: { Within: not null, HasUnit: false } or { Within: null, HasUnit: true } } => read with { Fault = $"one of {PositionArguments.Usage} alone" },
            { NeedsPositions: true, Accepted.Count: 0 } => read with { Fault = $"--form {read.FormWord} without --accept; it needs to know which classes are accepted" },
            _ => read,
        };
    }

    /// <summary>The numbers of <see cref="Accepted"/>.</summary>
    /// <param name="classes">Of the campaign.</param>
    /// <param name="fault">Which one is none, in words.</param>
    public IReadOnlySet<int> AcceptedIn(LabelClasses classes, out string? fault)
    {
        var numbers = new HashSet<int>();
        fault = null;
        foreach (string word in Accepted)
        {
            LabelClass? found = classes.Items.FirstOrDefault(item => item.Name == word)
                ?? (int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? classes.Find(number) : null);
            if (found is null)
            {
                fault = $"--accept {word}, which is no class; the classes are {string.Join(", ", classes.Items.Select(item => string.Create(CultureInfo.InvariantCulture, $"{item.Name} ({item.Number})")))}";
                return numbers;
            }

            numbers.Add(found.Number);
        }

        return numbers;
    }

    private TrainingArguments With(string name, string? value)
    {
        if (string.IsNullOrEmpty(value) || value.StartsWith("--", StringComparison.Ordinal))
        {
            return this with { Fault = $"{name} without a value" };
        }

        return name switch
        {
            "--form" => Array.IndexOf(Forms, value) is >= 0 and int form ? this with { Form = (TrainingForm)form } : this with { Fault = $"--form {value}" },
            _ when At.With(name, value) is { } at => this with { At = at, Fault = at.Fault },
            "--table" => this with { Table = Path.GetFullPath(value) },
            "--accept" => this with { Accepted = [.. Accepted, value] },
            "--exclude" => this with { Excluded = [.. Excluded, value] },
            "--split" => SplitParts.Parse(value) is { } parts ? this with { Parts = parts } : this with { Fault = $"--split {value}, which is not {SplitParts.Expected}" },
            "--by" => WithClusters(value),
            "--seed" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seed) ? this with { Seed = seed } : this with { Fault = $"--seed {value}, which is no whole number from 0" },
            "--cube-names" => value switch
            {
                CubePosition.PcellWord => this with { CubeNames = CellfinderNames.Pcell },
                CubePosition.XyzWord => this with { CubeNames = CellfinderNames.Xyz },
                _ => this with { Fault = $"--cube-names {value}" },
            },
            "--signal" => this with { Signal = value },
            "--background" => this with { Background = value },
            _ => this with { Fault = name },
        };
    }

    private TrainingArguments WithClusters(string value) => value switch
    {
        "tile" => this with { By = value, ClusterLevel = 0 },
        "animal" => this with { By = value, ClusterLevel = 1 },
        "none" => this with { By = value, ClusterLevel = null },
        _ when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int level) && level is >= 1 and <= MostLevels => this with { By = value, ClusterLevel = level },
        _ => this with { Fault = $"--by {value}" },
    };
}

internal enum TrainingForm
{
    Csv,
    Parquet,
    Swc,
    Cellfinder,
}
