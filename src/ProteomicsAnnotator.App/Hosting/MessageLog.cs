using System.Text;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>
/// Stands in for standard error: what is written goes there at once, and each complete line into the <see cref="MessageFile"/>.
/// A line that is drawn over with a carriage return, such as a progress bar, counts as its last state.
/// </summary>
public sealed class MessageLog(TextWriter terminal, MessageFile file) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => terminal.Encoding;

    /// <summary>From now on, until the end of the process. Disposing the result writes what is on its way to the file.</summary>
    public static IDisposable Begin(string stateFolder)
    {
        var file = new MessageFile(stateFolder, TimeProvider.System);
        Console.SetError(new MessageLog(Console.Error, file));
        AppDomain.CurrentDomain.UnhandledException += (_, end) =>
        {
            foreach (string line in $"{end.ExceptionObject}".Split('\n'))
            {
                file.Add(line.TrimEnd('\r'));
            }

            file.Dispose();
        };
        return file;
    }

    public override void Write(char value)
    {
        terminal.Write(value);
        Keep([value]);
    }

    public override void Write(string? value)
    {
        terminal.Write(value);
        Keep(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        terminal.Write(buffer, index, count);
        Keep(buffer.AsSpan(index, count));
    }

    public override void WriteLine(string? value) => Write(value + NewLine);

    public override void Flush() => terminal.Flush();

    private void Keep(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (c != '\n')
            {
                _line.Append(c);
                continue;
            }

            string line = _line.ToString().TrimEnd('\r');
            _line.Clear();
            file.Add(line[(line.LastIndexOf('\r') + 1)..]);
        }
    }
}
