using System.Text.Json.Nodes;
using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Agreement;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Demo;
using ProteomicsAnnotator.Core.Journals.Positions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Snapshots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Commands.Points;

/// <summary><c>points</c>: labels of points that stand elsewhere now, and what admins say of them.</summary>
public static class PointsCommand
{
    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var asked = PointsArguments.Parse(arguments);
        if (asked.Fault is { } found)
        {
            return await RefuseAsync($"found {found}; expected {PointsArguments.Usage}", ExitCode.BadConfiguration);
        }

        options = options.IsDemo ? options with { DataRoot = DemoData.VolumeRootBeside(options.DataRoot) } : options;
        var root = new SharedRoot(ShareSettings.Of(options));
        try
        {
            CatalogSnapshot catalog = await ReviewReading.ScanAsync(options, cancellationToken);
            ShareSnapshot share = await ShareSnapshot.ReadAsync(root, cancellationToken);
            if (share.Votes.Unreadable is [{ } unread, ..])
            {
                throw unread;
            }

            _ = ReviewReading.TableOf(options, root, catalog, share);
            IReadOnlyList<ChangedLabel> moved = ChangedFiles.Moved(catalog.Blocks, share);
            AcceptedPoints accepted = share.Votes.Campaign.AcceptedPoints;
            return asked.Accept is { } accept ? await AcceptAsync((root, asked), catalog, [.. moved.Where(label => PlanDesk.Matches(label.Block, accept))])
                : asked.Undo is { } undo ? await UndoAsync((root, asked), [.. accepted.All.Where(point => PlanDesk.Matches(point.Block, undo))])
                : await TellAsync(moved, accepted);
        }
        catch (StorageException error)
        {
            return await RefuseAsync(error.InnerException is TimeoutException ? $"{error.Message}. It is not known whether it is stored." : error.Message, ExitCode.Trouble);
        }
    }

    private static async Task<int> AcceptAsync((SharedRoot Root, PointsArguments Asked) at, CatalogSnapshot catalog, IReadOnlyList<ChangedLabel> moved)
    {
        if (moved.Count == 0)
        {
            return await RefuseAsync($"no point that matches {at.Asked.Accept} has a label of another place; nothing was stored", ExitCode.Trouble);
        }

        await SayAsync(moved);
        Dictionary<string, JsonNode?> set = moved.Select(label => label.Block).Distinct().ToDictionary(AcceptedPoints.KeyOf, block => (JsonNode?)AcceptedPoints.ValueOf(PositionIn(catalog, block)), StringComparer.Ordinal);
        return await StoreAsync(at, set, $"{Counted.Of(moved.Count, "label", "counts", "count")} again, of {Counted.Of(set.Count, "point")}");
    }

    private static async Task<int> UndoAsync((SharedRoot Root, PointsArguments Asked) at, IReadOnlyList<AcceptedPoint> points)
    {
        if (points.Count == 0)
        {
            return await RefuseAsync($"no point that matches {at.Asked.Undo} was accepted; nothing was stored", ExitCode.Trouble);
        }

        return await StoreAsync(at, points.ToDictionary(point => AcceptedPoints.KeyOf(point.Block), _ => (JsonNode?)null, StringComparer.Ordinal), $"{Counted.Of(points.Count, "point")}: what was said is taken back");
    }

    private static async Task<int> StoreAsync((SharedRoot Root, PointsArguments Asked) at, Dictionary<string, JsonNode?> set, string effect)
    {
        if (at.Asked.DryRun)
        {
            await Console.Out.WriteLineAsync($"{effect}. Nothing was stored (--dry-run).");
            return ExitCode.Ok;
        }

        _ = await CampaignDecisions.Of(at.Root).DecideAsync(set, at.Asked.As ?? Environment.UserName);
        await Console.Out.WriteLineAsync($"{effect}.");
        return ExitCode.Ok;
    }

    private static async Task<int> TellAsync(IReadOnlyList<ChangedLabel> moved, AcceptedPoints accepted)
    {
        await SayAsync(moved);
        foreach (AcceptedPoint point in accepted.All)
        {
            await Console.Out.WriteLineAsync($"{point.Block}: labels given before are right {point.Position}, by {point.By}");
        }

        if (moved.Count == 0)
        {
            await Console.Out.WriteLineAsync("No label is of another place.");
        }

        return ExitCode.Ok;
    }

    private static async Task SayAsync(IReadOnlyList<ChangedLabel> moved)
    {
        foreach (ChangedLabel label in moved.OrderBy(label => label.Block).ThenBy(label => label.Username, StringComparer.Ordinal))
        {
            await Console.Out.WriteLineAsync(label.ToString());
        }
    }

    private static PointPosition PositionIn(CatalogSnapshot catalog, BlockId block) =>
        catalog.TryGet(block, out Block? found) && found.Point is { } point ? PointPosition.Of(point) : throw new StorageException(block.Value, "it is no point any more");

    private static async Task<int> RefuseAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"points: {message}");
        return code;
    }
}
