using System.Diagnostics;
using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Labels;
using ProteomicsAnnotator.Core.Owners;
using ProteomicsAnnotator.Core.Share;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>
/// A second real process that labels: this test program started again. Prints <c>ack BLOCK LABEL</c> after each label
/// that was acknowledged, and <c>mark BLOCK NOTE</c> after each note if asked for notes (a repeat with a label that no key gives comes with it), then <c>done</c>; a number on its input is as many labels more, another line ends it in order.
/// </summary>
internal static class LabelWorker
{
    public const string Verb = "label-worker";

    /// <summary>How many blocks a key of <c>many</c> is about.</summary>
    public const int ManyBlocks = 400;

    public static async Task<int> RunAsync(string[] args)
    {
        var random = new Random(int.Parse(args[5], CultureInfo.InvariantCulture));
        await using LabelShare share = await LabelShare.OpenAsync(LabelRig.SettingsIn(args[1], args[2]), CancellationToken.None);
        UserLabels labels = await share.OpenUserAsync(args[3], CancellationToken.None);
        await Console.Out.WriteLineAsync("ready");
        for (string? wanted = args[4]; int.TryParse(wanted, CultureInfo.InvariantCulture, out int count); wanted = await Console.In.ReadLineAsync())
        {
            await (args.Contains("many") ? LabelManyAsync(labels, count) : LabelAsync(labels, count, random, hasUuids: args.Contains("uuids"), hasMarks: args.Contains("marks")));
        }

        return 0;
    }

    /// <summary>The same label on the same blocks again and again, from 1 to 9; prints <c>ack many LABEL</c>.</summary>
    private static async Task LabelManyAsync(UserLabels labels, int count)
    {
        (LabelKey, IReadOnlyList<SeenFile>)[] blocks = [.. Enumerable.Range(0, ManyBlocks)
            .Select(i => (new LabelKey(null, BlockId.OfNumber(i)), (IReadOnlyList<SeenFile>)[new SeenFile("a.tif", "1-2")]))];
        for (int i = 0; i < count; i++)
        {
            int label = 1 + (i % 9);
            LabelResult result = await labels.SetManyAsync(blocks, label, hasEvidence: false, CancellationToken.None);
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{(result.Accepted ? "ack" : result.Place.ToString())} many {label}"));
            await Console.Out.FlushAsync();
        }
    }

    private static async Task LabelAsync(UserLabels labels, int count, Random random, bool hasUuids, bool hasMarks)
    {
        for (int i = 0; i < count; i++)
        {
            int number = random.Next(500);
            BlockId block = BlockId.Parse(hasUuids && number % 2 == 0
                ? string.Create(CultureInfo.InvariantCulture, $"block_7c9E6679-7425-40de-944b-e07fc1f9{number:x4}")
                : string.Create(CultureInfo.InvariantCulture, $"block_{number:0000}"));
            int label = random.Next(1, 4);
            LabelResult result = await labels.SetAsync(new LabelKey(null, block), label, [new SeenFile("a.tif", "1-2")], CancellationToken.None);
            string said = result.Accepted ? "ack" : result.Place.ToString();
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{said} {block} {label}"));
            await Console.Out.FlushAsync();
            if (hasMarks)
            {
                string note = string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessId}-{i}");
                LabelResult marked = await labels.MarkAsync(new LabelKey(null, block), new MarkChange(i % 2 == 0, note), CancellationToken.None);
                _ = await labels.RepeatAsync(new LabelKey(null, block), 4, CancellationToken.None);
                await Console.Out.WriteLineAsync(marked.Accepted ? $"mark {block} {note}" : marked.Place.ToString());
                await Console.Out.FlushAsync();
            }
        }

        await Console.Out.WriteLineAsync("done");
        await Console.Out.FlushAsync();
    }

    public static Process Start(string folder, string host, string user, int count, int seed, string? program = null, bool hasUuids = false, bool hasMarks = false, bool isMany = false) =>
        Process.Start(StartOf(folder, host, user, count, seed, program, hasUuids, hasMarks, isMany)) ?? throw new InvalidOperationException("dotnet did not start");

    public static ProcessStartInfo StartOf(string folder, string host, string user, int count, int seed, string? program = null, bool hasUuids = false, bool hasMarks = false, bool isMany = false)
    {
        program ??= Path.Combine(AppContext.BaseDirectory, "ProteomicsAnnotator.Core.Tests.dll");
        return new ProcessStartInfo("dotnet", ["exec", program, Verb, folder, host, user, TestScale.Text(count), TestScale.Text(seed), .. hasUuids ? new[] { "uuids" } : [], .. hasMarks ? new[] { "marks" } : [], .. isMany ? new[] { "many" } : []])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
    }
}
