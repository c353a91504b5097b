namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>The real clock, set forward or back by hand; timers run in real time.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    public TimeSpan Shift { get; set; }

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + Shift;

    /// <summary>No time is measured to pass but what is shifted.</summary>
    public bool StandsStill { get; init; }

    public override long GetTimestamp() => (StandsStill ? TimestampFrequency : base.GetTimestamp()) + (long)(Shift.TotalSeconds * TimestampFrequency);
}
