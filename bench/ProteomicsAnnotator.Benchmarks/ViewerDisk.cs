using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ProteomicsAnnotator.Benchmarks;

/// <summary>What .NET offers no call for.</summary>
internal static partial class ViewerDisk
{
    private const int DontNeed = 4;

    public static void Link(string existing, string path)
    {
        if (HardLink(existing, path) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"{path} could not be linked.");
        }
    }

    /// <summary>Asks the system to drop the file from its page cache, so that the next read goes to the disk.</summary>
    public static void Forget(string path)
    {
        using SafeFileHandle file = File.OpenHandle(path);
        int fault = Advise(file, 0, 0, DontNeed);
        if (fault != 0)
        {
            throw new Win32Exception(fault, $"{path} stays in the page cache.");
        }
    }

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int HardLink(string existing, string path);

    [LibraryImport("libc", EntryPoint = "posix_fadvise64")]
    private static partial int Advise(SafeFileHandle file, long offset, long length, int advice);
}
