using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>
/// Stands in for standard error: what is written goes there at once, and each complete line into the <see cref="MessageFile"/>.
/// A line that is drawn over with a carriage return, such as a progress bar, counts as its last state.
/// </summary>
/// <param name="terminal">Standard error.</param>
/// <param name="file">Has each line as text.</param>
/// <param name="time">Null: standard error has text; else each line as a JSON object, with this time.</param>
public sealed class MessageLog(TextWriter terminal, MessageFile file, TimeProvider? time = null) : TextWriter
{
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => terminal.Encoding;

    /// <summary>From now on, until the end of the process. Disposing the result writes what is on its way to the file.</summary>
    public static IDisposable Begin(string stateFolder, bool isJson = false)
    {
        var file = new MessageFile(stateFolder, TimeProvider.System);
        Console.SetError(new MessageLog(Console.Error, file, isJson ? TimeProvider.System : null));
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
        Show(value.ToString());
        Keep([value]);
    }

    public override void Write(string? value)
    {
        Show(value);
        Keep(value);
    }

    public override void Write(char[] buffer, int index, int count)
    {
        Show(new string(buffer, index, count));
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
            string last = line[(line.LastIndexOf('\r') + 1)..];
            file.Add(last);
            if (time is not null)
            {
                terminal.Write(JsonOf(last, time.GetUtcNow()) + "\n");
            }
        }
    }

    /// <summary>At once, where it is text.</summary>
    private void Show(string? text)
    {
        if (time is null)
        {
            terminal.Write(text);
        }
    }

    private static string JsonOf(string line, DateTimeOffset at)
    {
        string level = line.StartsWith("Error: ", StringComparison.Ordinal) || line.StartsWith("Critical: ", StringComparison.Ordinal) ? "error"
            : line.StartsWith("Warning: ", StringComparison.Ordinal) || line.StartsWith("Refused, ", StringComparison.Ordinal) ? "warning"
            : "info";
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("at", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteString("level", level);
            json.WriteString("message", line);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
