namespace ProteomicsAnnotator.Core.Blocks;

/// <summary>
/// File systems in which the kernel tells about itself, such as /proc and /sys: endless, slow or with effects when
/// read, and never a place of blocks. Their type shows them, wherever they are mounted.
/// </summary>
internal static class SystemMounts
{
    private static readonly HashSet<string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        "proc", "sysfs", "cgroupfs", "cgroup2fs", "cgroup", "cgroup2", "debugfs", "tracefs", "devpts", "securityfs", "bpf_fs",
        "bpf", "pstorefs", "pstore", "configfs", "fusectl", "mqueue", "binfmt_misc", "binfmtfs", "efivarfs", "selinux", "nsfs",
    };

    /// <summary>A scan asks this where a folder is on another device than the one above.</summary>
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
