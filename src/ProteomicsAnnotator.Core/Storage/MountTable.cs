using System.Globalization;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>Linux's list of mounts, <c>/proc/self/mountinfo</c>.</summary>
internal static class MountTable
{
    private const string File = "/proc/self/mountinfo";

    /// <summary>Type of the file system on this device, as <c>nfs4</c> or <c>fuse.glusterfs</c>; null: not in the list.</summary>
    public static string? TypeOf(uint major, uint minor) => TypeOf(System.IO.File.ReadLines(File), major, minor);

    // 36 35 98:0 /root /mnt rw,noatime master:1 - ext3 /dev/root rw: the third field is the device, the first behind "-" the type.
    internal static string? TypeOf(IEnumerable<string> lines, uint major, uint minor)
    {
        string device = string.Create(CultureInfo.InvariantCulture, $"{major}:{minor}");
        foreach (string line in lines)
        {
            string[] fields = line.Split(' ');
            int dash = Array.IndexOf(fields, "-");
            if (fields.Length > 2 && fields[2] == device && dash > 0 && dash + 1 < fields.Length)
            {
                return fields[dash + 1];
            }
        }

        return null;
    }
}
