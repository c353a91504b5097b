using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Tests.Storage;

/// <summary>Real files, of which single operations fail or hang as told.</summary>
internal sealed class FaultyFiles : FileOperations
{
    private int _operations;
    private long _number = 1_000_000_000_000;
    private readonly ConditionalWeakTable<SafeFileHandle, string> _paths = [];

    /// <summary>Gets operation and path; a returned exception is thrown instead of the operation.</summary>
    public Func<string, string, Exception?>? Fault { get; set; }

    /// <summary>As <see cref="Fault"/>, for writes only: all bytes are in the file then.</summary>
    public Func<string, Exception?>? FaultAfterWrite { get; set; }

    /// <summary>Operations on paths that contain <see cref="HangingPath"/> wait for it.</summary>
    public ManualResetEventSlim Answering { get; } = new(initialState: true);

    /// <summary>Called when an operation begins to wait.</summary>
    public Action Waiting { get; set; } = static () => { };

    public string HangingPath { get; set; } = "\0";

    /// <summary>Files have another number at each look.</summary>
    public bool Renumbers { get; init; }

    /// <summary>Files have no number.</summary>
    public bool HidesNumbers { get; init; }

    public static IOException Errno(int code) => new($"errno {code}", code);

    public override SafeFileHandle Open(string path, FileMode mode, FileAccess access)
    {
        Pass(nameof(Open), path);
        SafeFileHandle file = base.Open(path, mode, access);
        _paths.Add(file, path);
        return file;
    }

    public override void Write(SafeFileHandle file, ReadOnlySpan<byte> bytes, long offset)
    {
        Pass(nameof(Write), PathOf(file));
        base.Write(file, bytes, offset);
        if (FaultAfterWrite?.Invoke(PathOf(file)) is { } error)
        {
            throw error;
        }
    }

    public override int Read(SafeFileHandle file, Span<byte> bytes, long offset)
    {
        Pass(nameof(Read), PathOf(file));
        return base.Read(file, bytes, offset);
    }

    public override void FlushToDisk(SafeFileHandle file)
    {
        Pass(nameof(FlushToDisk), PathOf(file));
        base.FlushToDisk(file);
    }

    public override void SetLength(SafeFileHandle file, long length)
    {
        Pass(nameof(SetLength), PathOf(file));
        base.SetLength(file, length);
    }

    public override void RenameFolder(string from, string to)
    {
        Pass(nameof(RenameFolder), to);
        base.RenameFolder(from, to);
    }

    public override void Rename(string from, string to)
    {
        Pass(nameof(Rename), to);
        base.Rename(from, to);
    }

    public override void RenameIfAbsent(string from, string to)
    {
        Pass(nameof(RenameIfAbsent), to);
        base.RenameIfAbsent(from, to);
    }

    public override void CreateFolder(string path)
    {
        Pass(nameof(CreateFolder), path);
        base.CreateFolder(path);
    }

    public override FileStamp? Stat(string path)
    {
        Pass(nameof(Stat), path);
        return base.Stat(path) is { } stamp && (Renumbers || HidesNumbers)
            ? stamp with { Inode = HidesNumbers ? 0 : (ulong)Interlocked.Increment(ref _number) }
            : base.Stat(path);
    }

    public override IReadOnlyList<string> ListFiles(string folder)
    {
        Pass(nameof(ListFiles), folder);
        return base.ListFiles(folder);
    }

    public override bool FolderExists(string path)
    {
        Pass(nameof(FolderExists), path);
        return base.FolderExists(path);
    }

    public override IReadOnlyList<string> ListFolders(string folder)
    {
        Pass(nameof(ListFolders), folder);
        return base.ListFolders(folder);
    }

    public override bool FlushFolder(string path)
    {
        Pass(nameof(FlushFolder), path);
        return base.FlushFolder(path);
    }

    /// <summary>What <see cref="FileSystemOf"/> answers; null: the truth.</summary>
    public string? FileSystem { get; set; }

    public override string? FileSystemOf(string folder) => FileSystem ?? base.FileSystemOf(folder);

    private string PathOf(SafeFileHandle file) => _paths.TryGetValue(file, out string? path) ? path : "";

    /// <summary>How many operations were begun.</summary>
    public int Operations => Volatile.Read(ref _operations);

    private void Pass(string operation, string path)
    {
        _ = Interlocked.Increment(ref _operations);
        if (path.Contains(HangingPath, StringComparison.Ordinal))
        {
            Waiting();
            Answering.Wait();
        }

        if (Fault?.Invoke(operation, path) is { } error)
        {
            throw error;
        }
    }
}
