namespace ProteomicsAnnotator.App.Commands;

/// <summary>
/// Progress from 0 to 1: one line of a terminal that is drawn over, or a line for every tenth where the output goes elsewhere.
/// </summary>
public sealed class ProgressBar : IProgress<double>
{
    private const int Width = 40;
    private const int PercentPerLine = 10;

    private readonly TextWriter _writer;
    private readonly bool _isTerminal;

    /// <summary>Guards <see cref="_shown"/> and the order of what is written.</summary>
    private readonly Lock _gate = new();
    private int _shown = -1;

    public ProgressBar(TextWriter writer, bool isTerminal)
    {
        _writer = writer;
        _isTerminal = isTerminal;
    }

    public void Report(double value)
    {
        int percent = (int)Math.Floor(Math.Clamp(value, 0, 1) * 100);
        if (!_isTerminal)
        {
            percent -= percent % PercentPerLine;
        }

        lock (_gate)
        {
            if (percent > _shown)
            {
                _shown = percent;
                _writer.Write(_isTerminal ? Bar(percent) : $"Making demo data: {percent} %{Environment.NewLine}");
            }
        }
    }

    private static string Bar(int percent)
    {
        int full = percent * Width / 100;
        string end = percent == 100 ? Environment.NewLine : "";
        return $"\rMaking demo data [{new string('#', full)}{new string('.', Width - full)}] {percent,3} %{end}";
    }
}
