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
    private readonly string _what;

    /// <summary>Guards <see cref="_shown"/> and the order of what is written.</summary>
    private readonly Lock _gate = new();
    private int _shown = -1;

    /// <param name="writer">Where it is shown.</param>
    /// <param name="isTerminal">It can draw over a line.</param>
    /// <param name="what">What goes on, in words.</param>
    public ProgressBar(TextWriter writer, bool isTerminal, string what)
    {
        _what = what;
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
                _writer.Write(_isTerminal ? Bar(percent) : $"{_what}: {percent} %{Environment.NewLine}");
            }
        }
    }

    private string Bar(int percent)
    {
        int full = percent * Width / 100;
        string end = percent == 100 ? Environment.NewLine : "";
        return $"\r{_what} [{new string('#', full)}{new string('.', Width - full)}] {percent,3} %{end}";
    }
}
