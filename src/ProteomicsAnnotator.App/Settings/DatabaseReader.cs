using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Database;

namespace ProteomicsAnnotator.App.Settings;

/// <summary>
/// ANNOTATOR_DATABASE, for the server and the verbs that have a use for it. For all else it is a fault: labels must not go to a folder while
/// somebody believes that they are in the database. Its value may hold a password and is never repeated.
/// </summary>
/// <param name="value">Variables by name; null where one is not set.</param>
/// <param name="faults">All that is wrong, not just the first.</param>
internal sealed class DatabaseReader(Func<string, string?> value, List<ConfigurationFault> faults)
{
    /// <summary>They work on a copy of what the database holds, and bring their decisions back into it; a server does so as long as it runs.</summary>
    private static readonly string[] Verbs = ["export", "stats", "evidence", "plan", "people", "gold", "settings", "classes", "calibration", "check", "release", "report", "training", "points", "predictions", "serve"];

    /// <summary>Null: it is not set, or a fault.</summary>
    public DatabaseAddress? Read(CommandLine commandLine)
    {
        if (value(KnownVariables.Database) is not { } text)
        {
            if (commandLine.IsStore)
            {
                Add("nothing", "an Npgsql connection string, such as Host=db.example.org;Database=annotator;Username=annotator");
            }

            return null;
        }

        if (commandLine.Demo)
        {
            Add("a value", "none: the demo has labels of its own");
            return null;
        }

        if (!commandLine.IsStore && !Verbs.Contains(commandLine.Verb, StringComparer.Ordinal))
        {
            Add("a value", Expected(commandLine.Verb));
            return null;
        }

        if (DatabaseAddress.TryParse(text, out string? fault) is { } address)
        {
            return address;
        }

        Add(fault!, "an Npgsql connection string, such as Host=db.example.org;Database=annotator;Username=annotator");
        return null;
    }

    private static string Expected(string? verb) => verb switch
    {
        "backup" => "none: store backup FILE.zip backs a database up",
        "verify" => "none: store verify checks a database",
        null => "none: only serve and verbs work with a database; here the annotations root is the store",
        "cut" => "none: cut reads the data root and writes a folder of blocks; no label is in it",
        "identities" => "none: whose name is whose, each server keeps in its own state folder",
        _ => $"none: {verb} works on a folder; store export FOLDER makes one of the database",
    };

    private void Add(string found, string expected) => faults.Add(new ConfigurationFault("environment", KnownVariables.Database, found, expected));
}
