using System.ComponentModel;
using System.Diagnostics;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Delivery;

/// <summary>The process that writes a journal on this machine, as the journal's first line names it.</summary>
internal static class WriterProcess
{
    /// <summary>Says that this process is the writer.</summary>
    public static JournalHeader Stamp(JournalHeader header, string machine, string? rootId)
    {
        using Process process = Process.GetCurrentProcess();
        return header with
        {
            Machine = machine,
            ProcessId = process.Id,
            ProcessStarted = process.StartTime.ToUniversalTime().Ticks,
            RootId = rootId,
        };
    }

    /// <summary>
    /// A start time moves when the clock is set, so a process of our own name also counts as the one that wrote the file; not
    /// ourselves: in a container that is started again, processes get the numbers they had before. A process that has ended
    /// and that its parent has not asked about yet (a zombie) writes nothing any more.
    /// </summary>
    public static bool IsRunning(JournalHeader header)
    {
        try
        {
            using Process process = Process.GetProcessById(header.ProcessId);
            using Process own = Process.GetCurrentProcess();
            long difference = process.StartTime.ToUniversalTime().Ticks - header.ProcessStarted;
            bool hasSameStart = Math.Abs(difference) < 2 * TimeSpan.TicksPerSecond;
            return (hasSameStart || (process.Id != own.Id && process.ProcessName == own.ProcessName)) && !SystemProcess.HasEnded(process.Id);
        }
        catch (Exception error) when (error is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return false;
        }
    }
}
