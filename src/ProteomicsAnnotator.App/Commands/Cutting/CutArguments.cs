namespace ProteomicsAnnotator.App.Commands.Cutting;

/// <summary>What follows <c>cut</c>.</summary>
internal sealed record CutArguments
{
    public const string Usage = "DIR, --blocks FILTER, --demo";

    public const string Help = """
        ./launch.sh cut DIR [--blocks FILTER] [--demo]

          Writes the box around each point of a large volume (source.json, docs/points.md) as a folder of TIFF files, for programs
          that read such folders: DIR/points_000/block_0000 and so on, 5,000 in a folder with their local_points.npy, and
          points.csv with the block of each point. Voxels are those that the page shows; outside of the volume they are 0.

          A run that was ended goes on where it was: the same command again cuts what is not there yet, and what could not be
          read. DIR is new, empty, or of an earlier cut of the same points; one run at a time writes into it.

          --blocks FILTER   a part of the id, or an id with * for any characters; without it all points
          --demo            points of the demo

          Exit code 0: complete; 1: something could not be read or written, and is named; 2: wrong options or configuration.
        """;

    /// <summary>Absolute; "" when there is a fault.</summary>
    public string Folder { get; private init; } = "";

    /// <summary>Null: all.</summary>
    public string? Blocks { get; private init; }

    public string? Fault { get; private init; }

    public static CutArguments Parse(IReadOnlyList<string> arguments)
    {
        const string Filter = "--blocks";
        var read = new CutArguments();
        for (int i = 0; i < arguments.Count && read.Fault is null; i++)
        {
            string word = arguments[i];
            read = word switch
            {
                Filter => read.With(arguments.ElementAtOrDefault(++i)),
                _ when word.StartsWith(Filter + "=", StringComparison.Ordinal) => read.With(word[(Filter.Length + 1)..]),
                ['-', ..] => read with { Fault = word },
                "" => read with { Fault = "an empty name for the folder" },
                _ when read.Folder.Length > 0 => read with { Fault = $"a second folder {word}" },
                _ => read with { Folder = Path.GetFullPath(word) },
            };
        }

        return read is { Fault: null, Folder: "" } ? read with { Fault = "no folder to write" } : read;
    }

    private CutArguments With(string? filter) => string.IsNullOrEmpty(filter) || filter.StartsWith("--", StringComparison.Ordinal)
        ? this with { Fault = "--blocks without a value" }
        : this with { Blocks = filter };
}
