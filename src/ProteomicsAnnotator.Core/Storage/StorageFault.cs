namespace ProteomicsAnnotator.Core.Storage;

/// <summary>
/// What an error of the operating system means for files on a share. Unix error numbers arrive as
/// <see cref="Exception.HResult"/> of an <see cref="IOException"/>, Windows codes in its lower 16 bits.
/// </summary>
public static class StorageFault
{
    public const string ShareDoesNotAnswer = "the share does not answer";

    /// <summary>EFBIG, the same number on each Unix.</summary>
    internal const int FileTooLarge = 27;

    private const int Eio = 5;
    private const int Eperm = 1;
    private const int Eacces = 13;
    private const int Eagain = 11;
    private const int Einval = 22;
    private const int Erofs = 30;
    private const int Enospc = 28;
    private const int Estale = 116;
    private const int EstaleMac = 70;
    private const int Edquot = 122;
    private const int EdquotMac = 69;
    private const string NoPermission = "no permission";
    private const uint WindowsFacility = 0x80070000;

    /// <summary>True for errors of file operations; anything else is a bug and must not be swallowed.</summary>
    public static bool IsFileError(Exception error) =>
        error is IOException or UnauthorizedAccessException or System.Security.SecurityException;

    /// <summary>True where opening the file again may help at once: a stale handle, a busy server.</summary>
    public static bool IsWorthReopening(Exception error) => UnixCode(error) is Estale or EstaleMac or Eagain;

    /// <summary>
    /// True when a flush failed because this file system has none (EINVAL, ENOSYS, ENOTSUP; on Windows "invalid function", "not supported").
    /// Every other failure of a flush means that what was written may be lost.
    /// </summary>
    public static bool CannotFlush(Exception error) => WindowsCode(error) is { } code
        ? code is 1 or 50
        : UnixCode(error) is Einval || (OperatingSystem.IsMacOS() ? UnixCode(error) is 25 or 45 or 78 or 102 : UnixCode(error) is 38 or 95);

    /// <summary>The system says that this account may not.</summary>
    public static bool IsForbidden(Exception error) => error is UnauthorizedAccessException || UnixCode(error) is Eperm or Eacces || WindowsCode(error) is 5;

    public static bool IsMissing(Exception error) => error is FileNotFoundException or DirectoryNotFoundException;

    /// <summary>Windows: another program has the file open, or a part of it locked or mapped.</summary>
    public static bool IsSharingViolation(Exception error) => WindowsCode(error) is 32 or 33 or 1224;

    /// <summary>For an operation that writes: the missing permission is the one to write.</summary>
    public static string DescribeWriting(Exception error) =>
        error is not StorageException && Describe(error) == NoPermission ? "no permission to write" : Describe(error);

    public static string Describe(Exception error) => error switch
    {
        StorageException storage => storage.Reason,
        TimeoutException => ShareDoesNotAnswer,
        UnauthorizedAccessException => NoPermission,
        FileNotFoundException or DirectoryNotFoundException => "there is no such file or folder",
        _ when JsonFile.IsDamage(error) => "the file is damaged: " + error.Message,
        IOException => DescribeCode(error) ?? error.Message,
        _ => error.Message,
    };

    private static string? DescribeCode(Exception error) => WindowsCode(error) switch
    {
        39 or 112 => "the disk is full",
        5 => NoPermission,
        19 => "the share is read-only",
        32 or 33 => "another program holds the file",
        51 or 53 => "the network path was not found",
        54 => "the server is busy",
        55 or 59 or 88 => "a network error",
        64 => "the network name is gone",
        65 => "the server refuses this account",
        67 => "the server has no share of this name",
        71 => "the server takes no more connections",
        121 or 1460 => "the server does not answer in time",
        1225 => "the server refuses the connection",
        1231 or 1232 or 1236 => "the network cannot be reached",
        1326 or 1327 or 1330 or 1331 or 1907 or 1909 => "the server does not accept the account or its password",
        1295 => "the quota is used up",
        not 385 and (>= 358 and <= 366 or >= 375 and <= 398 or 404 or 405 or 426 or 475) => "the cloud folder (OneDrive or another) does not give the file out: keep it on this device",
        not null => null,
        null => DescribeUnix(UnixCode(error)),
    };

    private static string? DescribeUnix(int code) => code switch
    {
        Eio => "an input/output error of the share",
        Eagain => "the share is busy",
        Eacces or Eperm => NoPermission,
        FileTooLarge => "the file would get longer than it may",
        Erofs => "the share is read-only",
        Enospc => "the disk is full",
        Edquot or EdquotMac => "the quota is used up",
        Estale or EstaleMac => "the share was replaced under the program (stale file handle)",
        100 or 101 or 107 or 110 or 111 or 112 or 113 => "the share cannot be reached",
        _ => null,
    };

    private static int? WindowsCode(Exception error) =>
        ((uint)error.HResult & 0xFFFF0000) == WindowsFacility ? error.HResult & 0xFFFF : null;

    private static int UnixCode(Exception error) =>
        error is IOException && (uint)error.HResult <= 0xFFFF ? error.HResult : 0;
}
