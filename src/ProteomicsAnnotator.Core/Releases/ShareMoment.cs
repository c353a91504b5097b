using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Releases;

/// <summary>
/// The files of a share as they are at one moment, although people work. Files that are replaced whole are copied first; then
/// the length of every journal is taken, up to its last whole line, and each is copied up to it. So a journal has at least all
/// that the files derived from it say. Blocking.
/// </summary>
/// <param name="root">The share.</param>
/// <param name="isWanted">Gets a path below the annotations root, of a file or a folder, with <c>/</c>.</param>
internal sealed class ShareMoment(SharedRoot root, Func<string, bool> isWanted)
{
    /// <summary>Of one file; the largest that anything here reads has 256 MiB.</summary>
    private static readonly TimeSpan CopyLimit = TimeSpan.FromMinutes(5);

    private const string Versions = "campaign";

    private readonly FileOperations _files = root.Settings.Files;
    private readonly FileTree _tree = new(root.Settings.Files, root.Reads, root.Settings.AnnotationsRoot);

    /// <summary>Journals that did not end with a whole line at that moment, in words: what follows it is no decision, and is not copied.</summary>
    public IReadOnlyList<string> TornEnds { get; private set; } = [];

    /// <summary>Temp files of programs that write or have crashed, probes, and what a network client leaves of open files.</summary>
    public static bool IsTemporary(string path) => Path.GetFileName(path) is ['.', ..] name
        && (name.EndsWith(".tmp", StringComparison.Ordinal) || name.StartsWith(".check_", StringComparison.Ordinal) || name.StartsWith(".nfs", StringComparison.Ordinal));

    /// <summary>Several files at once. In the order of their paths, replaced ones first.</summary>
    /// <param name="put">Gets a path and what writes the file; thread-safe. Returns what it got.</param>
    /// <exception cref="StorageException">A file or folder cannot be read, or the target not be written.</exception>
    public IReadOnlyList<FileDigest> Copy(Func<string, Func<Stream, FileDigest>, FileDigest> put)
    {
        List<FileDigest> copied = [];

        // What a version of the plan was made from is written before it counts: with the versions listed first, none lacks it.
        string[] versions = [.. _tree.Files(path => path.Split('/')[0] != Versions || IsTemporary(path) || !isWanted(path))];
        string[] replaced = [.. versions, .. Files().Where(path => !IsJournal(path) && path.Split('/')[0] != Versions)];
        copied.AddRange(All([.. replaced.Order(StringComparer.Ordinal)], path => put(path, target => CopiedFile.Copy(_files, _tree.PathOf(path), path, null, target))));
        string[] journals = [.. Files().Where(IsJournal)];
        Dictionary<string, (long Whole, long Length)> ends = journals.Zip(All(journals, path => CopiedFile.WholeLinesOf(_files, _tree.PathOf(path)))).ToDictionary(item => item.First, item => item.Second, StringComparer.Ordinal);
        TornEnds = [.. journals.Where(path => ends[path].Whole < ends[path].Length).Select(path => TornText(_tree.PathOf(path), ends[path].Length - ends[path].Whole))];
        copied.AddRange(All(journals, path => put(path, target => CopiedFile.Copy(_files, _tree.PathOf(path), path, ends[path].Whole, target))));
        return copied;
    }

    private static string TornText(string path, long bytes) =>
        $"{path}: its last {Counted.Of((int)Math.Min(bytes, int.MaxValue), "byte", "ends", "end")} no line, as of a program that was killed while it wrote, or writes just now: no decision, and not copied";

    private static bool IsJournal(string path) => path.StartsWith("history/", StringComparison.Ordinal) && path.EndsWith(JournalName.Ending, StringComparison.Ordinal);

    private IReadOnlyList<string> Files() => _tree.Files(path => IsTemporary(path) || !isWanted(path));

    private T[] All<T>(IReadOnlyList<string> paths, Func<string, T> read)
    {
        Dictionary<string, string> byPath = paths.ToDictionary(_tree.PathOf, StringComparer.Ordinal);
        return [.. root.Reads.Each([.. byPath.Keys], path => read(byPath[path]), CopyLimit).Select(read => read.Error is { } error ? throw error : read.Value!)];
    }
}
