using System.Diagnostics;
using System.Globalization;

namespace ProteomicsAnnotator.Core.Tests.Labels;

/// <summary>What a <see cref="LabelWorker"/> said, gathered while it is led step by step.</summary>
internal sealed class WorkerTalk(Process worker)
{
    /// <summary>The last acknowledged label of each block.</summary>
    public Dictionary<string, int> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Other answers: how, block, label.</summary>
    public List<(string How, string Block, int Label)> Others { get; } = [];

    public int Count { get; private set; }

    /// <summary>Waits for the labels it was told to set.</summary>
    public async Task ReadAsync()
    {
        while (await worker.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line && line != "done")
        {
            if (line.Split(' ') is [var how, var block, var label])
            {
                Take(how, block, int.Parse(label, CultureInfo.InvariantCulture));
            }
        }
    }

    public async Task LabelAsync(int count)
    {
        await worker.StandardInput.WriteLineAsync(TestScale.Text(count));
        await worker.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await ReadAsync();
    }

    public async Task EndAsync()
    {
        await worker.StandardInput.WriteLineAsync("end");
        await worker.StandardInput.FlushAsync(TestContext.Current.CancellationToken);
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, worker.ExitCode);
    }

    /// <summary>As kill -9.</summary>
    public async Task KillAsync()
    {
        worker.Kill();
        await worker.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    private void Take(string how, string block, int label)
    {
        if (how != "ack")
        {
            Others.Add((how, block, label));
            return;
        }

        Count++;
        Acknowledged[block] = label;
    }
}
