using System.Globalization;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>What the system says of a process.</summary>
public static class SystemProcess
{
    /// <summary>
    /// Of one that the system still knows: it has ended, and its parent has not asked about it yet (a zombie). Linux says so
    /// behind the name, which is in parentheses and may hold any character.
    /// </summary>
    public static bool HasEnded(int id)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            string status = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/stat"));
            int state = status.LastIndexOf(')') + 2;
            return state < status.Length && status[state] is 'Z' or 'X';
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            return StorageFault.IsMissing(error);
        }
    }
}
