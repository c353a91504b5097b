using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Database;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Roots;

/// <summary>All that a program needs to know of an annotations root. Paths are absolute.</summary>
public sealed record LabelShareSettings
{
    public required string AnnotationsRoot { get; init; }

    /// <summary>False where nobody has said that labels belong there.</summary>
    public bool MayCreateRoot { get; init; } = true;

    /// <summary>The configured data root: its blocks' labels have a null <see cref="LabelKey.Root"/>.</summary>
    public required string DataRoot { get; init; }

    public required LabelClasses Classes { get; init; }

    /// <summary>On a local disk: remembered roots and labels that could not reach the share.</summary>
    public required string StateFolder { get; init; }

    /// <summary>On a local disk: may be deleted at any time, costs only time.</summary>
    public required string CacheFolder { get; init; }

    /// <summary>On a local disk: what each person was shown of others' votes; null: in <see cref="StateFolder"/>.</summary>
    public string? ShownFolder { get; init; }

    public required string HostName { get; init; }

    /// <summary>Tells whether a process number says anything here; outlives a change of the host's name.</summary>
    public string MachineId { get; init; } = Storage.MachineId.Current;

    public required string OsAccount { get; init; }

    public required string ProgramVersion { get; init; }

    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(5);

    public ShareLimits Limits { get; init; } = new();

    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    public FileOperations Files { get; init; } = new();

    /// <summary>The store of decisions, of which the annotations root is only a copy to read; null: the root is the store.</summary>
    internal DecisionStore? Store { get; init; }

    /// <summary>Finds the data sets below a data root; blocking, for as long as its folders take.</summary>
    internal Func<string, DataSetIndex> FindDataSets { get; init; } = DataSetIndex.Find;
}
