using System.Text;
using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Cutting;

/// <summary>
/// The folder that points are cut into. A block gets its name by one rename once all its files are on the disk, and counts once its line is, too;
/// what a killed run left besides is cut anew. Blocking.
/// </summary>
public sealed class CutFolder
{
    public const string TableName = "points.csv";
    private const string PlanName = "cut.json";
    private const string DoneName = "cut-done.csv";
    private const long MostBytes = 1L << 30;
    private readonly FileOperations _files = new();
    private readonly string _folder;
    private readonly Dictionary<BlockId, CutRow> _done = [];
    private long _length;

    private CutFolder(string folder)
    {
        _folder = folder;
    }

    /// <summary>A file that is there as soon as the folder is used, for whoever asks whether it may be.</summary>
    public static string MarkerIn(string folder) => Path.Combine(folder, PlanName);

    /// <param name="folder">Absolute; made where it is not there.</param>
    /// <param name="plan">What is to be in it.</param>
    /// <param name="version">Of this program.</param>
    /// <exception cref="StorageException">It is neither empty nor of the same plan, or cannot be used.</exception>
    public static CutFolder Open(string folder, CutPlan plan, string version)
    {
        var opened = new CutFolder(folder);
        try
        {
            opened.Begin(plan, version);
            return opened;
        }
        catch (Exception error) when (error is not StorageException && StorageFault.IsFileError(error))
        {
            throw StorageException.From(folder, error);
        }
    }

    /// <summary>What became of the point in an earlier run; null: it is to be cut.</summary>
    public CutRow? DoneOf(BlockId point) => _done.TryGetValue(point, out CutRow? row) && Directory.Exists(PathOf(row.Target!.Value)) ? row : null;

    /// <summary>A block that is not there yet, or not whole.</summary>
    /// <exception cref="StorageException">It cannot be made.</exception>
    public CutDraft Draft(BlockId target) => new(_files, AtomicFile.TempOf(_folder, "cut"), PathOf(target));

    /// <summary>Takes back a block that was cut from what the store held before, and that cannot be read now.</summary>
    /// <exception cref="StorageException">It cannot be taken away.</exception>
    public void Remove(BlockId point, BlockId target)
    {
        string path = PathOf(target);
        try
        {
            if (Directory.Exists(path))
            {
                _files.DeleteFolder(path);
            }
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(path, error);
        }

        _ = _done.Remove(point);
    }

    /// <summary>Says for good that the block of the row is there.</summary>
    /// <exception cref="StorageException">It cannot be said.</exception>
    public void Add(CutRow row)
    {
        string path = Path.Combine(_folder, DoneName);
        ReadOnlyMemory<byte> line = row.Line();
        try
        {
            using SafeFileHandle file = _files.Open(path, FileMode.OpenOrCreate, FileAccess.Write);
            _files.Write(file, line.Span, _length);
            AtomicFile.Flush(_files, file);
            _length += line.Length;
            _done[row.Point] = row;
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(path, error);
        }
    }

    /// <summary>The focus points of each folder and the whole table, which is there from now on.</summary>
    /// <exception cref="StorageException">One could not be written.</exception>
    public void End(IReadOnlyList<(Block Block, CutRow Row)> rows)
    {
        for (int first = 0, place = 0; first < rows.Count; first = place)
        {
            int folder = CutPlan.FolderNumberOf(first);
            var points = new List<FocusPoint>();
            for (; place < rows.Count && CutPlan.FolderNumberOf(place) == folder; place++)
            {
                if (rows[place].Row.Target is not null)
                {
                    points.Add(BlockPoint.FocusOf(rows[place].Block.Point!.Grid));
                }
            }

            if (points.Count > 0)
            {
                AtomicFile.Write(_files, Path.Combine(_folder, CutPlan.FolderOf(folder), LocalPoints.FileName), LocalPoints.Write(points));
            }
        }

        AtomicFile.Write(_files, Path.Combine(_folder, TableName), CutRow.Table(rows).Span);
        _ = _files.TryDelete(Path.Combine(_folder, DoneName));
    }

    private string PathOf(BlockId target) => Path.Combine([_folder, .. target.Value.Split('/')]);

    private void Begin(CutPlan plan, string version)
    {
        string planPath = MarkerIn(_folder);
        if (File.Exists(planPath))
        {
            if (plan.WhyOther(_files.ReadAll(planPath)) is { } other)
            {
                throw new StorageException(planPath, $"{other}; expected the same, or an empty folder");
            }

            Read(Path.Combine(_folder, TableName));
            Read(Path.Combine(_folder, DoneName));
            StartDone();
            // It is there when all is as it says.
            _files.Delete(Path.Combine(_folder, TableName));
            RemoveLeftovers();
            return;
        }

        if (File.Exists(_folder) || (Directory.Exists(_folder) && Directory.EnumerateFileSystemEntries(_folder).Any()))
        {
            throw new StorageException(_folder, "it is not empty; expected a new or an empty folder, or one that an earlier cut has begun");
        }

        _files.CreateFolder(_folder);
        AtomicFile.Write(_files, planPath, plan.Serialize(version));
        StartDone();
    }

    private void StartDone()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(string.Join(',', CutRow.DoneHeader) + "\r\n"), .. _done.Values.SelectMany(row => row.Line().ToArray())];
        AtomicFile.Write(_files, Path.Combine(_folder, DoneName), bytes);
        _length = bytes.Length;
    }

    private void Read(string path)
    {
        if (!File.Exists(path))
        {
            return;
        }

        // A line without its end is of a run that was killed.
        byte[] bytes = _files.ReadAll(path, MostBytes);
        int whole = bytes.AsSpan().LastIndexOf("\r\n"u8) + 2;
        try
        {
            foreach (CutRow row in CutRow.DoneOf(bytes.AsMemory(0, Math.Max(whole, 0))))
            {
                _done[row.Point] = row;
            }
        }
        catch (FormatException error)
        {
            throw new StorageException(path, $"it is not what an earlier cut wrote there: {error.Message}; cut into an empty folder", error);
        }
    }

    private void RemoveLeftovers()
    {
        foreach (string path in Directory.EnumerateFileSystemEntries(_folder, ".*.tmp").ToList())
        {
            _ = Directory.Exists(path) ? AtomicFile.IsTempOf("cut", Path.GetFileName(path)) && _files.TryDeleteFolder(path) : _files.TryDelete(path);
        }
    }
}
