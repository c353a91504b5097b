using System.Diagnostics.Metrics;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>What a server measures of itself, with names and units as OpenTelemetry has them. Where nobody listens nothing is measured.</summary>
public static class ProgramMeter
{
    public const string Name = "ProteomicsAnnotator";

    private static readonly Meter Instruments = new(Name);

    private static readonly Histogram<double> Decisions = Instruments.CreateHistogram(
        "annotator.decision.duration",
        "s",
        "From a person's decision to the answer that it is stored, or why not.",
        advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10] });

    private static readonly Counter<long> Sent = Instruments.CreateCounter<long>("annotator.voxels.sent", "By", "Bytes of volumes and slices that were sent.");

    private static readonly Counter<long> Loads = Instruments.CreateCounter<long>("annotator.volume.loads", "{channel}", "Channels that pages asked for, by whether they were decoded already.");

    /// <summary>One request, of one decision or many.</summary>
    /// <param name="seconds">Until its answer.</param>
    /// <param name="outcome">Share, ThisMachine, Refused or Unknown; of a server on a database the share is the database.</param>
    public static void AddDecision(double seconds, string outcome) => Decisions.Record(seconds, KeyValuePair.Create<string, object?>("outcome", outcome));

    public static void AddSent(long bytes) => Sent.Add(bytes);

    public static void AddLoad(bool isDecoded) => Loads.Add(1, KeyValuePair.Create<string, object?>("cache", isDecoded ? "hit" : "miss"));

    /// <summary>A number that is looked at when it is sent.</summary>
    /// <param name="name">Of the instrument.</param>
    /// <param name="unit">Of it.</param>
    /// <param name="description">In words.</param>
    /// <param name="read">Quick, and from any thread.</param>
    public static void Watch(string name, string unit, string description, Func<int> read) => _ = Instruments.CreateObservableGauge(name, read, unit, description);
}
