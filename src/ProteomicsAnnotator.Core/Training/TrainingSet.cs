using System.Collections.Frozen;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Agreement.Clustering;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Training;

/// <summary>Blocks whose label is settled enough to train on, each in one part, and the others with the reason.</summary>
/// <param name="Rows">In the order of their blocks.</param>
/// <param name="LeftOut">Blocks that are not in it, with the reason.</param>
/// <param name="Labels">Of the distributions: the classes, and every other label in use, ascending.</param>
public sealed record TrainingSet(IReadOnlyList<TrainingRow> Rows, IReadOnlyList<LeftOutBlock> LeftOut, IReadOnlyList<int> Labels)
{
    /// <summary>Why there is none, in words; null: there is one.</summary>
    public string? Refusal { get; private init; }

    /// <param name="table">Everyone's labels.</param>
    /// <param name="classes">How many classes there are.</param>
    /// <param name="request">How it is divided.</param>
    /// <param name="ct">Ends the fitting of the model.</param>
    public static TrainingSet Of(ReviewTable table, int classes, TrainingRequest request, CancellationToken ct)
    {
        var model = DawidSkene.Of(table, ct);
        List<ReviewRow> taken = [];
        List<LeftOutBlock> leftOut = [];
        foreach (ReviewRow row in table.Rows)
        {
            if (WhyNot(row, request.Table) is { } why)
            {
                leftOut.Add(new LeftOutBlock(row.Block, why, IsFault: false));
                continue;
            }

            taken.Add(row);
        }

        IReadOnlyDictionary<BlockId, BlockId> neighbours = request.ClusterLevel is null ? PointClusters.Of([.. taken.Select(row => row.Block)], table.Input.Points, withBoxes: true) : FrozenDictionary<BlockId, BlockId>.Empty;
        (ReviewRow Row, string Cluster)[] usable = [.. taken.Select(row => (row, request.ClusterLevel is { } level ? BlockClusters.FolderOf(row.Block.Value, level) : neighbours[row.Block].Value))];

        int[] labels = [.. Enumerable.Range(1, classes).Union(table.Labels).Union(usable.Select(item => item.Row.ResolvedLabel!.Value)).Order()];
        Dictionary<string, int> sizes = usable.CountBy(item => item.Cluster, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        if (usable.Length == 0 || ClusterSplit.WhyNot(sizes.Count, request.Parts) is not null)
        {
            return new TrainingSet([], leftOut, labels)
            {
                Refusal = usable.Length == 0 ? "no block has a label that a model could be trained on" : ClusterSplit.WhyNot(sizes.Count, request.Parts),
            };
        }

        IReadOnlyDictionary<string, int> parts = ClusterSplit.Of(sizes, request.Parts, request.Seed);
        return new TrainingSet([.. usable.Select(item => RowOf(item.Row, (item.Cluster, parts[item.Cluster]), labels, model))], leftOut, labels);
    }

    private static string? WhyNot(ReviewRow row, PipelineTable? table) =>
        row.ResolvedLabel is null ? "it has no label"
        : row.FinalLabel is null && row.Consensus.IsTie ? "its votes tie and it has no final label"
        : table is not null && table.RowOf(row.Block) is null ? "the table has no row of it"
        : null;

    private static TrainingRow RowOf(ReviewRow row, (string Cluster, int Part) place, int[] labels, DawidSkene? model)
    {
        double?[] posterior = new double?[labels.Length];
        if (model?.LabelOf(row.Index) is not null)
        {
            ReadOnlySpan<double> known = model.Posterior(row.Index);
            for (int i = 0; i < labels.Length; i++)
            {
                int position = IndexOf(model.Labels, labels[i]);
                posterior[i] = position < 0 ? 0 : known[position];
            }
        }

        return new TrainingRow(row.Block, place.Cluster, place.Part, row.ResolvedLabel!.Value)
        {
            FinalLabel = row.FinalLabel?.Label,
            Votes = [.. labels.Select(row.CountOf)],
            Posteriors = posterior,
            Posterior = posterior[Array.IndexOf(labels, row.ResolvedLabel.Value)],
        };
    }

    private static int IndexOf(IReadOnlyList<int> labels, int label)
    {
        int position = labels.Count - 1;
        while (position >= 0 && labels[position] != label)
        {
            position--;
        }

        return position;
    }
}

/// <param name="Block">The block.</param>
/// <param name="Cluster">What it belongs to.</param>
/// <param name="Part">From 0: see <see cref="SplitParts.Names"/>.</param>
/// <param name="Label">Its resolved label.</param>
public sealed record TrainingRow(BlockId Block, string Cluster, int Part, int Label)
{
    public int? FinalLabel { get; init; }

    /// <summary>Probability of <see cref="Label"/> by Dawid-Skene; null: the block has no blind vote.</summary>
    public double? Posterior { get; init; }

    /// <summary>Counted votes by <see cref="TrainingSet.Labels"/>.</summary>
    public IReadOnlyList<int> Votes { get; init; } = [];

    /// <summary>Probabilities by <see cref="TrainingSet.Labels"/>.</summary>
    public IReadOnlyList<double?> Posteriors { get; init; } = [];

    public int VoteCount => Votes.Sum();
}

/// <param name="Block">A block that is not in the set.</param>
/// <param name="Why">In words.</param>
/// <param name="IsFault">Something could not be read, or does not fit: somebody should look.</param>
public sealed record LeftOutBlock(BlockId Block, string Why, bool IsFault);

/// <summary>What a training set is asked to be.</summary>
/// <param name="Parts">How large the parts are.</param>
/// <param name="ClusterLevel">Folders of an id that tell clusters apart, 0: the one the block lies in; null: each block is its own, but points of a volume that are near, or whose boxes share voxels, are one.</param>
/// <param name="Seed">Of the division.</param>
public sealed record TrainingRequest(SplitParts Parts, int? ClusterLevel, int Seed)
{
    /// <summary>What the blocks were made from; null: nothing was given.</summary>
    public PipelineTable? Table { get; init; }

    /// <summary>The point of a block that is a box of a volume, where it is cut; null: it is none.</summary>
    public Func<BlockId, BlockPoint?> Points { get; init; } = _ => null;

    /// <summary>Where the block stands: a point in voxels of the finest level, another block as the table says; null: nothing says it.</summary>
    public FocusPoint? PositionOf(BlockId block) => Points(block)?.Position ?? Table?.PositionOf(block);

    /// <summary>The voxel there; null: nothing says it, or it is none.</summary>
    public CubePosition? VoxelOf(BlockId block) => Points(block) is { } point ? CellfinderFiles.VoxelOf(new FocusPoint(point.Voxel.Z, point.Voxel.Y, point.Voxel.X))
        : Table?.PositionOf(block) is { } at ? CellfinderFiles.VoxelOf(at)
        : null;

    /// <summary>Labels that are accepted; all others are rejected.</summary>
    public IReadOnlySet<int> Accepted { get; init; } = new HashSet<int>();
}
