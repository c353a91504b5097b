using System.Collections.Frozen;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Quality;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Planning;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>One export: all its files come from one reading of the share.</summary>
/// <param name="Options">The settings of this run.</param>
/// <param name="Table">Everyone's labels, without the votes of those who are excluded.</param>
/// <param name="Context">What each file says about itself.</param>
/// <param name="Inputs">The files that were read; empty unless asked for.</param>
/// <param name="Faults">What could not be read: the files lack it. What the plans do not tell is among it once figures have asked for it.</param>
public sealed record Export(
    AnnotatorOptions Options, ReviewTable Table, ExportContext Context, IReadOnlyList<FileDigest> Inputs, IReadOnlyList<string> Faults)
{
    public IReadOnlyList<string> Faults
    {
        get => Table.Input.Sample is { IsValueCreated: true, Value.Faults: { Count: > 0 } more } ? [.. field.Union(more, StringComparer.Ordinal)] : field;
        init;
    } = Faults;

    /// <summary>What became of blocks with a known answer.</summary>
    public GoldChoice Gold { get; init; }

    /// <summary>Those that the manifest lists.</summary>
    public IReadOnlyDictionary<BlockId, GoldAnswer> KnownAnswers { get; init; } = FrozenDictionary<BlockId, GoldAnswer>.Empty;

    /// <summary>For a JSON file whose history is a separate file.</summary>
    public Export WithoutHistory => this with { Context = Context with { History = null } };

    /// <summary>Those of every export.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Settings =>
    [
        KeyValuePair.Create("data_root", Options.DataRoot),
        KeyValuePair.Create("annotations_root", Options.StoreName),
        KeyValuePair.Create("classes", string.Join(", ", Options.Classes.Names)),
        KeyValuePair.Create("excluded", string.Join(", ", Table.ExcludedNames)),
        KeyValuePair.Create("tie_rule", TieRules.Text(Table.Input.Campaign.Ties)),
        KeyValuePair.Create("known_answers", GoldChoiceText.Of(Gold)),
        KeyValuePair.Create("not_blind", NotBlindChoice.Of(Table)),
        .. Table.Input.Map.IsNone ? Array.Empty<KeyValuePair<string, string>>() : [KeyValuePair.Create("class_map", Table.Input.Map.Text)],
    ];

    /// <summary>Blocks of which the tables tell somebody another person's vote, a former one too, or the final label.</summary>
    /// <param name="username">Who reads them.</param>
    public IEnumerable<BlockId> ShownTo(string username) => Table.ShownTo(username).Concat((Context.History ?? [])
        .Where(row => row is { Root: null, Label: not null } && (row.Kind == "final_label" || IsAnother(row.Username, username)))
        .Select(row => BlockId.TryParse(row.BlockId, out BlockId block) ? block : (BlockId?)null)
        .OfType<BlockId>());

    /// <summary>The same of the statistics, which name blocks on which two adjudicators differ, with their labels.</summary>
    public IEnumerable<BlockId> ShownInStatistics => AdjudicatorAgreement.Of(Table).Different.Select(second => second.Key.Block);

    /// <summary>The same of the manifest, which names labels that are no class, and those of changed files.</summary>
    /// <param name="username">Who reads it.</param>
    public IEnumerable<BlockId> NamedInManifest(string username) => OutsideLabel.AllOf(Table, Options.Classes.Count)
        .Where(label => label.Username is not { } other || IsAnother(other, username))
        .Select(label => label.Block);

    public Task<ExportedFile> FileAsync(string name, ExportFormat format, CancellationToken cancellationToken) =>
        ExportFile.NamedAsync(name, format, Table, Context, cancellationToken);

    public IReadOnlyList<ExportedFile> Figures(CancellationToken cancellationToken) =>
        FigureFiles.AllOf(Table, Context.ClassNames, cancellationToken);

    private bool IsAnother(string username, string than) => Table.Input.People.PersonOf(username) != Table.Input.People.PersonOf(than);

    /// <summary>Everything the content depends on.</summary>
    /// <param name="outputs">The files of this export.</param>
    /// <param name="settings">Settings beside those of every export.</param>
    public ExportManifest ManifestOf(IReadOnlyList<FileDigest> outputs, params IEnumerable<KeyValuePair<string, string>> settings) =>
        new(Context, Inputs, outputs)
        {
            Settings = [.. Settings, .. settings],
            Excluded = Table.ExcludedNames,
            People = Table.Input.People,
            ClassChanges = Table.Input.Campaign.ClassChanges.All,
            KnownAnswers = [.. KnownAnswers.OrderBy(answer => answer.Key).Select(answer => (answer.Key, answer.Value.Label))],
            Calibration = Table.Input.Calibration,
            Configuration = Options.Configuration,
            Blocks = ExportManifest.DigestOf(Table.Blocks),
            OutsideLabels = OutsideLabel.AllOf(Table, Options.Classes.Count),
            ChangedLabels = Table.Input.Changed.Value,
            VanishedLabels = Table.Vanished.Count,
            NotBlindVotes = Table.NotBlindVotes,
            Faults = Faults,
        };
}
