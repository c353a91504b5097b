using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.App.Settings;

namespace ProteomicsAnnotator.App.Commands;

public static class HelpText
{
    public const string Text = """
        Proteomics Annotator: classify small 3D fluorescence volumes with a single key.

          ./launch.sh [options]          start, and open the window
          ./launch.sh check [--json]     test both folders from this machine
          ./launch.sh export --csv FILE | --long FILE | --json FILE | --parquet FILE | --blocks FILE | --figures DIR
                             [--include-history] [--exclude NAME] [--force]
          ./launch.sh stats [--json] [--exclude NAME]
                                         figures of agreement
          ./launch.sh evidence [--forget DATE [--dry-run]]
                                         evidence of decisions: whether it is recorded, and what is forgotten
          ./launch.sh check|export|stats|evidence --help

          --port N       listen on this port of 127.0.0.1 instead of a free one
          --no-browser   open no window; the link is printed
          --demo         work on generated data in this account's cache folder; also with the verbs
          --help         this text
          --version      the version

          Settings are environment variables; relative paths count from the working directory. The file annotator.env
          beside the launcher holds the same settings, NAME=value, for all who start it; its relative paths count from
          its own folder, and a variable goes before it.
          ANNOTATOR_DATA_ROOT           blocks                            ./data/blocks
          ANNOTATOR_ANNOTATIONS_ROOT    labels                            ./annotations
          ANNOTATOR_ROLES_FILE          who is admin                      ./configs/roles.json
          ANNOTATOR_CLASSES_FILE        classes and channel names         classes.json beside the roles
          ANNOTATOR_AUTOPLAY_SECONDS    seconds a slice                   2
          ANNOTATOR_MAX_CACHED_BLOCKS   decoded blocks kept in memory     3
          ANNOTATOR_MAX_BLOCK_MIB       larger blocks are refused         1024
          ANNOTATOR_POLL_SECONDS        how often to look for changes     5
          ANNOTATOR_BROWSER             Chromium, Chrome or Edge          the first that is installed
          ANNOTATOR_PORT                as --port
          ANNOTATOR_TOKEN               the access token                  random at each start
        """;

    private const string Check = """
        ./launch.sh check [--json] [--demo]

          Tests the annotations root (ANNOTATOR_ANNOTATIONS_ROOT) from this machine: whether files are replaced at once,
          flushed and seen, what could not be read, and labels that are no class; and the data root (ANNOTATOR_DATA_ROOT):
          whether there are blocks, whether channel files of 100 of them can be opened, and which changed since they were
          labelled. It leaves nothing behind.

          --json   one JSON object: ok, and each check with its result

          Exit code 0: all is safe; 1: something is not, and is named; 2: wrong options or configuration.
        """;

    private const string Stats = """
        ./launch.sh stats [--json] [--exclude NAME] [--demo]

          Prints the figures of agreement (docs/agreement.md says what each means).

          --json           one JSON object, numbers unrounded
          --exclude NAME   leave this annotator's votes out; as often as needed. A name that nobody has is an error.

          Exit code 0: complete; 1: something could not be read, and is named; 2: wrong options or configuration.
        """;

    private const string Evidence = """
        ./launch.sh evidence [--forget DATE [--dry-run]] [--demo]

          Tells whether evidence of decisions is recorded ("evidence": true in classes.json) or why it is not, how many
          decisions carry it, and from when to when. It needs an account that may read the final labels.

          --forget DATE   evidence of decisions before DATE (as 2026-01-31, UTC) is shown and exported no more. The journals
                          keep it. A later decision replaces this one; --forget none takes it back.
          --dry-run       say what --forget would do, and decide nothing

          Exit code 0: complete; 1: something could not be read or written, and is named; 2: wrong options or configuration.
        """;

    private const string Export = """
        ./launch.sh export [files] [options]

          --csv FILE       one row per block, one column per annotator
          --long FILE      one row per label (CSV)
          --parquet FILE   one row per label, with typed columns
          --blocks FILE    one row per block: the resolved label, how it came about, and the model's; CSV or Parquet, by
                           the ending .csv or .parquet
          --json FILE      everything
          --figures DIR    coefficients, pairs, annotators, classes, confusion and Dawid-Skene rates as CSV files

          FILE may be - for standard output, once. Beside the first file stands FILE.manifest.json: settings, who is
          excluded, SHA-256 of every input and output, and what could not be read.

          --include-history   every decision ever made: in the JSON, and once as a table beside the first table
          --exclude NAME      leave this annotator's votes out; as often as needed. A name that nobody has is an error.
          --force             overwrite files that are there; without it a terminal is asked, and elsewhere nothing is
                              written. Labels, channel files, configuration and devices are never overwritten.
          --demo              export the demo's data

          Exit code 0: complete; 1: something could not be read or written, and is named; 2: wrong options or configuration.
        """;

    /// <param name="verb">A verb; null: all of them, and the options of a start.</param>
    /// <param name="isWindows">The launcher has another name there.</param>
    public static string Of(string? verb, bool isWindows)
    {
        string text = verb switch
        {
            "check" => Check,
            "export" => Export,
            "stats" => Stats,
            "evidence" => Evidence,
            _ => Text + Environment.NewLine + Environment.NewLine
                + $"  Messages go to standard error and to {MessageFile.PathIn(LocalFolders.Of(Environment.GetEnvironmentVariable).State)}",
        };
        return isWindows ? text.Replace("./launch.sh ", "launch.cmd  ", StringComparison.Ordinal) : text;
    }
}
