using ProteomicsAnnotator.App.Exports;
using ProteomicsAnnotator.App.Settings;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Cutting;
using ProteomicsAnnotator.Core.Demo;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Points;
using ProteomicsAnnotator.Core.Storage;
using ProteomicsAnnotator.Core.Volumes;

namespace ProteomicsAnnotator.App.Commands.Cutting;

/// <summary><c>cut</c>: the boxes around the points of a large volume as folders of TIFF files.</summary>
public static class CutCommand
{
    private const int MostNamed = 20;

    public static async Task<int> RunAsync(AnnotatorOptions options, IReadOnlyList<string> arguments, CancellationToken cancellationToken)
    {
        var asked = CutArguments.Parse(arguments);
        options = options.IsDemo ? options with { DataRoot = DemoData.VolumeRootBeside(options.DataRoot) } : options;
        if (asked.Fault is { } found)
        {
            return await RefuseAsync($"found {found}; expected {CutArguments.Usage}", ExitCode.BadConfiguration);
        }

        if (new ProtectedFiles(options).FindInRoots(CutFolder.MarkerIn(asked.Folder)) is { } own)
        {
            return await RefuseAsync($"found {asked.Folder}, {own}; expected a folder elsewhere", ExitCode.BadConfiguration);
        }

        try
        {
            CatalogSnapshot catalog = await ReviewReading.ScanAsync(options, cancellationToken);
            foreach (CatalogProblem problem in catalog.Problems)
            {
                await Console.Error.WriteLineAsync($"cut: {problem.Path}: {problem.Message}");
            }

            Block[] points = [.. catalog.Blocks.Where(block => block.Point is not null && PlanDesk.Matches(block.Id, asked.Blocks))];
            return points.Length == 0
                ? await RefuseAsync(WhyNone(options, catalog, asked), ExitCode.Trouble)
                : await CutAsync(options, asked, points, catalog.Problems.Count == 0, cancellationToken);
        }
        catch (StorageException error)
        {
            return await RefuseAsync(error.Message, ExitCode.Trouble);
        }
    }

    private static string WhyNone(AnnotatorOptions options, CatalogSnapshot catalog, CutArguments asked) => catalog.Blocks.Any(block => block.Point is not null)
        ? $"No point matches {asked.Blocks}; nothing was written"
        : catalog.Blocks.Count > 0 ? $"{options.DataRoot} has folders of blocks, not points of a volume; expected a {SourceFile.FileName} there (docs/points.md). Nothing was written"
        : $"{options.DataRoot} has no points; nothing was written";

    private static async Task<int> CutAsync(AnnotatorOptions options, CutArguments asked, Block[] points, bool isWhole, CancellationToken cancellationToken)
    {
        var plan = new CutPlan(Path.Combine(options.DataRoot, SourceFile.FileName), points);
        var folder = CutFolder.Open(asked.Folder, plan, ProgramVersion.Text);
        var progress = new ProgressBar(Console.Error, !Console.IsErrorRedirected, "Cutting points");
        using var volumes = new VolumeCache(new VolumeCacheOptions { CapacityBlocks = 1, MaxBlockBytes = options.MaxBlockBytes });
        (IReadOnlyList<CutRow> rows, int before) = await BlockCutter.CutAsync(plan, folder, volumes, progress, cancellationToken);
        CutRow[] faults = [.. rows.Where(row => row.Problem is not null)];
        foreach (CutRow row in faults.Take(MostNamed))
        {
            await Console.Error.WriteLineAsync($"cut: {row.Point} is not cut: {row.Problem}");
        }

        if (faults.Length > MostNamed)
        {
            await Console.Error.WriteLineAsync($"cut: and {Counted.Of(faults.Length - MostNamed, "more point")}; {CutFolder.TableName} names them all");
        }

        int over = rows.Count(row => row.Outside > 0);
        await Console.Out.WriteLineAsync($"{Counted.Of(rows.Count - faults.Length - before, "block")} written, {before} there before, {Counted.Of(faults.Length, "point")} not cut");
        if (over > 0)
        {
            await Console.Out.WriteLineAsync($"{Counted.Of(over, "block", "reaches", "reach")} over the edge of the volume, where voxels are 0");
        }

        await Console.Out.WriteLineAsync(Path.Combine(asked.Folder, CutFolder.TableName));
        return faults.Length == 0 && isWhole ? ExitCode.Ok : ExitCode.Trouble;
    }

    private static async Task<int> RefuseAsync(string message, int code)
    {
        await Console.Error.WriteLineAsync($"cut: {message}");
        return code;
    }
}
