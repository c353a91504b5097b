using System.Diagnostics;
using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Labels;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>
/// A second real process that labels: this test program started again. Prints <c>ack BLOCK LABEL</c> after each label
/// that was acknowledged, then <c>done</c>; ends in order after a line on its input.
/// </summary>
internal static class LabelWorker
{
    public const string Verb = "label-worker";

    public static async Task<int> RunAsync(string[] args)
    {
        int count = int.Parse(args[4], CultureInfo.InvariantCulture);
        var random = new Random(int.Parse(args[5], CultureInfo.InvariantCulture));
        await using LabelShare share = await LabelShare.OpenAsync(LabelRig.SettingsIn(args[1], args[2]), CancellationToken.None);
        UserLabels labels = await share.OpenUserAsync(args[3], CancellationToken.None);
        await Console.Out.WriteLineAsync("ready");
        for (int i = 0; i < count; i++)
        {
            BlockId block = BlockId.Parse(string.Create(CultureInfo.InvariantCulture, $"block_{random.Next(500):0000}"));
            int label = random.Next(1, 4);
            LabelResult result = await labels.SetAsync(new LabelKey(null, block), label, [new SeenFile("a.tif", "1-2")], CancellationToken.None);
            if (result.Accepted)
            {
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"ack {block} {label}"));
                await Console.Out.FlushAsync();
            }
        }

        await Console.Out.WriteLineAsync("done");
        await Console.Out.FlushAsync();
        _ = await Console.In.ReadLineAsync();
        return 0;
    }

    public static Process Start(string folder, string host, string user, int count, int seed)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "ProteomicsAnnotator.Core.Tests.dll");
        var start = new ProcessStartInfo("dotnet")
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        foreach (string argument in new[] { "exec", program, Verb, folder, host, user, count.ToString(CultureInfo.InvariantCulture), seed.ToString(CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("dotnet did not start");
    }
}
