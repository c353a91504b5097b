using System.Runtime.InteropServices;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>Pages behind large arrays that nobody reads: the array stays, its content is zeros when it is touched next.</summary>
internal static partial class NativePages
{
    /// <summary>Of Linux: the pages are free now, not when memory runs short.</summary>
    private const int DontNeed = 4;

    public static bool CanBeGivenBack => OperatingSystem.IsLinux();

    /// <summary>
    /// Of the array's pages those that hold nothing else. The garbage collector never reads the bytes of an array, so it does
    /// not mind. Does nothing where the system refuses.
    /// </summary>
    public static unsafe void GiveBack(byte[] bytes)
    {
        nuint page = (nuint)Environment.SystemPageSize;
        fixed (byte* start = bytes)
        {
            nuint first = ((nuint)start + page - 1) / page * page;
            nuint end = ((nuint)start + (nuint)bytes.Length) / page * page;
            if (end > first)
            {
                _ = GiveBack(first, end - first, DontNeed);
            }
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GiveBack(nuint start, nuint length, int advice);
}
