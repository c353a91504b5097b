using System.Globalization;
using System.Text;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.App.Hosting;

/// <summary>
/// <c>messages.log</c> in the state folder, and <c>messages.1.log</c> with what did not fit into it any more. A file that
/// cannot be written costs its lines and nothing else; nobody waits for it but the end of the program, for a second.
/// </summary>
public sealed class MessageFile : IDisposable
{
    public const int MostBytes = 1 << 20;

    private const int LongestLine = 16 << 10;
    private const int MostWaiting = 1000;
    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly BoundedLogFile _file;
    private readonly Queue<string> _waiting = new();
    private Thread? _writing;
    private bool _isEnding;

    public MessageFile(string stateFolder, TimeProvider time)
    {
        _time = time;
        _file = new BoundedLogFile(PathIn(stateFolder), Path.Combine(stateFolder, "messages.1.log"), MostBytes);
    }

    public static string PathIn(string stateFolder) => Path.Combine(stateFolder, "messages.log");

    /// <summary>Returns at once. The file has the line with the time and this process in front.</summary>
    public void Add(string line)
    {
        string at = _time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        string kept = line.Length > LongestLine ? line[..LongestLine] + "…" : line;
        lock (_waiting)
        {
            if (_isEnding || _waiting.Count == MostWaiting)
            {
                return;
            }

            _waiting.Enqueue(string.Create(CultureInfo.InvariantCulture, $"{at} [{Environment.ProcessId}] {kept}\n"));
            Monitor.Pulse(_waiting);
            if (_writing is null)
            {
                _writing = new Thread(WriteAll) { IsBackground = true, Name = "messages" };
                _writing.Start();
            }
        }
    }

    /// <summary>The last act of the process: what is said later is not kept.</summary>
    public void Dispose()
    {
        Thread? writing;
        lock (_waiting)
        {
            _isEnding = true;
            writing = _writing;
            Monitor.Pulse(_waiting);
        }

        writing?.Join(EndLimit);
    }

    private void WriteAll()
    {
        while (NextLines() is { } lines)
        {
            try
            {
                _file.Append(Encoding.UTF8.GetBytes(lines));
            }
            catch (Exception fault) when (StorageFault.IsFileError(fault))
            {
                // Standard error has these lines; the next ones are tried again.
            }
        }
    }

    /// <summary>Waits for some; null at the end.</summary>
    private string? NextLines()
    {
        lock (_waiting)
        {
            while (_waiting.Count == 0 && !_isEnding)
            {
                Monitor.Wait(_waiting);
            }

            var lines = new StringBuilder();
            while (lines.Length < MostBytes / 8 && _waiting.TryDequeue(out string? line))
            {
                lines.Append(line);
            }

            return lines.Length == 0 ? null : lines.ToString();
        }
    }
}
