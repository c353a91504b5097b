using ProteomicsAnnotator.App.Commands;

namespace ProteomicsAnnotator.App.Tests.Commands;

public sealed class ProgressBarTests
{
    [Fact]
    public void Report_WhereNoTerminalShowsIt_IsALineForEveryTenth()
    {
        using var written = new StringWriter();
        var progress = new ProgressBar(written, isTerminal: false, "Making demo data");

        for (int i = 0; i <= 1000; i++)
        {
            progress.Report(i / 1000.0);
        }

        string[] lines = written.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Enumerable.Range(0, 11).Select(tenth => $"Making demo data: {10 * tenth} %"), lines);
        Assert.DoesNotContain('\r', written.ToString().Replace(Environment.NewLine, "\n", StringComparison.Ordinal));
    }

    [Fact]
    public void Report_OnATerminal_DrawsOneLineOverAndEndsIt()
    {
        using var written = new StringWriter();
        var progress = new ProgressBar(written, isTerminal: true, "Making demo data");

        foreach (double value in new[] { 0.25, 0.251, 1 })
        {
            progress.Report(value);
        }

        string[] drawn = written.ToString().Split('\r', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, drawn.Length);
        Assert.EndsWith(" 25 %", drawn[0], StringComparison.Ordinal);
        Assert.EndsWith("100 %" + Environment.NewLine, drawn[1], StringComparison.Ordinal);
    }
}
