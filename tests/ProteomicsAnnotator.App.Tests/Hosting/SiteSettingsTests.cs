using System.Text;
using ProteomicsAnnotator.App.Settings;

namespace ProteomicsAnnotator.App.Tests.Hosting;

/// <summary>annotator.env beside the launcher, as the program reads it.</summary>
public sealed class SiteSettingsTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("annotator-env-").FullName;
    private readonly Dictionary<string, string?> _environment = new(StringComparer.Ordinal);

    public SiteSettingsTests()
    {
        _environment["ANNOTATOR_HOME"] = _home;
    }

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Theory]
    [InlineData("ANNOTATOR_DATA_ROOT=/srv/blocks", "/srv/blocks")]
    [InlineData("\uFEFF# a site\r\n\r\n  ANNOTATOR_DATA_ROOT = \"/srv/my blocks\"  \r\n", "/srv/my blocks")]
    [InlineData("ANNOTATOR_DATA_ROOT='/srv/a=b #1'", "/srv/a=b #1")]
    [InlineData("ANNOTATOR_DATA_ROOT=\"/srv/dogs'\"", "/srv/dogs'")]
    [InlineData("ANNOTATOR_DATA_ROOT=/srv/O'Brien's", "/srv/O'Brien's")]
    [InlineData("ANNOTATOR_DATA_ROOT=/srv/$HOME/~/%TEMP%", "/srv/$HOME/~/%TEMP%")]
    public void Line_OfTheForm_SetsTheValueAsItStands(string text, string expected)
    {
        AnnotatorOptions options = Read(text, out OptionsReader reader);

        Assert.Empty(reader.Faults);
        Assert.Equal(Path.GetFullPath(expected), options.DataRoot);
    }

    [Fact]
    public void RelativePath_OfTheFile_CountsFromItsOwnFolder() =>
        Assert.Equal(Path.Combine(_home, "blocks"), Read("ANNOTATOR_DATA_ROOT=blocks", out _).DataRoot);

    [Fact]
    public void Variable_ThatIsSet_GoesBeforeTheFile()
    {
        _environment["ANNOTATOR_DATA_ROOT"] = "/from/environment";
        _environment["ANNOTATOR_POLL_SECONDS"] = "";

        AnnotatorOptions options = Read("ANNOTATOR_DATA_ROOT=/from/file\nANNOTATOR_POLL_SECONDS=7", out _);

        Assert.Equal(Path.GetFullPath("/from/environment"), options.DataRoot);
        Assert.Equal(TimeSpan.FromSeconds(7), options.PollInterval);
    }

    [Theory]
    [InlineData("ANNOTATOR_DATA_ROT=/srv", "line 1", "ANNOTATOR_DATA_ROT")]
    [InlineData("# x\nexport ANNOTATOR_DATA_ROOT=/srv", "line 2", "export ANNOTATOR_DATA_ROOT=/srv")]
    [InlineData("blocks", "line 1", "blocks")]
    [InlineData("ANNOTATOR_DATA_ROOT='/srv/blocks", "line 1", "pair of quotes")]
    [InlineData("ANNOTATOR_DATA_ROOT=/srv/blocks'", "line 1", "pair of quotes")]
    [InlineData("\nANNOTATOR_DATA_ROOT=\"/srv/blocks", "line 2", "pair of quotes")]
    [InlineData("ANNOTATOR_DATA_ROOT=\"/srv/blocks'", "line 1", "pair of quotes")]
    [InlineData("ANNOTATOR_DATA_ROOT='", "line 1", "pair of quotes")]
    [InlineData("ANNOTATOR_POLL_SECONDS=5\nANNOTATOR_POLL_SECONDS=6", "line 2", "once more")]
    [InlineData("ANNOTATOR_TOKEN=secret", "line 1", "each person's own environment")]
    [InlineData("ANNOTATOR_POLL_SECONDS=soon", "ANNOTATOR_POLL_SECONDS", "soon")]
    [InlineData("ANNOTATOR_ROLES_FILE=nowhere.json", "ANNOTATOR_ROLES_FILE", "nowhere.json")]
    [InlineData("ANNOTATOR_BROWSER=no-browser", "ANNOTATOR_BROWSER", "no-browser")]
    [InlineData("ANNOTATOR_DATA_ROOT=/srv\u0001", "ANNOTATOR_DATA_ROOT", "\\x01")]
    public void Slip_InTheFile_IsNamedWithItsPlace(string text, string place, string found)
    {
        _ = Read(text, out OptionsReader reader);

        string fault = Assert.Single(reader.Faults).ToString();
        Assert.StartsWith(Path.Combine(_home, "annotator.env"), fault, StringComparison.Ordinal);
        Assert.Contains(place, fault, StringComparison.Ordinal);
        Assert.Contains(found, fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0xC3, 0x28 })]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x41, 0x00 })]
    public void Encoding_ThatIsNotUtf8_IsAFault(byte[] bytes)
    {
        File.WriteAllBytes(Path.Combine(_home, "annotator.env"), bytes);

        _ = Read(out OptionsReader reader);

        Assert.Contains("UTF-8", Assert.Single(reader.Faults).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void File_ThatIsAFolderOrTooLarge_IsAFault()
    {
        Directory.CreateDirectory(Path.Combine(_home, "annotator.env"));
        _ = Read(out OptionsReader folder);
        Directory.Delete(Path.Combine(_home, "annotator.env"));
        _ = Read(new string('#', 70_000), out OptionsReader large);

        Assert.Single(folder.Faults);
        Assert.Single(large.Faults);
    }

    [Fact]
    public void Demo_AskedForByAPage_DoesNotTakeTheSitesPort() => Assert.Null(Read("ANNOTATOR_PORT=8099", out _, "--demo").Port);

    [Fact]
    public void Package_WithoutSettings_SaysWhatIsMissing()
    {
        (string app, OptionsReader reader) = Packaged();

        string? problem = reader.Read(CommandLine.Parse([])).SettingsProblem;
        Directory.CreateDirectory(Path.Combine(_home, "data", "blocks"));
        string? half = Packaged().Reader.Read(CommandLine.Parse([])).SettingsProblem;
        _environment["ANNOTATOR_ANNOTATIONS_ROOT"] = "/srv/annotations";

        Assert.Contains("ANNOTATOR_DATA_ROOT (the folder with the blocks) and ANNOTATOR_ANNOTATIONS_ROOT", problem, StringComparison.Ordinal);
        Assert.DoesNotContain("ANNOTATOR_DATA_ROOT", half, StringComparison.Ordinal);
        Assert.Null(Packaged().Reader.Read(CommandLine.Parse([])).SettingsProblem);
        Assert.Null(Packaged().Reader.Read(CommandLine.Parse(["--demo"])).SettingsProblem);
        Assert.True(Directory.Exists(app));
    }

    [Fact]
    public void Program_StartedWithoutItsLauncher_HasTheLaunchersHome()
    {
        _environment.Clear();

        Assert.Equal(_home, Packaged().Reader.Read(CommandLine.Parse([])).Home);
    }

    private (string App, OptionsReader Reader) Packaged()
    {
        string app = Directory.CreateDirectory(Path.Combine(_home, "app")).FullName;
        File.WriteAllBytes(Path.Combine(_home, "launch.sh"), []);
        return (app, new OptionsReader(Variable, Path.GetTempPath(), app + Path.DirectorySeparatorChar));
    }

    private string? Variable(string name) => _environment.GetValueOrDefault(name);

    private AnnotatorOptions Read(string text, out OptionsReader reader, params string[] arguments)
    {
        File.WriteAllBytes(Path.Combine(_home, "annotator.env"), Encoding.UTF8.GetBytes(text));
        return Read(out reader, arguments);
    }

    private AnnotatorOptions Read(out OptionsReader reader, params string[] arguments)
    {
        reader = new OptionsReader(Variable, Path.GetTempPath());
        return reader.Read(CommandLine.Parse(arguments));
    }
}
