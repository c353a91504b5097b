using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ProteomicsAnnotator.Core.Campaign;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Export;
using ProteomicsAnnotator.Core.Journals;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Share;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Predictions;

/// <summary>
/// Predictions of models, for admins only. Each version is a folder of its own that is written once:
/// <c>admin/predictions/{id}/predictions.csv</c>, and last <c>predictions.json</c> beside it, without which it does not count. They are
/// stored only while annotators cannot read <c>admin/</c>. Blocking; thread-safe.
/// </summary>
public sealed class PredictionFiles
{
    private const string Head = "/predictions.json";
    private const string Rows = "predictions.csv";

    /// <summary>A million rows over a slow network.</summary>
    private static readonly TimeSpan ReadLimit = TimeSpan.FromSeconds(120);

    // What was read of files that never change is kept for everybody who asks about the same share.
    private static readonly ConditionalWeakTable<SharedRoot, PredictionFiles> Known = [];
    private readonly SharedRoot _root;
    private readonly WrittenOnce<PredictionSet> _sets;
    private readonly ConcurrentDictionary<string, WeakReference<PredictionTable>> _tables = new(StringComparer.Ordinal);

    private PredictionFiles(SharedRoot root)
    {
        _root = root;
        _sets = new WrittenOnce<PredictionSet>(root, root.PathOf("admin", "predictions"), Head, PredictionSet.Parse);
    }

    private string Folder => _root.PathOf("admin", "predictions");

    public static PredictionFiles Of(SharedRoot root) => Known.GetValue(root, static root => new PredictionFiles(root));

    /// <summary>What is stored, each version of a model once, the one stored last at the end.</summary>
    /// <exception cref="StorageException">They cannot be read.</exception>
    public StoredPredictions Read()
    {
        var unusable = new List<UnusableFile>();
        PredictionSet[] all = [.. _sets.Read(unusable).OrderBy(set => set.At).ThenBy(set => set.Id, StringComparer.Ordinal)];
        PredictionSet[] first = [.. all.DistinctBy(set => set.Model)];
        string[] second = [.. all.Except(first).Where(set => first.Single(one => one.Model == set.Model).Sha256 != set.Sha256)
            .Select(set => $"{_root.PathOf("admin", "predictions", set.Id)}: it does not count: {set.Model} was stored before with other predictions")];
        return new StoredPredictions(first, [.. unusable.Select(file => file.Words), .. second]);
    }

    /// <summary>By the numbers that the classes have now.</summary>
    /// <param name="set">What was stored.</param>
    /// <param name="classes">Of the campaign now.</param>
    /// <param name="changes">Classes that were renamed or split.</param>
    /// <exception cref="StorageException">They cannot be read, are not what was stored, or are of classes that are none now.</exception>
    public PredictionTable ReadTable(PredictionSet set, LabelClasses classes, ClassChanges changes)
    {
        (StoredClasses? then, string? fault) = StoredClasses.Of(set, classes, changes);
        return then is null ? throw new StorageException(_root.PathOf("admin", "predictions", set.Id), fault!)
            : Kept($"{set.Id}/{then.Key}", () => then.Apply(Kept(set.Id, () => ReadStored(set))));
    }

    private PredictionTable Kept(string key, Func<PredictionTable> make)
    {
        if (_tables.TryGetValue(key, out WeakReference<PredictionTable>? kept) && kept.TryGetTarget(out PredictionTable? table))
        {
            return table;
        }

        table = make();
        _tables[key] = new WeakReference<PredictionTable>(table);
        return table;
    }

    private PredictionTable ReadStored(PredictionSet set)
    {
        string path = _root.PathOf("admin", "predictions", set.Id, Rows);
        byte[] bytes = _root.Reads.One(path, () => Bytes(path), ReadLimit);
        if (FileDigest.Of(Rows, bytes).Sha256 != set.Sha256)
        {
            throw new StorageException(path, "it is not what was stored: take it from a backup");
        }

        try
        {
            return PredictionCsv.Read(bytes, set.Classes.Count);
        }
        catch (FormatException fault)
        {
            throw new StorageException(path, fault.Message, fault);
        }
    }

    /// <summary>Stores it, if it is new. Returns once it is on disk.</summary>
    /// <param name="model">Which, and of which version.</param>
    /// <param name="table">Its predictions.</param>
    /// <param name="from">Who stores it, and names of the classes by number.</param>
    /// <param name="dryRun">Only says what would become of it.</param>
    /// <exception cref="StorageException">It is not stored.</exception>
    public PredictionOutcome Store(ModelName model, PredictionTable table, (string By, IReadOnlyList<string> Classes) from, bool dryRun)
    {
        if (AdminAccess.WhyOpen(_root) is { } open)
        {
            return new PredictionOutcome(PredictionPlace.Refused, open);
        }

        byte[] bytes = PredictionCsv.Write(table);
        string digest = FileDigest.Of(Rows, bytes).Sha256;
        StoredPredictions before = Read();
        if (before.Unusable.Count > 0)
        {
            return new PredictionOutcome(PredictionPlace.Refused, string.Join(" ", before.Unusable));
        }

        if (before.Sets.FirstOrDefault(set => set.Model == model) is { } known)
        {
            return known.Sha256 == digest && known.Classes.SequenceEqual(from.Classes, StringComparer.Ordinal)
                ? new PredictionOutcome(PredictionPlace.AlreadyThere, $"stored by {known.By} on {LabelTime.FormatMinute(known.At)}")
                : new PredictionOutcome(PredictionPlace.Refused, $"{model} is stored with other predictions, or other names of classes, by {known.By} on {LabelTime.FormatMinute(known.At)}: figures would name one version for two things. Give this one another version.");
        }

        if (bytes.LongLength > RegularFile.MaxBytes)
        {
            return new PredictionOutcome(PredictionPlace.Refused, $"the predictions take {bytes.LongLength} bytes, {RegularFile.MaxBytes} at most");
        }

        return dryRun ? new PredictionOutcome(PredictionPlace.New, "") : Write(model, table, from, bytes, digest);
    }

    private PredictionOutcome Write(ModelName model, PredictionTable table, (string By, IReadOnlyList<string> Classes) from, byte[] bytes, string digest)
    {
        _root.Verify();
        LabelShareSettings settings = _root.Settings;
        DateTimeOffset now = LabelTime.Truncate(settings.TimeProvider.GetUtcNow());
        var set = new PredictionSet(JournalName.Create(now, settings.HostName), model, now, from.By, from.Classes, table.Blocks.Count, table.ScoredCount, digest);
        string folder = _root.PathOf("admin", "predictions", set.Id);
        try
        {
            settings.Files.CreateFolder(folder);
            AtomicFile.Write(settings.Files, Path.Combine(folder, Rows), bytes);
            AtomicFile.FlushFolder(settings.Files, folder);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.FromWriting(folder, error);
        }

        _sets.Write(set.Id, set.Serialize(settings.ProgramVersion));
        AtomicFile.FlushFolder(settings.Files, Folder);
        return new PredictionOutcome(PredictionPlace.New, "");
    }

    private byte[] Bytes(string path)
    {
        try
        {
            return _root.Settings.Files.ReadAll(path);
        }
        catch (Exception error) when (StorageFault.IsFileError(error))
        {
            throw StorageException.From(path, error);
        }
    }
}

/// <param name="Sets">Each version of a model once.</param>
/// <param name="Unusable">What is there and does not count, in words.</param>
public sealed record StoredPredictions(IReadOnlyList<PredictionSet> Sets, IReadOnlyList<string> Unusable)
{
    /// <summary>By <c>NAME</c>, then the version stored last, or by <c>NAME@VERSION</c>; null: there is none.</summary>
    public PredictionSet? Find(string name) => Sets.LastOrDefault(set => set.Model.ToString() == name) ?? Sets.LastOrDefault(set => set.Model.Name == name);
}

public enum PredictionPlace
{
    New,
    AlreadyThere,
    Refused,
}

/// <summary>What became of predictions.</summary>
/// <param name="Place">Whether they are stored.</param>
/// <param name="Words">Why not, or since when; empty where nothing is to be said.</param>
public sealed record PredictionOutcome(PredictionPlace Place, string Words);
