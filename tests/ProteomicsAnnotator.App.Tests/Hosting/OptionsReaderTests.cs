using ProteomicsAnnotator.App.Settings;

namespace ProteomicsAnnotator.App.Tests.Hosting;

public sealed class OptionsReaderTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("annotator-home-").FullName;
    private readonly Dictionary<string, string?> _environment = new(StringComparer.Ordinal);

    public OptionsReaderTests()
    {
        _environment["ANNOTATOR_HOME"] = _home;
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public void Defaults_WithoutAnySetting_AreRelativeToHome()
    {
        AnnotatorOptions options = Read(out OptionsReader reader);
        Assert.Empty(reader.Faults);
        Assert.Equal(Path.Combine(_home, "data", "blocks"), options.DataRoot);
        Assert.Equal(Path.Combine(_home, "annotations"), options.AnnotationsRoot);
        Assert.Equal(["Class 1", "Class 2", "Class 3"], options.Classes.Names);
        Assert.Equal(TimeSpan.FromSeconds(2), options.AutoplayInterval);
        Assert.Equal(3, options.MaxCachedBlocks);
        Assert.Equal(1024L << 20, options.MaxBlockBytes);
        Assert.Equal(TimeSpan.FromSeconds(5), options.PollInterval);
        Assert.Null(options.Port);
        Assert.NotEqual(options.Token, Read(out _).Token);
    }

    [Fact]
    public void RelativePaths_OfTheUser_CountFromTheWorkingFolder()
    {
        _environment["ANNOTATOR_DATA_ROOT"] = "../blocks";
        Assert.Equal(Path.GetFullPath(Path.Combine(Path.GetTempPath(), "..", "blocks")), Read(out _).DataRoot);
    }

    [Theory]
    [InlineData("ANNOTATOR_DATA_ROOT")]
    [InlineData("ANNOTATOR_ANNOTATIONS_ROOT")]
    [InlineData("ANNOTATOR_ROLES_FILE")]
    [InlineData("ANNOTATOR_CLASSES_FILE")]
    public void Path_EndingInACarriageReturn_IsAFault(string variable)
    {
        _environment[variable] = "/srv/blocks\r";

        _ = Read(out OptionsReader reader);

        Assert.Contains(@"/srv/blocks\x0D", Assert.Single(reader.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Classes_WithoutAVariable_AreBesideTheRolesFile()
    {
        string configs = Directory.CreateDirectory(Path.Combine(_home, "elsewhere")).FullName;
        Write(Path.Combine(configs, "roles.json"), """{"admins": ["Alice"]}""");
        Write(Path.Combine(configs, "classes.json"), """["A", "B"]""");
        _environment["ANNOTATOR_ROLES_FILE"] = Path.Combine(configs, "roles.json");
        AnnotatorOptions options = Read(out OptionsReader reader);
        Assert.Empty(reader.Faults);
        Assert.Equal(["A", "B"], options.Classes.Names);
        Assert.True(options.Roles.IsAdmin("alice"));
    }

    [Fact]
    public void Faults_OfEverySource_AreToldAtOnce()
    {
        Write(Path.Combine(_home, "classes.json"), """{"classes": [{"name": "A", "color": "green"}, {"name": ""}]}""");
        _environment["ANNOTATOR_CLASSES_FILE"] = Path.Combine(_home, "classes.json");
        _environment["ANNOTATOR_ROLES_FILE"] = Path.Combine(_home, "missing.json");
        _environment["ANNOTATOR_POLL_SECONDS"] = "soon";
        _environment["ANNOTATOR_MAX_CACHED_BLOCKS"] = "-1";
        _environment["ANNOTATOR_PORT"] = "70000";
        Read(out OptionsReader reader, "--prot", "8080");
        string[] expected =
        [
            "classes[0].color", "classes[1].name", "ANNOTATOR_ROLES_FILE", "ANNOTATOR_POLL_SECONDS",
            "ANNOTATOR_MAX_CACHED_BLOCKS", "ANNOTATOR_PORT", "--prot",
        ];
        string all = string.Join('\n', reader.Faults);
        Assert.All(expected, part => Assert.Contains(part, all, StringComparison.Ordinal));
    }

    [Fact]
    public void Demo_Asked_LooksAtNoRolesFile()
    {
        _environment["ANNOTATOR_ROLES_FILE"] = Path.Combine(_home, "missing.json");
        Read(out OptionsReader reader, "--demo");
        Assert.Empty(reader.Faults);
    }

    [Theory]
    [InlineData("--port", "8080")]
    [InlineData("--port=8080")]
    public void Port_OnTheCommandLine_GoesBeforeTheVariable(params string[] arguments)
    {
        _environment["ANNOTATOR_PORT"] = "9090";
        Assert.Equal(8080, Read(out _, arguments).Port);
    }

    [Theory]
    [InlineData("--demo", "stats", "--json")]
    [InlineData("stats", "--demo", "--json")]
    [InlineData("stats", "--json", "--demo")]
    public void CommandLine_DemoBesideACommand_IsNotTheCommandsOwn(params string[] words)
    {
        var commandLine = CommandLine.Parse(words);

        Assert.True(commandLine.Demo);
        Assert.Equal("stats", commandLine.Verb);
        Assert.Equal(["--json"], commandLine.VerbArguments);
        Assert.Empty(commandLine.Faults);
    }

    [Fact]
    public void Verb_WithOptions_KeepsThemUnread()
    {
        var commandLine = CommandLine.Parse(["export", "--csv", "out.csv"]);
        Assert.Equal("export", commandLine.Verb);
        Assert.Equal(["--csv", "out.csv"], commandLine.VerbArguments);
        Assert.Empty(commandLine.Faults);
    }

    private AnnotatorOptions Read(out OptionsReader reader, params string[] arguments)
    {
        reader = new OptionsReader(name => _environment.GetValueOrDefault(name), Path.GetTempPath());
        return reader.Read(CommandLine.Parse(arguments));
    }

    private static void Write(string path, string text) => File.WriteAllBytes(path, System.Text.Encoding.UTF8.GetBytes(text));
}
