using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Predictions.Figures;
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
        if (name is null)
        {
            return default;
        }

        return await Task.Run<(ModelFigures?, string?)>(
            () =>
            {
                var files = PredictionFiles.Of(root);
                StoredPredictions stored = files.Read();
                return stored.Find(name) is { } set
                    ? StoredClasses.Of(set, here.Classes, here.Changes).Fault is { } unlike ? (null, unlike)
                        : (ModelFigures.Of(set, files.ReadTable(set, here.Classes, here.Changes), table, finalOnly), null)
                    : (null, $"there is no model {name}; {(stored.Sets.Count == 0 ? "no predictions are stored" : $"there {(stored.Sets.Count == 1 ? "is" : "are")} {string.Join(", ", stored.Sets.Select(set => set.Model))}")}");
            },
            cancellationToken);
    }
}
