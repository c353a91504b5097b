using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Certainty;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Predictions;
using ProteomicsAnnotator.Core.Predictions.Figures;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Reviewing;

/// <summary>
/// Likely label errors, by error rates and by a stored model, computed once for a table and a model; and which models are stored.
/// </summary>
/// <param name="root">The share.</param>
/// <param name="classes">Of the campaign.</param>
public sealed class LabelErrorReading(SharedRoot root, LabelClasses classes)
{
    private (ReviewTable Table, PredictionSet? Set, SurprisingVotes Votes, ModelDoubts? Doubts)? _newest;

    /// <summary>NAME@VERSION that an admin has chosen; null: the version stored last.</summary>
    public string? Chosen { get; set; }

    /// <summary>As of the last look.</summary>
    public IReadOnlyList<PredictionSet> Models { get; private set; } = [];

    /// <summary>Why models have no part in it, in words; null: they have, or there are none.</summary>
    public string? Fault { get; private set; }

    /// <summary>By error rates, and the model where there is one; of the last look.</summary>
    public SurprisingVotes? Votes => _newest?.Votes;

    /// <summary>Where the model is sure and people say another class; null: there is no model.</summary>
    public ModelDoubts? Doubts => _newest?.Doubts;

    /// <summary>The model of the last look; null: there was none.</summary>
    public PredictionSet? Set => _newest?.Set;

    /// <summary>The blocks of one order that wait for a decision.</summary>
    /// <param name="order">By surprise, or by the model alone.</param>
    /// <param name="table">Votes and final labels.</param>
    /// <param name="rates">Of this table; null: nothing is labelled.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<IReadOnlyList<BlockId>> QueueAsync(AdjudicationOrder order, ReviewTable table, DawidSkene? rates, CancellationToken cancellationToken)
    {
        (PredictionSet? set, PredictionTable? predictions) = await Task.Run(() => ReadModel(table), cancellationToken).WaitAsync(cancellationToken);
        if (_newest is not { } known || !ReferenceEquals(known.Table, table) || known.Set?.Id != set?.Id)
        {
            known = await Task.Run(() => Compute(table, rates, set, predictions), cancellationToken);
            _newest = known;
        }

        return order == AdjudicationOrder.ModelDiffers
            ? [.. known.Doubts?.Waiting.Select(doubt => doubt.Block) ?? []]
            : [.. known.Votes.Waiting.Select(vote => vote.Block)];
    }

    /// <summary>The model beside people; null: there is none, or <see cref="Fault"/> says why it cannot be read.</summary>
    public Task<ModelFigures?> FiguresAsync(ReviewTable table, bool finalOnly) => Task.Run(() =>
    {
        (PredictionSet? set, PredictionTable? predictions) = ReadModel(table);
        return set is null || predictions is null ? null : ModelFigures.Of(set, predictions, table, finalOnly);
    });

    /// <summary>What has become of the listed blocks of an order, as of the last look.</summary>
    public string WordsOf(AdjudicationOrder order) => (order, Votes, Doubts) switch
    {
        (AdjudicationOrder.ModelDiffers, _, null) => Fault ?? "No predictions are stored: ./launch.sh predictions stores a model's.",
        (AdjudicationOrder.ModelDiffers, _, { } doubts) =>
            FormattableString.Invariant($"{Set!.Model} is at least {100 * ModelFigures.UsuallySure:0} % sure of another class than people's votes on {Counted.Of(doubts.All.Count, "block")}. Settled: {doubts.Settled}; the final label differs from the votes on {doubts.Changed}."),
        (_, { } votes, _) =>
            FormattableString.Invariant($"{Counted.Of(votes.All.Count, "block")} with a vote that is less likely than not{(Set is null ? "" : $", by the other votes and {Set.Model}")}. Settled: {votes.Settled}; the final label overrules the vote on {votes.Overruled} and changes the consensus on {votes.Changed}.{(votes.HitCap ? " The rates still moved when the computation was ended." : "")}{(Fault is null ? "" : " " + Fault)}"),
        _ => "",
    };

    private static (ReviewTable, PredictionSet?, SurprisingVotes, ModelDoubts?) Compute(ReviewTable table, DawidSkene? rates, PredictionSet? set, PredictionTable? predictions) => (
        table,
        set,
        SurprisingVotes.Of(table, rates, predictions is null ? null : (block, label) => predictions.Find(block)?.LikelihoodOf(label)),
        predictions is null ? null : ModelDoubts.Of(predictions, table, ModelFigures.UsuallySure));

    private (PredictionSet? Set, PredictionTable? Predictions) ReadModel(ReviewTable table)
    {
        try
        {
            (LabelClasses Classes, ClassChanges Changes) here = (classes, table.Input.Campaign.ClassChanges);
            StoredModelReading read = ModelReading.Read(root, here, stored => Chosen is { } chosen ? stored.Find(chosen) : stored.Sets is [.., { } last] ? last : null);
            string? unlike = read is { Set: { } set, Predictions: null } ? $"The predictions of models could not be read: {StoredClasses.Of(set, here.Classes, here.Changes).Fault}" : null;
            (Models, Fault) = (read.Stored.Sets, unlike ?? (read.Stored.Unusable.Count == 0 ? null : string.Join(" ", read.Stored.Unusable)));
            return read.Predictions is null ? default : (read.Set, read.Predictions);
        }
        catch (StorageException fault)
        {
            Fault = $"The predictions of models could not be read: {fault.Message}";
            return default;
        }
    }
}
