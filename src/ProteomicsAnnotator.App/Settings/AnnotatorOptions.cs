using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Transfer;

namespace ProteomicsAnnotator.App.Settings;

/// <summary>The settings of one run, complete and checked. Paths are absolute.</summary>
public sealed record AnnotatorOptions
{
    /// <summary>Folder of <c>launch.sh</c>: defaults are relative to it.</summary>
    public required string Home { get; init; }

    public required string DataRoot { get; init; }

    public required string AnnotationsRoot { get; init; }

    /// <summary>The store of decisions, in place of the annotations root; null: that is the store.</summary>
    public DatabaseAddress? Database { get; init; }

    /// <summary>The database whose content is in the annotations root while a verb works; null: it is the store itself.</summary>
    public DatabaseAddress? CopiedFrom { get; init; }

    /// <summary>The database as a folder, which then is <see cref="AnnotationsRoot"/>; null: a server has none open.</summary>
    public StoreMirror? Mirror { get; init; }

    /// <summary>What people know the store of labels by.</summary>
    public string StoreName => Mirror is null ? AnnotationsRoot : Database!.Name;

    public required LocalFolders Folders { get; init; }

    public Roles Roles { get; init; } = Roles.None;

    /// <summary>Where <see cref="Roles"/> are read from, whether the file is there or not.</summary>
    public string RolesFile { get; init; } = "";

    public LabelClasses Classes { get; init; } = LabelClasses.Default;

    /// <summary>classes.json and roles.json as they were read, as far as they exist.</summary>
    public IReadOnlyList<FileDigest> Configuration { get; init; } = [];

    public TimeSpan AutoplayInterval { get; init; } = TimeSpan.FromSeconds(2);

    public int MaxCachedBlocks { get; init; } = 3;

    public int MaxBlockMebibytes { get; init; } = 1024;

    public long MaxBlockBytes => MaxBlockMebibytes * 1024L * 1024L;

    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the share may take; no option sets it.</summary>
    public ShareLimits ShareLimits { get; init; } = new();

    /// <summary>Null takes any free port.</summary>
    public int? Port { get; init; }

    /// <summary>The access token; random per start unless ANNOTATOR_TOKEN names one.</summary>
    public required string Token { get; init; }

    public bool NoBrowser { get; init; }

    /// <summary>The program to open the window with; null looks for one.</summary>
    public string? Browser { get; init; }

    /// <summary>Why nobody can sign in yet: a package whose folders were not set. Null: all is there.</summary>
    public string? SettingsProblem { get; init; }

    /// <summary>Variables that are like a setting's and are none, a sentence each.</summary>
    public IReadOnlyList<string> UnknownVariables { get; init; } = [];

    public bool IsDemo { get; init; }

    /// <summary>The program is a server for several people; null: it is one person's, with a window.</summary>
    public ServeSettings? Serve { get; init; }
}
