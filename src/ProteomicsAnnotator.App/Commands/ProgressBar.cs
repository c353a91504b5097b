namespace ProteomicsAnnotator.App.Commands;

/// <summary>One line of a terminal, from 0 to 1; written only when the picture changes.</summary>
public sealed class ProgressBar : IProgress<double>
{
    private const int Width = 40;

    private readonly Lock _gate = new();
    private readonly TextWriter _writer;
    private int _shown = -1;

    public ProgressBar(TextWriter writer)
    {
        _writer = writer;
    }

    public void Report(double value)
    {
        int percent = (int)Math.Floor(Math.Clamp(value, 0, 1) * 100);
        lock (_gate)
        {
            if (percent <= _shown)
            {
                return;
            }

            _shown = percent;
            int full = percent * Width / 100;
            string end = percent == 100 ? Environment.NewLine : "";
            _writer.Write($"\rMaking demo data [{new string('#', full)}{new string('.', Width - full)}] {percent,3} %{end}");
        }
    }
}
