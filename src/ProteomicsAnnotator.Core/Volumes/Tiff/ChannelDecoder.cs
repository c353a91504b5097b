using System.Runtime.ExceptionServices;

namespace ProteomicsAnnotator.Core.Volumes.Tiff;

/// <summary>
/// Fills a volume's memory from a file on all cores: beside it, each worker holds one piece of stored bytes and at
/// most one decoded segment.
/// </summary>
internal sealed class ChannelDecoder
{
    private readonly TiffInput _input;
    private readonly ChannelLayout _layout;
    private readonly DecodingPlan _plan;
    private readonly RoundingWatch? _watch;

    public ChannelDecoder(TiffInput input, ChannelLayout layout, int firstZ, int depth)
    {
        _input = input;
        _layout = layout;
        _plan = new DecodingPlan(layout, firstZ, depth);
        _watch = RoundingWatch.Of(layout.Sample);
    }

    /// <summary>What decoding found out about the numbers, for the annotator; null when all is well.</summary>
    public string? Notice => _watch?.Notice;

    /// <summary>Every byte of the destination is written, or an exception says why not.</summary>
    public void Decode(byte[] destination, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        int jobs = _plan.Raw.Count + _plan.Coded.Count;
        if (jobs == 1)
        {
            using var alone = new DecodingWorker(_input, _layout, _plan, destination) { Watch = _watch };
            Run(alone, 0, cancellationToken);
            return;
        }

        var options = new ParallelOptions
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = Environment.ProcessorCount,
        };
        try
        {
            Parallel.For(
                0,
                jobs,
                options,
                () => new DecodingWorker(_input, _layout, _plan, destination) { Watch = _watch },
                (job, _, worker) => Run(worker, job, cancellationToken),
                worker => worker.Dispose());
        }
        catch (AggregateException e)
        {
            Exception first = e.InnerExceptions.FirstOrDefault(inner => inner is not OperationCanceledException)
                ?? e.InnerExceptions[0];
            ExceptionDispatchInfo.Throw(first);
        }
    }

    private DecodingWorker Run(DecodingWorker worker, int job, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (job < _plan.Raw.Count)
        {
            worker.Read(_plan.Raw[job]);
        }
        else
        {
            worker.Decode(_plan.Coded[job - _plan.Raw.Count], cancellationToken);
        }

        return worker;
    }
}
