namespace ProteomicsAnnotator.App.Hosting;

public static class HelpText
{
    public const string Text = """
        Proteomics Annotator: classify small 3D fluorescence volumes with a single key.

          ./launch.sh [options]          start, and open the window
          ./launch.sh check              test the annotations folder from this machine
          ./launch.sh export --csv FILE | --long FILE | --json FILE | --parquet FILE [--include-history]
          ./launch.sh stats [--json]     figures of agreement

          --port N       listen on this port of 127.0.0.1 instead of a free one
          --no-browser   open no window; the link is printed
          --demo         work on generated data in this account's cache folder; also with check, export, stats
          --help         this text
          --version      the version

          Settings are environment variables; relative paths count from the working directory.
          ANNOTATOR_DATA_ROOT           blocks                            ./data/blocks
          ANNOTATOR_ANNOTATIONS_ROOT    labels                            ./annotations
          ANNOTATOR_ROLES_FILE          who is admin                      ./configs/roles.json
          ANNOTATOR_CLASSES_FILE        classes and channel names         classes.json beside the roles
          ANNOTATOR_AUTOPLAY_SECONDS    seconds a slice                   2
          ANNOTATOR_MAX_CACHED_BLOCKS   decoded blocks kept in memory     3
          ANNOTATOR_MAX_BLOCK_MIB       larger blocks are refused         1024
          ANNOTATOR_POLL_SECONDS        how often to look for changes     5
          ANNOTATOR_PORT                as --port
          ANNOTATOR_TOKEN               the access token                  random at each start
        """;
}
