using System.Globalization;
using System.Security.Cryptography;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Settings;

/// <summary>
/// Environment + <c>annotator.env</c> + command line -> <see cref="AnnotatorOptions"/>. Every fault is collected; one is
/// enough to refuse the start. An empty variable counts as not set, and one that is set goes before the file. Relative
/// paths: the user's from the working folder, the file's from its own folder, defaults from home.
/// </summary>
public sealed class OptionsReader
{
    private const string Source = "environment";

    /// <summary>Several people look at blocks of their own.</summary>
    private const int CachedForServer = 48;

    private readonly Func<string, string?> _environment;
    private readonly string _workingFolder;
    private readonly ProgramHome _home;
    private readonly SiteSettings _site;
    private readonly List<ConfigurationFault> _faults = [];
    private readonly List<FileDigest> _configuration = [];

    /// <param name="environment">Variables by name.</param>
    /// <param name="workingFolder">Absolute.</param>
    /// <param name="programFolder">Where the program's own files lie; null: as it runs.</param>
    public OptionsReader(Func<string, string?> environment, string workingFolder, string? programFolder = null)
    {
        _environment = environment;
        _workingFolder = workingFolder;
        _home = ProgramHome.Of(FromEnvironment("ANNOTATOR_HOME"), workingFolder, programFolder ?? AppContext.BaseDirectory);
        _site = SiteSettings.Read(_home.Folder, _faults);
    }

    public IReadOnlyList<ConfigurationFault> Faults => _faults;

    /// <summary>The names of all variables there are.</summary>
    public IEnumerable<string> VariableNames { get; init; } = [];

    /// <summary>Usable only while <see cref="Faults"/> is empty afterwards.</summary>
    public AnnotatorOptions Read(CommandLine commandLine)
    {
        _faults.AddRange(commandLine.Faults);
        string home = _home.Folder;
        bool demo = commandLine.Demo;
        string? roles = demo ? null : ExistingFile("ANNOTATOR_ROLES_FILE", Path.Combine(home, "configs", "roles.json"));
        string configs = PathIn("ANNOTATOR_ROLES_FILE") is { } given
            ? Path.GetDirectoryName(given)!
            : Path.Combine(home, "configs");
        string? classes = demo ? null : ExistingFile("ANNOTATOR_CLASSES_FILE", Path.Combine(configs, "classes.json"));
        // The demo is started beside a program that may have the site's port.
        string? port = demo ? FromEnvironment("ANNOTATOR_PORT") : Value("ANNOTATOR_PORT");
        (string data, string annotations) = (DataRoots.FolderOf(Folder("ANNOTATOR_DATA_ROOT", home, "data/blocks")), Folder("ANNOTATOR_ANNOTATIONS_ROOT", home, "annotations"));
        if (!demo && RootOverlap.WhyNotNew(data, annotations) is not null)
        {
            _faults.Add(new ConfigurationFault(
                SourceOf("ANNOTATOR_ANNOTATIONS_ROOT"), "ANNOTATOR_ANNOTATIONS_ROOT", annotations, $"a folder beside the data root {data}, neither in it nor above it"));
        }

        DatabaseAddress? database = new DatabaseReader(FromEnvironment, _faults).Read(commandLine);
        ServeSettings? serve = commandLine.IsServe ? new ServeReader(FromEnvironment, PathIn, _faults).Read(commandLine) : null;
        return new AnnotatorOptions
        {
            Serve = serve,
            RolesFile = PathIn("ANNOTATOR_ROLES_FILE") ?? Path.Combine(home, "configs", "roles.json"),
            Home = home,
            Folders = LocalFolders.Of(_environment),
            DataRoot = data,
            AnnotationsRoot = annotations,
            Database = database,
            Roles = Parsed(roles, Roles.Parse) ?? Roles.None,
            Classes = Parsed(classes, LabelClasses.Parse) ?? LabelClasses.Default,
            Configuration = _configuration,
            AutoplayInterval = Seconds("ANNOTATOR_AUTOPLAY_SECONDS", 2, 0.02, 3600),
            MaxCachedBlocks = Whole("ANNOTATOR_MAX_CACHED_BLOCKS", serve is null ? 3 : CachedForServer, 1, 1000),
            MaxBlockMebibytes = Whole("ANNOTATOR_MAX_BLOCK_MIB", 1024, 1, 1024 * 1024),
            PollInterval = Seconds("ANNOTATOR_POLL_SECONDS", 5, 0.05, 86400),
            Port = commandLine.Port ?? (port is null ? null : CommandLine.ReadPort(SourceOf("ANNOTATOR_PORT"), "ANNOTATOR_PORT", port, _faults)),
            Browser = ExistingFile("ANNOTATOR_BROWSER", null),
            SettingsProblem = demo || commandLine.IsStore ? null : MissingSettings(database is not null),
            UnknownVariables = KnownVariables.DescribeUnknown(VariableNames),
            Token = FromEnvironment("ANNOTATOR_TOKEN") ?? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(24)),
            NoBrowser = commandLine.NoBrowser,
            IsDemo = demo,
        };
    }

    private string? FromEnvironment(string name) => _environment(name) is { Length: > 0 } text ? text : null;

    private string? Value(string name) => FromEnvironment(name) ?? _site.ValueOf(name);

    private string SourceOf(string name) => FromEnvironment(name) is null && _site.ValueOf(name) is not null ? _site.Path : Source;

    private string Folder(string name, string home, string fallback) => PathIn(name) ?? Path.GetFullPath(fallback, home);

    /// <summary>A package is no place for blocks and labels: why it cannot be used yet; null when it can.</summary>
    private string? MissingSettings(bool hasDatabase)
    {
        (string Name, string Use, string Default)[] needed =
        [
            ("ANNOTATOR_DATA_ROOT", "the folder with the blocks", "data/blocks"),
            ("ANNOTATOR_ANNOTATIONS_ROOT", "the folder on the share for all labels", "annotations"),
        ];
        List<string> missing =
        [
            .. needed.Take(hasDatabase ? 1 : 2).Where(setting => _home.IsPackage && Value(setting.Name) is null && !Directory.Exists(Path.Combine(_home.Folder, setting.Default)))
                .Select(setting => $"{setting.Name} ({setting.Use})"),
        ];
        return missing.Count == 0
            ? null
            : $"Not set: {string.Join(" and ", missing)}. Write a line NAME=folder for each into {_site.Path} "
                + "(annotator.env.example beside it shows how), or set environment variables, and start again. "
                + "The option --demo starts with generated data instead.";
    }

    /// <summary>Absolute. A path with a line end behind it, as scripts with Windows line ends set it, names another folder that looks the same.</summary>
    private string? PathIn(string name)
    {
        if (Value(name) is not { } given)
        {
            return null;
        }

        if (!given.Any(char.IsControl))
        {
            return Path.GetFullPath(given, FromEnvironment(name) is null ? _site.Folder : _workingFolder);
        }

        string shown = string.Concat(given.Select(c => char.IsControl(c) ? $"\\x{(int)c:X2}" : c.ToString()));
        if (!_faults.Exists(fault => fault.Key == name))
        {
            _faults.Add(new ConfigurationFault(SourceOf(name), name, shown, "a path without control characters, such as a carriage return at its end"));
        }

        return null;
    }

    private string? ExistingFile(string name, string? fallback)
    {
        if (PathIn(name) is not { } path)
        {
            return File.Exists(fallback) ? fallback : null;
        }

        if (File.Exists(path))
        {
            return path;
        }

        _faults.Add(new ConfigurationFault(SourceOf(name), name, $"no file at {path}", "an existing file"));
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
        _faults.Add(new ConfigurationFault(SourceOf(name), name, text, expected));
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
        _faults.Add(new ConfigurationFault(SourceOf(name), name, text, expected));
        return fallback;
    }
}
