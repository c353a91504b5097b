using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Roots;

/// <summary>The identity of an annotations root: a random id in a file there, and this machine's memory of it. Blocking.</summary>
/// <param name="settings">Of the share.</param>
/// <param name="localFolder">On this machine, for this root.</param>
/// <param name="notify">Takes a notice.</param>
internal sealed class RootMarker(LabelShareSettings settings, string localFolder, Action<string> notify)
{
    public const string Name = ".annotator-root";
    private const string MemoryName = "root.json";
    private const int IdLength = 32;
    private const int Limit = 4096;
    private readonly FileOperations _files = settings.Files;
    private readonly string _root = settings.AnnotationsRoot;

    public string Path { get; } = System.IO.Path.Combine(settings.AnnotationsRoot, Name);

    /// <summary>Where this machine remembers the id.</summary>
    public string MemoryPath { get; } = System.IO.Path.Combine(localFolder, MemoryName);

    /// <summary>Null when there is none; waits for a marker that another program is writing.</summary>
    /// <exception cref="StorageException">It cannot be read, or is no marker.</exception>
    public string? Read()
    {
        JsonRead<string> read = JsonFile.Read(_files, Path, bytes =>
        {
            string text = Encoding.UTF8.GetString(bytes).Trim();
            return text.Length == IdLength && text.All(char.IsAsciiHexDigit) ? text : throw new JsonException("no marker");
        }, Limit);
        return read.Outcome switch
        {
            ReadOutcome.Read => read.Value,
            ReadOutcome.Missing => null,
            _ => throw read.Error!,
        };
    }

    /// <summary>The id this machine knows; null: it has not seen this root yet.</summary>
    public string? ReadMemory() => ReadText(_files, MemoryPath, "id");

    /// <summary>When two programs do this at once, the first one's marker stays.</summary>
    /// <exception cref="StorageException">It cannot be written.</exception>
    public string Create()
    {
        try
        {
            Write();
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(_root, error);
        }

        return Read() ?? throw new StorageException(Path, "the marker vanished");
    }

    /// <summary>
    /// Flushes the marker before this machine remembers it: without a marker that a power cut took back, the share would
    /// count as not mounted for ever. A program that may only read it, or has no flush, accepts it as it is.
    /// </summary>
    /// <exception cref="IOException">The flush failed.</exception>
    public void Flush()
    {
        try
        {
            using (SafeFileHandle marker = _files.Open(Path, FileMode.Open, FileAccess.Read))
            {
                _files.FlushToDisk(marker);
            }

            AtomicFile.FlushFolder(_files, _root);
        }
        catch (Exception error) when (StorageFault.CannotFlush(error) || StorageFault.IsForbidden(error))
        {
            // Nothing safer is possible from here.
        }
    }

    /// <summary>The path of the root that this machine knows by a folder of its state; null: unknown.</summary>
    public static string? ReadPath(FileOperations files, string localFolder) => ReadText(files, System.IO.Path.Combine(localFolder, MemoryName), "path");

    public void Remember(string id)
    {
        try
        {
            PrivatePath.CreateFolder(_files, settings.StateFolder, localFolder);
            AtomicFile.Write(_files, MemoryPath, JsonFile.Serialize(writer =>
            {
                writer.WriteStartObject();
                writer.WriteString("path", _root);
                writer.WriteString("id", id);
                writer.WriteEndObject();
            }));
            PrivatePath.Restrict(MemoryPath);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            notify($"This machine cannot remember the annotations folder: {StorageFault.DescribeWriting(error)} ({localFolder}).");
        }
    }

    /// <summary>The root has lost the marker that this machine knows.</summary>
    public StorageException Missing(string remembered) => new(
        _root,
        $"not mounted, or emptied: there is no {Name} (this machine knows this folder with the marker {remembered}; if it is meant to be new, delete {MemoryPath})");

    private static string? ReadText(FileOperations files, string path, string member)
    {
        JsonRead<string> read = JsonFile.Read(files, path, bytes =>
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            return document.RootElement.GetProperty(member).GetString() ?? throw new JsonException("no " + member);
        }, RegularFile.MaxSettingsBytes);
        return read.Value;
    }

    private void Write()
    {
        if (!settings.MayCreateRoot)
        {
            throw new StorageException(_root, "no folder was set for the labels");
        }

        if (RootOverlap.DescribeReal(settings) is { } overlap)
        {
            throw new StorageException(_root, "it is not made an annotations root. " + overlap);
        }

        if (!_files.FolderExists(_root))
        {
            string? parent = System.IO.Path.GetDirectoryName(System.IO.Path.TrimEndingDirectorySeparator(_root));
            if (parent is null || !_files.FolderExists(parent))
            {
                throw new StorageException(_root, "neither the folder nor its parent exists: not mounted?");
            }

            _files.CreateFolder(_root);
            notify($"The annotations folder {_root} was created.");
        }

        string id = Guid.NewGuid().ToString("N");
        string temp = System.IO.Path.Combine(_root, $"{Name}_{id}.tmp");
        AtomicFile.Write(_files, temp, Encoding.ASCII.GetBytes(id + "\n"));
        try
        {
            _files.RenameIfAbsent(temp, Path);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            _files.Delete(temp);
            if (_files.Stat(Path) is null)
            {
                throw;
            }
        }
    }
}
