using ProteomicsAnnotator.Core.Agreement.Classes;
using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.Core.Predictions;

/// <summary>What a model says of blocks: for each a class, a probability of each class, or parts of both. Sorted by block, each once.</summary>
public sealed class PredictionTable
{
    private readonly BlockId[] _blocks;
    private readonly byte[] _labels;
    private readonly double[] _probabilities;

    /// <param name="blocks">Any order; each once.</param>
    /// <param name="labels">Numbers of classes; 0: the model says none.</param>
    /// <param name="probabilities">Row by row, one for each class; NaN: the model does not say it.</param>
    /// <param name="classCount">Classes of the campaign.</param>
    internal PredictionTable(BlockId[] blocks, byte[] labels, double[] probabilities, int classCount)
    {
        int[] order = [.. Enumerable.Range(0, blocks.Length)];
        BlockId[] sorted = [.. blocks];
        Array.Sort(sorted, order);
        ClassCount = classCount;
        _blocks = sorted;
        _labels = new byte[blocks.Length];
        _probabilities = new double[probabilities.Length];
        for (int i = 0; i < order.Length; i++)
        {
            _labels[i] = labels[order[i]];
            probabilities.AsSpan(order[i] * classCount, classCount).CopyTo(_probabilities.AsSpan(i * classCount, classCount));
        }
    }

    public int ClassCount { get; }

    public IReadOnlyList<BlockId> Blocks => _blocks;

    /// <summary>Blocks of which the model says a probability.</summary>
    public int ScoredCount => Enumerable.Range(0, _blocks.Length).Count(HasScore);

    /// <summary>Of a block; null: the model says nothing of it.</summary>
    public Prediction? Find(BlockId block) => Array.BinarySearch(_blocks, block) is >= 0 and int index ? At(index) : null;

    public Prediction At(int index) => new(_labels[index] == 0 ? null : _labels[index], new ReadOnlyMemory<double>(_probabilities, index * ClassCount, ClassCount));

    private bool HasScore(int index) => At(index).HasScore;
}

/// <summary>What a model says of a block.</summary>
/// <param name="Label">Its class; null: it says none.</param>
/// <param name="Probabilities">Of class 1, 2, ...; NaN: it does not say it.</param>
public readonly record struct Prediction(int? Label, ReadOnlyMemory<double> Probabilities)
{
    public bool HasScore
    {
        get
        {
            foreach (double value in Probabilities.Span)
            {
                if (!double.IsNaN(value))
                {
                    return true;
                }
            }

            return false;
        }
    }

    /// <summary>Null: the model does not say it, or there is no such class.</summary>
    public double? ProbabilityOf(int label) =>
        label >= 1 && label <= Probabilities.Length && Probabilities.Span[label - 1] is var value && !double.IsNaN(value) ? value : null;

    /// <summary>The same with probabilities of mapped classes added to those they are mapped to; not said where one of them is not. A mapped class has none of its own: 0.</summary>
    public Prediction Mapped(ClassMap map)
    {
        if (map.IsNone || !HasScore)
        {
            return this with { Label = Label is { } said ? map.Of(said) : null };
        }

        double[] mapped = new double[Probabilities.Length];
        for (int k = 0; k < mapped.Length; k++)
        {
            mapped[map.Of(k + 1) - 1] += Probabilities.Span[k];
        }

        return new Prediction(Label is { } label ? map.Of(label) : null, mapped);
    }

    /// <summary>Of a class that the model says nothing of: an even part of what is left by those it does. Null: it says no probability at all.</summary>
    public double? LikelihoodOf(int label)
    {
        if (!HasScore || label < 1 || label > Probabilities.Length)
        {
            return null;
        }

        (double said, int silent) = (0, 0);
        foreach (double value in Probabilities.Span)
        {
            said += double.IsNaN(value) ? 0 : value;
            silent += double.IsNaN(value) ? 1 : 0;
        }

        return ProbabilityOf(label) ?? Math.Max(0, 1 - said) / silent;
    }
}
