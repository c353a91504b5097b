using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>Tests the share from this machine; leaves nothing behind (a first visit makes the root's marker).</summary>
public static class ShareCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    /// <summary>Bounded in time; a check that cannot be made is an unsafe row, not an exception.</summary>
    public static async Task<IReadOnlyList<ShareCheckRow>> RunAsync(LabelShareSettings settings, CancellationToken cancellationToken)
    {
        var root = new SharedRoot(settings);
        var checks = new ShareChecks(settings, root);
        List<ShareCheckRow> rows = [];
        foreach ((string name, Func<ShareCheckRow> check) in checks.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                rows.Add(await root.RunAsync(check, Limit));
            }
            catch (StorageException error)
            {
                rows.Add(new ShareCheckRow(name, "failed", IsSafe: false, error.Message));
            }

            if (rows is [{ IsSafe: false }])
            {
                break;
            }
        }

        return rows;
    }
}
