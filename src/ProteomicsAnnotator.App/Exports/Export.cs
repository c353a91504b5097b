using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Export;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>One export: all its files come from one reading of the share.</summary>
/// <param name="Options">The settings of this run.</param>
/// <param name="Table">Everyone's labels, without the votes of those who are excluded.</param>
/// <param name="Context">What each file says about itself.</param>
/// <param name="Inputs">The files that were read; empty unless asked for.</param>
/// <param name="Faults">What could not be read: the files lack it.</param>
public sealed record Export(
    AnnotatorOptions Options, ReviewTable Table, ExportContext Context, IReadOnlyList<FileDigest> Inputs, IReadOnlyList<string> Faults)
{
    /// <summary>For a JSON file whose history is a separate file.</summary>
    public Export WithoutHistory => this with { Context = Context with { History = null } };

    public Task<ExportedFile> FileAsync(string name, ExportFormat format, CancellationToken cancellationToken) =>
        ExportFile.NamedAsync(name, format, Table, Context, cancellationToken);

    public IReadOnlyList<ExportedFile> Figures(CancellationToken cancellationToken) =>
        FigureFiles.AllOf(Table, Context.ClassNames, cancellationToken);

    /// <summary>Everything the content depends on.</summary>
    /// <param name="outputs">The files of this export.</param>
    /// <param name="settings">Settings beside those of every export.</param>
    public ExportManifest ManifestOf(IReadOnlyList<FileDigest> outputs, params IEnumerable<KeyValuePair<string, string>> settings) =>
        new(Context, Inputs, outputs)
        {
            Settings =
            [
                KeyValuePair.Create("data_root", Options.DataRoot),
                KeyValuePair.Create("annotations_root", Options.AnnotationsRoot),
                KeyValuePair.Create("classes", string.Join(", ", Options.Classes.Names)),
                KeyValuePair.Create("excluded", string.Join(", ", Table.ExcludedNames)),
                .. settings,
            ],
            Excluded = Table.ExcludedNames,
            Configuration = Options.Configuration,
            Blocks = ExportManifest.DigestOf(Table.Blocks),
            OutsideLabels = OutsideLabel.AllOf(Table, Options.Classes.Count),
            ChangedLabels = Table.Input.Changed.Value,
            VanishedLabels = Table.Vanished.Count,
            Faults = Faults,
        };
}
