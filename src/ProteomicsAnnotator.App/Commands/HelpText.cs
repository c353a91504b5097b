using ProteomicsAnnotator.App.Commands.Cutting;
using ProteomicsAnnotator.App.Commands.Models;
using ProteomicsAnnotator.App.Commands.Points;
using ProteomicsAnnotator.App.Commands.Reporting;
using ProteomicsAnnotator.App.Commands.Training;
using ProteomicsAnnotator.App.Hosting;
using ProteomicsAnnotator.App.Settings;

namespace ProteomicsAnnotator.App.Commands;

public static class HelpText
{
    public const string Text = """
        Proteomics Annotator: classify small 3D fluorescence volumes with a single key.

          ./launch.sh [options]          start, and open the window
          ./launch.sh check [--json]     test both folders from this machine
          ./launch.sh export --csv FILE | --long FILE | --json FILE | --parquet FILE | --blocks FILE | --neuroglancer FILE |
                             --figures DIR [--include-history] [--exclude NAME] [--force]
          ./launch.sh stats [--json] [--exclude NAME]
                                         figures of agreement
          ./launch.sh report DIR         a page, tables and figures for a paper
          ./launch.sh training DIR --form csv|parquet|swc|cellfinder
                                         the labels as a model's training reads them
          ./launch.sh cut DIR            points of a large volume as folders of TIFF files
          ./launch.sh evidence [--forget DATE [--dry-run]]
                                         evidence of decisions: whether it is recorded, and what is forgotten
          ./launch.sh plan --annotators a,b,c [--votes N] [--dry-run]
                                         who labels which block
          ./launch.sh gold               blocks whose class is known, and how well people answer them
          ./launch.sh calibration        the calibration round: blocks that everybody labels first and is told the answer of
          ./launch.sh people             whose labels count, and which names are one person's
          ./launch.sh points             labels of points that stand elsewhere now
          ./launch.sh settings           what is decided for everybody: votes, last day, ties, evidence
          ./launch.sh classes            classes that got another name, or are split, while people label
          ./launch.sh predictions        what models say of blocks, to be compared with people
          ./launch.sh release NAME [--as USERNAME] [--dry-run] | --list | --diff NAME [NAME]
                                         freeze the data set under a name; list releases; compare with one
          ./launch.sh backup FILE.zip    the whole annotations root in one archive
          ./launch.sh identities         whose account each username of a server is, where people sign in at a provider
          ./launch.sh verify NAME|FOLDER|FILE.zip
                                         whether a release or a backup is what it was
          ./launch.sh store import FOLDER | export FOLDER | verify | backup FILE.zip
                                         a campaign in PostgreSQL
          ./launch.sh serve              a server for several people's browsers
          ./launch.sh check|export|stats|report|training|cut|evidence|plan|gold|calibration|people|points|
                      settings|classes|predictions|release|backup|verify|identities|store|serve --help

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

    private const string Evidence = """
        ./launch.sh evidence [--forget DATE [--dry-run]] [--demo]

          Tells whether evidence of decisions is recorded ("evidence": true in classes.json) or why it is not, how many
          decisions carry it, and from when to when. It needs an account that may read the final labels.

          --forget DATE   evidence of decisions before DATE (as 2026-01-31, UTC) is shown and exported no more. The journals
                          keep it. A later decision replaces this one; --forget none takes it back.
          --dry-run       say what --forget would do, and decide nothing

          Exit code 0: complete; 1: something could not be read or written, and is named; 2: wrong options or configuration.
        """;

    private const string Plan = """
        ./launch.sh plan --annotators a,b:2,c [options]
        ./launch.sh plan --undo [--as NAME] [--dry-run]
        ./launch.sh plan --show [--json]

          Shares the blocks among annotators: a number of different people labels each block. Makes a version of the plan
          that every annotator's program reads. Where there is a plan, a further version follows, and what is not named is
          as before: it moves only what nobody has begun. It needs an account that may read and write admin/.

          --annotators LIST   names, with a weight where the share is not equal (b:2 gets twice as much)
          --votes N           different people for each block (3, or as many as there are)
          --overlap-pairs N   blocks that each two annotators have in common, at least (0)
          --repeats P%        share of the own blocks that come a second time, later and unannounced (0 %)
          --gold P%           share of each queue with a known answer, 5 to 15 %; as many decoys come with it (0 %)
          --stop-at P%        blocks whose likeliest class has this probability get no further votes, 50 to 100 %; it is checked
                              against known answers and the random share and said (0 %: all blocks get all votes)
          --least-votes N     votes that a block has before it may stop (2)
          --random-share P%   blocks, drawn at random, that get all votes all the same: their figures stay unbiased (10 %)
          --order ORDER       neighbourhoods (runs of 25 neighbours, shuffled) or names; by the
                              labels given by now: fewest, disputed or uncertain first; scored: by the scores of a
                              stored model, mixed with the random share, while the setting model_order is true
          --model NAME        of the order scored: NAME, the version stored last, or NAME@VERSION
          --score-of NUMBER   the likeliest of this class come first (none: those whose class the model is least sure of)
          --blocks FILTER     a part of the id, or an id with * for any characters; * alone: all
          --seed N            another plan from the same numbers (1)
          --as NAME           its author; otherwise the system account
          --undo              a further version as the one before was; what has been begun since stays
          --dry-run           say what it would be: loads, common blocks, what gold and repeats cost, expected intervals
          --show              the version that counts: how many blocks each has; with --json one JSON object, version and
                              queues, without gold, decoys and repeats
          --demo              plan the demo's blocks

          Exit code 0: done; 1: it cannot be made, read or stored, and why; 2: wrong options or configuration.
        """;

    private const string Gold = """
        ./launch.sh gold [--set BLOCK=CLASS] [--import FILE] [--withdraw BLOCK] [--undo] [--dry-run]

          Blocks whose class is known. Alone: how many of them each annotator labelled right, with a 95 % interval, and known
          answers that several good annotators contradict. ./launch.sh plan --gold mixes them into the queues. They are kept
          in the folder admin, and stored only while annotators cannot read it.

          --set BLOCK=CLASS          a known answer, by the number of the class; as often as needed
          --import FILE              many of them: a table with a block and a number in each line, a comma between
          --withdraw BLOCK           it is known no more; everybody's figures are counted anew
          --undo                     the last step is taken back, however many answers it had; twice, it is made again
          --as NAME                  its author; otherwise the system account
          --dry-run                  say what would change, and store nothing
          --admin-folder-is-closed   an admin says so once, where this program cannot see who may read the folder
          --demo                     of the demo's data

          Exit code 0: done; 1: it could not be read or stored, and why; 2: wrong options or configuration.
        """;

    private const string Calibration = """
        ./launch.sh calibration [--set BLOCK=CLASS[:TEXT]] [--import FILE] [--withdraw BLOCK] [--undo] [--dry-run]

          Blocks that everybody labels before the own queue, and is told the answer of at once, with a sentence where there is
          one. Labels of them are no votes: they are in no consensus, figure, plan or table. Alone: the blocks, and how many
          each annotator answered right at first, with a 95 % interval. The answers can be read by everybody.

          --set BLOCK=CLASS[:TEXT]   a block of the round, by the number of its class, and a sentence why; as often as needed
          --import FILE              many of them: a table with a block, a number and perhaps a sentence in each line, commas
                                     between, the sentence in quotes
          --withdraw BLOCK           it is in the round no more; labels given in the round stay no votes
          --undo                     the last step is taken back, however many blocks it had; twice, it is made again
          --as NAME                  its author; otherwise the system account
          --dry-run                  say what would change, and store nothing
          --demo                     of the demo's data

          Exit code 0: done; 1: it could not be read or stored, and why; 2: wrong options or configuration.
        """;

    private const string People = """
        ./launch.sh people [--exclude NAME --reason TEXT] [--include NAME] [--same NAME=PERSON] [--apart NAME] [--dry-run]

          Whose labels count in every figure and export. Alone: everybody who has given labels, who is excluded and why, and
          which names are one person's. Nothing is deleted, and each decision can be taken back.

          --exclude NAME      the labels are shown and count nowhere; needs --reason
          --include NAME      they count again
          --same NAME=PERSON  labels given as NAME are PERSON's, as after a typing error
          --apart NAME        they are not
          --as NAME           who decides; otherwise the system account
          --dry-run           say what would change, and store nothing
          --demo              of the demo's data

          Exit code 0: done; 1: it could not be read or stored, and why; 2: wrong options or configuration.
        """;

    private const string OfCampaign = """
        ./launch.sh settings [--set KEY=VALUE] [--clear KEY] [--undo KEY] [--as NAME] [--dry-run]

          What admins decide for everybody. Alone: what is decided, by whom and when. Each decision can be taken back.

          --set KEY=VALUE   name, target_votes (1 to 20), deadline (as 2027-01-31), time_zone (as Europe/Berlin),
                            tie_rule (first, none or reliable), evidence (true or false), closed (true or false);
                            several in one step
          --clear KEY       it is not decided any more
          --undo KEY        what counted before the last decision is decided again
          --as NAME         who decides; otherwise the system account
          --dry-run         say what would change in the figures, and store nothing
          --demo            of the demo's data

          Exit code 0: done; 1: it could not be read or stored, and why; 2: wrong options or configuration.
        """;

    private const string OfClasses = """
        ./launch.sh classes [--rename "OLD=NEW"] [--split "OLD=NEW A,NEW B"] [--undo OLD] [--as NAME] [--dry-run]

          Classes that change while people label. Labels given before stand under the old name until whoever gave them has
          answered again: their list has them under "To look at again". Alone: what is decided, and how many labels wait.
          The names in classes.json are yours to change.

          --rename "OLD=NEW"          the class keeps its number
          --split "OLD=NEW A,NEW B"   its labels are to be given again
          --undo OLD                  takes that back
          --as NAME                   who decides; otherwise the system account
          --dry-run                   say what would change, and store nothing
          --demo                      of the demo's data

          Exit code 0: done; 1: it could not be read or stored, and why; 2: wrong options or configuration.
        """;

    private const string Release = """
        ./launch.sh release NAME [--as USERNAME] [--dry-run] [--demo]
        ./launch.sh release --list
        ./launch.sh release --diff NAME [NAME]

          Freezes the data set in admin/releases/NAME below the annotations root: all tables and figures, the files of the
          share that they were computed from, configuration, and a manifest with the length and SHA-256 of each. The
          manifest's own SHA-256 is printed and kept in history/admin. A name has ASCII letters, digits, _ . and -, and is
          used once. Nothing is released where something could not be read, or where tables count differently.

          --as USERNAME   its author; without it the system account
          --not-blind CHOICE   votes given after others' votes could be seen: figures leave-out (as usual) or keep them
          --dry-run       print the counts and what would refuse it, and write nothing
          --list          the releases: name, time, author, counts, SHA-256 of the manifest
          --diff NAME     labels new, changed and cleared on the share since, by block; with two names from one to the other

          Exit code 0: done; 1: refused, or something could not be read or written, and is named; 2: wrong options or
          configuration, or a name that no release may have.
        """;

    private const string Verify = """
        ./launch.sh verify NAME|FOLDER|FILE.zip [--demo]

          Compares a release (its name, or the folder of a copy) or a backup with its manifest, and a release's manifest
          with the SHA-256 in history/admin. Each file that is missing, added or altered is named. Of a release it also
          prints what has become of the labels since; that is no fault.

          Exit code 0: all is as it was made; 1: something is not, and is named; 2: wrong options or configuration.
        """;

    private const string Backup = """
        ./launch.sh backup FILE.zip [--demo]

          Writes the whole annotations root as it is at one moment into one ZIP archive, with a manifest; people may work
          meanwhile. FILE may not be there yet, and lies outside the data root and the annotations root. docs/deploy.md
          says how to restore it.

          Exit code 0: done; 1: something could not be read or written, and is named, and there is no archive; 2: wrong
          options or configuration.
        """;

    private const string Export = """
        ./launch.sh export [files] [options]

          --csv FILE       one row per block, one column per annotator
          --long FILE      one row per label (CSV)
          --parquet FILE   one row per label, with typed columns
          --blocks FILE    one row per block: the resolved label, how it came about, and the model's; CSV or Parquet, by
                           the ending .csv or .parquet
          --json FILE      everything
          --neuroglancer FILE   points of a volume as annotations of Neuroglancer, with the classes as an enum
          --figures DIR    coefficients, pairs, annotators, classes, confusion and Dawid-Skene rates as CSV files

          FILE may be - for standard output, once. Beside the first file stands FILE.manifest.json: settings, who is
          excluded, SHA-256 of every input and output, and what could not be read.

          --include-history   every decision ever made: in the JSON, and once as a table beside the first table
          --exclude NAME      leave this annotator's votes out; as often as needed. A name that nobody has is an error.
          --gold CHOICE       blocks with a known answer: keep (as usual), mark (listed in the manifest) or leave-out
          --not-blind CHOICE  votes given after others' votes or the final label could be seen, in figures and the model:
                              leave-out (as usual) or keep. The tables have and mark them either way.
          --map 4=1           the tables as they would be if labels of class 4 were of class 1; the history has them as given
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
            "stats" => StatsArguments.Help,
            "report" => ReportHelp.Text,
            "training" => TrainingHelp.Text,
            "cut" => CutArguments.Help,
            "evidence" => Evidence,
            "plan" => Plan,
            "gold" => Gold,
            "calibration" => Calibration,
            "people" => People,
            "points" => PointsArguments.Help,
            "settings" => OfCampaign,
            "classes" => OfClasses,
            "predictions" => PredictionsArguments.Help,
            "release" => Release,
            "verify" => Verify,
            "backup" => Backup,
            "store" => StoreHelp.Text,
            "serve" => ServerHelp.Serve,
            "identities" => ServerHelp.Identities,
            _ => Text + Environment.NewLine + Environment.NewLine
                + $"  Messages go to standard error and to {MessageFile.PathIn(LocalFolders.Of(Environment.GetEnvironmentVariable).State)}",
        };
        return isWindows ? text.Replace("./launch.sh ", "launch.cmd  ", StringComparison.Ordinal) : text;
    }
}
