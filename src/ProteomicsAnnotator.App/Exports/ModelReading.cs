using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Predictions.Figures;
using ProteomicsAnnotator.Core.Reporting.Models;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Exports;

/// <summary>A stored model beside people, for commands, HTTP and the Review alike.</summary>
internal static class ModelReading
{
    /// <summary>Its figures, or in words why there are none; neither where no model is named.</summary>
    /// <param name="root">The share.</param>
    /// <param name="name">NAME, then the version stored last, or NAME@VERSION.</param>
    /// <param name="here">The campaign's classes now, and which were renamed or split.</param>
    /// <param name="table">What people say.</param>
    /// <param name="finalOnly">Compared with final labels alone.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageException">The predictions cannot be read.</exception>
    public static async Task<(ModelFigures? Figures, string? Fault)> OfAsync(
        SharedRoot root, string? name, (LabelClasses Classes, ClassChanges Changes) here, ReviewTable table, bool finalOnly, CancellationToken cancellationToken)
    {
        (ReportedModel? model, string? fault) = await ReadAsync(root, name, here, table, finalOnly, cancellationToken);
        return (model?.Figures, fault);
    }

    /// <summary>The same with its predictions.</summary>
    /// <param name="root">As of the other one.</param>
    /// <param name="name">As of the other one.</param>
    /// <param name="here">As of the other one.</param>
    /// <param name="table">As of the other one.</param>
    /// <param name="finalOnly">As of the other one.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="StorageException">The predictions cannot be read.</exception>
    public static async Task<(ReportedModel? Model, string? Fault)> ReadAsync(
        SharedRoot root, string? name, (LabelClasses Classes, ClassChanges Changes) here, ReviewTable table, bool finalOnly, CancellationToken cancellationToken)
    {
        if (name is null)
        {
            return default;
        }

        return await Task.Run<(ReportedModel?, string?)>(
            () => Read(root, here, stored => stored.Find(name)) switch
            {
                { Predictions: { } predictions, Set: { } set } => (new ReportedModel(ModelFigures.Of(set, predictions, table, finalOnly), predictions), null),
                { Set: { } set } => (null, StoredClasses.Of(set, here.Classes, here.Changes).Fault),
                { Stored.Sets: { Count: 0 } } => (null, $"there is no model {name}; no predictions are stored"),
                { Stored.Sets: var sets } => (null, $"there is no model {name}; there {(sets.Count == 1 ? "is" : "are")} {string.Join(", ", sets.Select(set => set.Model))}"),
            },
            cancellationToken);
    }

    /// <summary>What is stored, and of these the chosen one with its predictions. Blocking.</summary>
    /// <param name="root">The share.</param>
    /// <param name="here">The campaign's classes now, and which were renamed or split.</param>
    /// <param name="choose">Null: none.</param>
    /// <returns>Without predictions where none is chosen, or where its classes are none of the campaign's.</returns>
    /// <exception cref="StorageException">They cannot be read.</exception>
    public static StoredModelReading Read(SharedRoot root, (LabelClasses Classes, ClassChanges Changes) here, Func<StoredPredictions, PredictionSet?> choose)
    {
        var files = PredictionFiles.Of(root);
        StoredPredictions stored = files.Read();
        PredictionSet? set = choose(stored);
        bool isUsable = set is not null && StoredClasses.Of(set, here.Classes, here.Changes).Fault is null;
        return new StoredModelReading(stored, set, isUsable ? files.ReadTable(set!, here.Classes, here.Changes) : null);
    }
}

/// <param name="Stored">All that is there.</param>
/// <param name="Set">The chosen one; null: none.</param>
/// <param name="Predictions">Of it; null: there are none, or they are of other classes.</param>
internal sealed record StoredModelReading(StoredPredictions Stored, PredictionSet? Set, PredictionTable? Predictions);
