using ProteomicsAnnotator.App.Commands;
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

    /// <summary>One slip is one message, whatever follows it.</summary>
    [Theory]
    [InlineData("--prot 3", "--prot", "3")]
    [InlineData("--prot=3", "--prot=3")]
    [InlineData("--no-brwoser", "--no-brwoser", "--demo")]
    [InlineData("--prot", "--prot", "check")]
    [InlineData("nothing", "nothing")]
    public void Option_ThatIsUnknown_IsOneFaultWithItsValue(string found, params string[] words) =>
        Assert.Equal(found, Assert.Single(CommandLine.Parse(words).Faults).Found);

    [Theory]
    [InlineData("ANNOTATOR_DATAROOT", "ANNOTATOR_DATAROOT is not a setting; did you mean ANNOTATOR_DATA_ROOT?")]
    [InlineData("ANNOTATOR_ANNOTATION_ROOT", "ANNOTATOR_ANNOTATION_ROOT is not a setting; did you mean ANNOTATOR_ANNOTATIONS_ROOT?")]
    [InlineData("ANNOTATOR_TOKN", "ANNOTATOR_TOKN is not a setting; did you mean ANNOTATOR_TOKEN?")]
    [InlineData("ANNOTATOR_SOMETHING_ELSE", "ANNOTATOR_SOMETHING_ELSE is not a setting; --help lists them.")]
    [InlineData("ANNOTATOR_ROLES_FILE", null)]
    [InlineData("ANNOTATOR_HOME", null)]
    [InlineData("ANNOTATOR_TOKEN", null)]
    [InlineData("ANNOTATOR_TEST_LONG", null)]
    [InlineData("PATH", null)]
    public void Variable_LikeASetting_ThatIsNone_IsNamed(string name, string? expected)
    {
        var reader = new OptionsReader(variable => _environment.GetValueOrDefault(variable), Path.GetTempPath()) { VariableNames = [name] };

        Assert.Equal(expected is null ? [] : [expected], reader.Read(CommandLine.Parse([])).UnknownVariables);
    }

    /// <summary>What the help text names is known, and the other way round.</summary>
    [Fact]
    public void Variables_OfTheHelp_AreKnown()
    {
        string[] named =
        [
            .. HelpText.Text.Split('\n').Select(line => line.Trim().Split(' ')[0]).Where(word => word.StartsWith("ANNOTATOR_", StringComparison.Ordinal)),
        ];

        Assert.Equal(named.Order(StringComparer.Ordinal), KnownVariables.OfSite.Append("ANNOTATOR_TOKEN").Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("campaign/blocks", "campaign/blocks/annotations")]
    [InlineData("campaign/blocks", "campaign")]
    [InlineData("campaign", "campaign")]
    public void Roots_ThatLieInEachOther_AreAFaultOfANewRoot_AndNotOfTheDemo(string data, string annotations)
    {
        _environment["ANNOTATOR_DATA_ROOT"] = Path.Combine(_home, data);
        _environment["ANNOTATOR_ANNOTATIONS_ROOT"] = Path.Combine(_home, annotations);

        _ = Read(out OptionsReader reader);
        _ = Read(out OptionsReader demo, "--demo");
        Directory.CreateDirectory(Path.Combine(_home, annotations));
        Write(Path.Combine(_home, annotations, ".annotator-root"), "0123456789abcdef0123456789abcdef\n");
        _ = Read(out OptionsReader inUse);

        Assert.Equal("ANNOTATOR_ANNOTATIONS_ROOT", Assert.Single(reader.Faults).Key);
        Assert.Empty(demo.Faults);
        Assert.Empty(inUse.Faults);
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
