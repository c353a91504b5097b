using System.Globalization;
using System.Security.Cryptography;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Settings;

/// <summary>
/// Environment + command line -> <see cref="AnnotatorOptions"/>. Every fault is collected; one is enough to refuse the
/// start. An empty variable counts as not set. Relative paths: the user's from the working folder, defaults from home.
/// </summary>
public sealed class OptionsReader
{
    private const string Source = "environment";

    private readonly Func<string, string?> _environment;
    private readonly string _workingFolder;
    private readonly List<ConfigurationFault> _faults = [];
    private readonly List<FileDigest> _configuration = [];

    public OptionsReader(Func<string, string?> environment, string workingFolder)
    {
        _environment = environment;
        _workingFolder = workingFolder;
    }

    public IReadOnlyList<ConfigurationFault> Faults => _faults;

    /// <summary>Usable only while <see cref="Faults"/> is empty afterwards.</summary>
    public AnnotatorOptions Read(CommandLine commandLine)
    {
        _faults.AddRange(commandLine.Faults);
        string home = Folder("ANNOTATOR_HOME", _workingFolder, AppContext.BaseDirectory);
        bool demo = commandLine.Demo;
        string? roles = demo ? null : ExistingFile("ANNOTATOR_ROLES_FILE", Path.Combine(home, "configs", "roles.json"));
        string configs = PathIn("ANNOTATOR_ROLES_FILE") is { } given
            ? Path.GetDirectoryName(Path.GetFullPath(given, _workingFolder))!
            : Path.Combine(home, "configs");
        string? classes = demo ? null : ExistingFile("ANNOTATOR_CLASSES_FILE", Path.Combine(configs, "classes.json"));
        string? port = Value("ANNOTATOR_PORT");
        return new AnnotatorOptions
        {
            Home = home,
            Folders = LocalFolders.Of(_environment),
            DataRoot = Folder("ANNOTATOR_DATA_ROOT", home, "data/blocks"),
            AnnotationsRoot = Folder("ANNOTATOR_ANNOTATIONS_ROOT", home, "annotations"),
            Roles = Parsed(roles, Roles.Parse) ?? Roles.None,
            Classes = Parsed(classes, LabelClasses.Parse) ?? LabelClasses.Default,
            Configuration = _configuration,
            AutoplayInterval = Seconds("ANNOTATOR_AUTOPLAY_SECONDS", 2, 0.02, 3600),
            MaxCachedBlocks = Whole("ANNOTATOR_MAX_CACHED_BLOCKS", 3, 1, 1000),
            MaxBlockMebibytes = Whole("ANNOTATOR_MAX_BLOCK_MIB", 1024, 1, 1024 * 1024),
            PollInterval = Seconds("ANNOTATOR_POLL_SECONDS", 5, 0.05, 86400),
            Port = commandLine.Port ?? (port is null ? null : CommandLine.ReadPort(Source, "ANNOTATOR_PORT", port, _faults)),
            Token = Value("ANNOTATOR_TOKEN") ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)),
            NoBrowser = commandLine.NoBrowser,
            IsDemo = demo,
        };
    }

    private string? Value(string name) => _environment(name) is { Length: > 0 } text ? text : null;

    private string Folder(string name, string baseFolder, string fallback) =>
        PathIn(name) is { } given ? Path.GetFullPath(given, _workingFolder) : Path.GetFullPath(fallback, baseFolder);

    /// <summary>A path with a line end behind it, as scripts with Windows line ends set it, names another folder that looks the same.</summary>
    private string? PathIn(string name)
    {
        if (Value(name) is not { } given || !given.Any(char.IsControl))
        {
            return Value(name);
        }

        string shown = string.Concat(given.Select(c => char.IsControl(c) ? $"\\x{(int)c:X2}" : c.ToString()));
        if (!_faults.Exists(fault => fault.Key == name))
        {
            _faults.Add(new ConfigurationFault(Source, name, shown, "a path without control characters, such as a carriage return at its end"));
        }

        return null;
    }

    private string? ExistingFile(string name, string fallback)
    {
        if (PathIn(name) is not { } given)
        {
            return File.Exists(fallback) ? fallback : null;
        }

        string path = Path.GetFullPath(given, _workingFolder);
        if (File.Exists(path))
        {
            return path;
        }

        _faults.Add(new ConfigurationFault(Source, name, $"no file at {path}", "an existing file"));
        return null;
    }

    private T? Parsed<T>(string? path, ConfigurationParser<T> parse)
        where T : class
    {
        if (path is null)
        {
            return null;
        }

        try
        {
            byte[] bytes = RegularFile.ReadAll(path);
            _configuration.Add(FileDigest.Of(path, bytes));
            return parse(bytes, path, _faults);
        }
        catch (Exception fault) when (StorageFault.IsFileError(fault))
        {
            _faults.Add(new ConfigurationFault(path, "(whole file)", StorageFault.Describe(fault), "a readable file"));
            return null;
        }
    }

    private delegate T? ConfigurationParser<T>(ReadOnlyMemory<byte> utf8, string file, ICollection<ConfigurationFault> faults)
        where T : class;

    private TimeSpan Seconds(string name, double fallback, double low, double high)
    {
        if (Value(name) is not { } text)
        {
            return TimeSpan.FromSeconds(fallback);
        }

        if (double.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double seconds)
            && seconds >= low && seconds <= high)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        string expected = string.Create(CultureInfo.InvariantCulture, $"seconds from {low} to {high}");
        _faults.Add(new ConfigurationFault(Source, name, text, expected));
        return TimeSpan.FromSeconds(fallback);
    }

    private int Whole(string name, int fallback, int low, int high)
    {
        if (Value(name) is not { } text)
        {
            return fallback;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            && value >= low && value <= high)
        {
            return value;
        }

        string expected = string.Create(CultureInfo.InvariantCulture, $"a whole number from {low} to {high}");
        _faults.Add(new ConfigurationFault(Source, name, text, expected));
        return fallback;
    }
}
