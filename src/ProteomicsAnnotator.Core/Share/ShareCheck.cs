using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>Tests the share from this machine; leaves nothing behind, and makes no annotations root.</summary>
public static class ShareCheck
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan ReadLimit = TimeSpan.FromMinutes(10);

    /// <summary>Bounded in time; a check that cannot be made is an unsafe row, not an exception.</summary>
    public static async Task<IReadOnlyList<ShareCheckRow>> RunAsync(SharedRoot root, CancellationToken cancellationToken)
    {
        var checks = new ShareChecks(root);
        List<ShareCheckRow> rows = [];
        foreach ((string name, Func<ShareCheckRow> check) in checks.All)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                rows.Add(await root.RunAsync(check, name == ShareChecks.OfDamage ? ReadLimit : Limit));
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

/// <summary>One line of the table of <c>check</c>.</summary>
/// <param name="Check">What was tried.</param>
/// <param name="Result">What came out, short.</param>
/// <param name="IsSafe">False: labels are not safe here, exit code 1.</param>
/// <param name="Detail">Files concerned, the error, or "".</param>
public sealed record ShareCheckRow(string Check, string Result, bool IsSafe, string Detail);
