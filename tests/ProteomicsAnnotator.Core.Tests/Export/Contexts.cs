using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Tests.Agreement;

namespace ProteomicsAnnotator.Core.Tests.Export;

internal static class Contexts
{
    public static ExportContext Small { get; } = new("1.2.3", Reviews.Noon.AddHours(5), ["A", "B", "C"])
    {
        History =
        [
            new HistoryRow("j:2", "label", "alice", Reviews.Noon.AddMinutes(1), "block_0001", null, null, 1) { IsImported = true },
            new HistoryRow("j:1", "label", "alice", Reviews.Noon, "block_0001", "/data/b", 1, null) { Host = "ws-1", Undoes = "j:0" },
        ],
    };
}
