namespace ProteomicsAnnotator.App.Commands;

/// <summary>The help of <c>store</c>.</summary>
internal static class StoreHelp
{
    public const string Text = """
        ./launch.sh store import FOLDER | export FOLDER | verify | backup FILE.zip

          A campaign in PostgreSQL (15 or later) in place of the annotations root. ANNOTATOR_DATABASE says where, as an Npgsql
          connection string; the tables are made where they are missing. With that variable every verb but cut, identities,
          backup and verify works on the database; what it decides is stored there.

          import FOLDER     an annotations root into the database: every line of its journals, and every other file. Once more
                            brings what is new. Lines are never changed, and the folder of another campaign is refused.
                            A file that is as it was before counts if it is younger than the newest version there
          export FOLDER     the database as an annotations root. FOLDER is made; one that an export made gets what is new
          verify            compares lines with what is stored beside them and files with their SHA-256, and names a collation
                            of the database that another version of the system made
          backup FILE.zip   what export writes, as one archive with a manifest; ./launch.sh verify FILE.zip checks it

          Exit code 0: done; 1: something could not be read or stored, and is named; 2: wrong options or configuration.
        """;
}
