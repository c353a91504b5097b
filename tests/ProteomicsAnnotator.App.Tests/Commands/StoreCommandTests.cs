using System.Globalization;
using System.Runtime.Versioning;
using System.Text;
using System.Text.RegularExpressions;
using ProteomicsAnnotator.App.Commands;
using ProteomicsAnnotator.App.Tests.Documentation;
using ProteomicsAnnotator.App.Tests.Hosting;
using ProteomicsAnnotator.Core.Tests.Database;

namespace ProteomicsAnnotator.App.Tests.Commands;

/// <summary>The program's commands as processes, once on a folder and once on a database with the same campaign.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class StoreCommandTests(SharedPostgres postgres) : IClassFixture<SharedPostgres>, IAsyncLifetime
{
    private const string Variable = "ANNOTATOR_DATABASE";
    private static readonly string[] Exports = ["--csv", "wide.csv", "--long", "long.csv", "--blocks", "blocks.csv", "--json", "all.json", "--figures", "figures", "--include-history"];
    private readonly CampaignRig _rig = new(["block_0001", "block_0002", "block_0003"]);
    private string _database = "";

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.Server.NewDatabaseAsync();
        Directory.Delete(_rig.Root, recursive: true);
        string vector = Path.Combine(Pages.Home, "tests", "vectors", "release", "annotations");
        foreach (string file in Directory.GetFiles(vector, "*", SearchOption.AllDirectories))
        {
            string target = Path.Combine(_rig.Root, Path.GetRelativePath(vector, file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task FiguresAndExports_AreTheSameFromBothSides_AndTheFolderComesBack()
    {
        string statistics = await _rig.RunAsync("stats", "--json");
        _ = await ExportToAsync("of-folder");
        string imported = await InDatabaseAsync("store", "import", _rig.Root);
        SortedDictionary<string, string> folder = TextsOf(_rig.Root);
        Directory.Delete(_rig.Root, recursive: true);

        string again = await InDatabaseAsync("stats", "--json");
        _rig.Program.Environment[Variable] = _database;
        string[] files = await ExportToAsync("of-database");
        string back = await InDatabaseAsync("store", "export", _rig.In("back"));

        Assert.Contains("5 new lines of 2 journals", imported, StringComparison.Ordinal);
        Assert.Equal(WithoutTimes(statistics), WithoutTimes(again));
        Assert.NotEmpty(files);
        Assert.Equal(TextsOf(_rig.In("of-folder")), TextsOf(_rig.In("of-database")));
        Assert.Contains("new files of", back, StringComparison.Ordinal);
        Assert.Equal(folder, TextsOf(_rig.In("back")));
    }

    [Fact]
    public async Task DecisionsOfAVerb_AreStoredInTheDatabase()
    {
        _ = await InDatabaseAsync("store", "import", _rig.Root);
        Directory.Delete(_rig.Root, recursive: true);

        _ = await InDatabaseAsync("settings", "--set", "target_votes=3", "--as", "ann");
        _ = await InDatabaseAsync("plan", "--annotators", "alice,bob", "--votes", "1", "--as", "ann");
        string decided = await InDatabaseAsync("settings");
        string plan = await InDatabaseAsync("plan", "--show", "--json");
        _ = await InDatabaseAsync("store", "export", _rig.Root);

        Assert.Contains("target_votes", decided, StringComparison.Ordinal);
        Assert.Equal(decided, await _rig.RunAsync("settings"));
        Assert.Equal(plan, await _rig.RunAsync("plan", "--show", "--json"));
    }

    /// <summary>Tables, figures and the report are made of the same decisions, so they are the same; a release is there on both.</summary>
    [Fact]
    public async Task ReleasesReportsAndTrainingSets_AreTheSameFromBothSides()
    {
        _ = await InDatabaseAsync("store", "import", _rig.Root);
        _ = await _rig.RunAsync("release", "2026-03", "--as", "ann");
        _ = await _rig.RunAsync("report", _rig.In("report-of-folder"), "--release", "2026-03");
        _ = await _rig.RunAsync("training", _rig.In("training-of-folder"), "--form", "csv", "--by", "none", "--split", "100");
        string folder = Path.Combine(_rig.Root, "admin", "releases", "2026-03");
        SortedDictionary<string, string> released = TextsOf(folder);

        string made = await InDatabaseAsync("release", "2026-03", "--as", "ann");
        string listed = await InDatabaseAsync("release", "--list");
        _ = await InDatabaseAsync("report", _rig.In("report-of-database"), "--release", "2026-03");
        _ = await InDatabaseAsync("training", _rig.In("training-of-database"), "--form", "csv", "--by", "none", "--split", "100");
        _ = await InDatabaseAsync("store", "export", _rig.In("back"));
        _rig.Program.Environment["ANNOTATOR_ANNOTATIONS_ROOT"] = _rig.In("back");
        string verified = await _rig.RunAsync("verify", _rig.In("back/admin/releases/2026-03"));

        Assert.Contains("Released 2026-03 in database ", made, StringComparison.Ordinal);
        Assert.Contains("\n2026-03 ", listed, StringComparison.Ordinal);
        Assert.Contains("is as it was made", verified, StringComparison.Ordinal);
        Assert.Equal(Tables(released), Tables(TextsOf(_rig.In("back/admin/releases/2026-03"))));
        Assert.Equal(Tables(TextsOf(_rig.In("report-of-folder"))), Tables(TextsOf(_rig.In("report-of-database"))));
        Assert.Equal(Tables(TextsOf(_rig.In("training-of-folder"))), Tables(TextsOf(_rig.In("training-of-database"))));
        Assert.NotEmpty(Tables(released));
    }

    /// <summary>A second one of that name, made of another state, brings nothing.</summary>
    [Fact]
    public async Task ReleaseWhoseNameIsUsed_IsRefused_AndAFolderWithAnotherOneIsNotImported()
    {
        _ = await InDatabaseAsync("store", "import", _rig.Root);
        _ = await InDatabaseAsync("release", "2026-03", "--as", "ann");
        _ = await _rig.RunAsync("release", "2026-03", "--as", "ben");

        _rig.Program.Environment[Variable] = _database;
        (int used, _, string usedWords) = await RealProgram.EndOfAsync(_rig.Program.Start("release", "2026-03"));
        (int other, _, string otherWords) = await RealProgram.EndOfAsync(_rig.Program.Start("store", "import", _rig.Root));

        Assert.Equal((ExitCode.Trouble, ExitCode.Trouble), (used, other));
        Assert.Contains("there is a release 2026-03 already", usedWords, StringComparison.Ordinal);
        Assert.Contains("the database has another release of that name", otherWords, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_NamesTheDatabase_AndWhatIsNotWholeInIt()
    {
        _ = await InDatabaseAsync("store", "import", _rig.Root);
        _rig.Program.Environment[Variable] = _database;
        (_, string sound, _) = await RealProgram.EndOfAsync(_rig.Program.Start("check"));
        _ = await postgres.Server.AskAsync("UPDATE line SET label = 7 WHERE label = 3", _database.Split("Database=")[1].Split(';')[0]);

        (int code, string output, _) = await RealProgram.EndOfAsync(_rig.Program.Start("check"));

        Assert.StartsWith("The store: database ", sound, StringComparison.Ordinal);
        Assert.Contains("ok      database", sound, StringComparison.Ordinal);
        Assert.DoesNotContain("annotator-store-", sound + output, StringComparison.Ordinal);
        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("the columns beside it say something else than the line", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_IsAnArchiveThatVerifyKnows_AndTheDatabaseIsFoundWhole()
    {
        _ = await InDatabaseAsync("store", "import", _rig.Root);

        string made = await InDatabaseAsync("store", "backup", _rig.In("campaign.zip"));
        string found = await InDatabaseAsync("store", "verify");
        string verified = await _rig.RunAsync("verify", _rig.In("campaign.zip"));

        Assert.Contains("files of the database", made, StringComparison.Ordinal);
        Assert.StartsWith("Checked in the database", found, StringComparison.Ordinal);
        Assert.Contains("is as it was made", verified, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("only serve and verbs work with a database", "--no-browser")]
    [InlineData("store backup FILE.zip", "backup", "x.zip")]
    [InlineData("store verify", "verify", "x.zip")]
    [InlineData("no label is in it", "cut", "there")]
    [InlineData("each server keeps in its own state folder", "identities")]
    public async Task WhatHasNoUseForADatabase_RefusesTheVariable_WithoutItsPassword_AndThePageNamesIt(string expected, params string[] arguments)
    {
        _rig.Program.Environment[Variable] = _database;

        (int code, string output, string error) = await RealProgram.EndOfAsync(_rig.Program.Start(arguments));

        Assert.Equal(ExitCode.BadConfiguration, code);
        Assert.Contains(expected, error, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-shown", output + error, StringComparison.Ordinal);
        string page = await File.ReadAllTextAsync(Path.Combine(Pages.Home, "docs", "deploy.md"), TestContext.Current.CancellationToken);
        string refusing = page.Split('\n').Where(line => line.Contains("refuse the variable", StringComparison.Ordinal)).Single();
        Assert.Contains(arguments[0] == "--no-browser" ? "a start" : $"`{arguments[0]}`", refusing, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DatabaseAway_IsSaid_AndNothingIsLeft()
    {
        _rig.Program.Environment[Variable] = "Host=/nowhere;Database=d;Username=u;Password=not-to-be-shown";

        (int code, _, string error) = await RealProgram.EndOfAsync(_rig.Program.Start("stats"));

        Assert.Equal(ExitCode.Trouble, code);
        Assert.Contains("stats: database d at /nowhere: it cannot be reached", error, StringComparison.Ordinal);
        Assert.DoesNotContain("not-to-be-shown", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StoreWithoutADatabase_SaysWhichVariableIsMissing()
    {
        (int code, _, string error) = await RealProgram.EndOfAsync(_rig.Program.Start("store", "verify"));

        Assert.Equal(ExitCode.BadConfiguration, code);
        Assert.Contains("ANNOTATOR_DATABASE: found nothing", error, StringComparison.Ordinal);
    }

    private async Task<string> InDatabaseAsync(params string[] arguments)
    {
        _rig.Program.Environment[Variable] = _database;
        string output = await _rig.RunAsync(arguments);
        _rig.Program.Environment[Variable] = null;
        return output;
    }

    private async Task<string[]> ExportToAsync(string folder)
    {
        string target = Directory.CreateDirectory(_rig.In(folder)).FullName;
        _ = await _rig.RunAsync(["export", .. Exports.Select(word => word.Contains('.', StringComparison.Ordinal) || word == "figures" ? Path.Combine(target, word) : word)]);
        return Directory.GetFiles(target, "*", SearchOption.AllDirectories);
    }

    /// <summary>What a manifest lists of other files, and of this machine, differs, so its hash in the report does; and when it was made, to the minute.</summary>
    private static Dictionary<string, string> Tables(SortedDictionary<string, string> files) => files.Where(file => !file.Key.EndsWith("manifest.json", StringComparison.Ordinal))
        .ToDictionary(file => file.Key, file => Regex.Replace(file.Value, "[0-9a-f]{64}|[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}", "", RegexOptions.NonBacktracking), StringComparer.Ordinal);

    /// <summary>Byte for byte but for the time of the export, and the manifest, which lists other inputs.</summary>
    private static SortedDictionary<string, string> TextsOf(string folder) => new(
        Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".csv.manifest.json", StringComparison.Ordinal))
            .ToDictionary(file => Path.GetRelativePath(folder, file), file => WithoutTimes(Encoding.Latin1.GetString(File.ReadAllBytes(file)))),
        StringComparer.Ordinal);

    private static string WithoutTimes(string text) => Regex.Replace(
        text, $@"{TimeProvider.System.GetUtcNow().Year.ToString(CultureInfo.InvariantCulture)}-\d\d-\d\dT[0-9:.]+\+00:00", "now", RegexOptions.NonBacktracking);
}
