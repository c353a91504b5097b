namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// File systems in which the kernel tells about itself, such as /proc and /sys: endless, slow or with effects when
/// read, and never a place of blocks. Told by their type, wherever they are mounted.
/// </summary>
internal static class SystemMounts
{
    private static readonly HashSet<string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        "proc", "sysfs", "cgroupfs", "cgroup2fs", "cgroup", "cgroup2", "debugfs", "tracefs", "devpts", "securityfs", "bpf_fs",
        "bpf", "pstorefs", "pstore", "configfs", "fusectl", "mqueue", "binfmt_misc", "binfmtfs", "efivarfs", "selinux", "nsfs",
    };

    /// <summary>Asked where a scan comes to another device than the folder above.</summary>
    public static bool Holds(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            return Types.Contains(new DriveInfo(folder).DriveFormat);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return false;
        }
    }
}
