using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace ProteomicsAnnotator.Core.Storage;

/// <summary>Mode and POSIX access list of a folder, which .NET does not offer. Linux only.</summary>
internal static partial class NativeAccess
{
    private const string AccessList = "system.posix_acl_access";
    private const int NoData = 61;
    private const int NotSupported = 95;
    private const uint Version = 2;

    // Tags of linux/posix_acl.h.
    private const int OwningGroup = 0x04;
    private const int NamedGroup = 0x08;
    private const int Mask = 0x10;
    private const int Other = 0x20;

    /// <summary>Null where neither is to be had.</summary>
    public static unsafe FolderAccess? Of(string folder)
    {
        if (!OperatingSystem.IsLinux())
        {
            return null;
        }

        byte* buffer = stackalloc byte[256];
        try
        {
            if (NativeFiles.Statx(NativeFiles.CurrentFolder, folder, 0, NativeFiles.WantedFields, buffer) != 0)
            {
                return null;
            }

            // struct statx of linux/stat.h: stx_gid (u32) at 24, stx_mode (u16) at 28.
            uint group = *(uint*)(buffer + 24);
            int mode = *(ushort*)(buffer + 28);
            const int MostBytes = 64 * 1024;
            var list = new byte[MostBytes];
            nint length = GetAttribute(folder, AccessList, list, list.Length);
            int error = length < 0 ? Marshal.GetLastPInvokeError() : 0;
            return length >= 0 ? Read(list.AsSpan(0, (int)length), group)
                : error is NoData or NotSupported ? new FolderAccess([(group, (AccessRights)((mode >> 3) & 7)), (null, (AccessRights)(mode & 7))])
                : null;
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }
    }

    /// <summary>A version, then entries of eight bytes: tag, rights, number of the account or group.</summary>
    private static FolderAccess? Read(ReadOnlySpan<byte> list, uint owningGroup)
    {
        const int Entry = 8;
        if (list.Length < 4 || BinaryPrimitives.ReadUInt32LittleEndian(list) != Version)
        {
            return null;
        }

        List<(uint? Group, AccessRights Rights)> groups = [];
        var mask = (AccessRights)7;
        AccessRights others = AccessRights.None;
        for (ReadOnlySpan<byte> rest = list[4..]; rest.Length >= Entry; rest = rest[Entry..])
        {
            int tag = BinaryPrimitives.ReadUInt16LittleEndian(rest);
            AccessRights rights = (AccessRights)(BinaryPrimitives.ReadUInt16LittleEndian(rest[2..]) & 7);
            switch (tag)
            {
                case OwningGroup:
                    groups.Add((owningGroup, rights));
                    break;
                case NamedGroup:
                    groups.Add((BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]), rights));
                    break;
                case Mask:
                    mask = rights;
                    break;
                case Other:
                    others = rights;
                    break;
                default:
                    // The owner, and single accounts.
                    break;
            }
        }

        return new FolderAccess([.. groups.Select(entry => (entry.Group, entry.Rights & mask)), (null, others)]);
    }

    [LibraryImport("libc", EntryPoint = "getxattr", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial nint GetAttribute(string path, string name, [Out] byte[] value, nint size);
}
