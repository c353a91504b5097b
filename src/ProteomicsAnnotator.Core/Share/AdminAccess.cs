using System.Globalization;
using ProteomicsAnnotator.Core.Blocks;
using ProteomicsAnnotator.Core.Decisions;
using ProteomicsAnnotator.Core.Planning;
using ProteomicsAnnotator.Core.Roots;
using ProteomicsAnnotator.Core.Storage;

namespace ProteomicsAnnotator.Core.Share;

/// <summary>
/// Whether <c>admin/</c> is closed to annotators: known answers are not written while it is not. Judged by mode bits and access
/// lists where they can be seen; elsewhere an admin confirms it once, as a decision.
/// </summary>
public static class AdminAccess
{
    /// <summary>The decision by which an admin says that the folder is closed.</summary>
    private const string Confirmation = "admin_closed";

    /// <summary>Why known answers may not be written, in words with what to do; null: they may. Blocking.</summary>
    /// <exception cref="StorageException">The share cannot be read.</exception>
    public static string? WhyOpen(SharedRoot root) => Look(root)?.Words;

    /// <summary>The same, with what an admin can do about it; null: known answers may be written. Blocking.</summary>
    /// <exception cref="StorageException">The share cannot be read.</exception>
    public static OpenFolder? Look(SharedRoot root)
    {
        string folder = root.PathOf("admin");
        return root.Reads.One(folder, () => Judge(root, folder)) switch
        {
            null => null,
            { IsSeen: true } open => new OpenFolder($"{open.Words}. Close it as docs/deploy.md says under \"Permissions\" (chmod 770, with a group of the admins alone), then try again.", CanBeConfirmed: false),
            _ when IsConfirmed(root) => null,
            { } unseen => new OpenFolder($"{unseen.Words}. If it is closed to annotators, an admin confirms that once: ./launch.sh gold --admin-folder-is-closed.", CanBeConfirmed: true),
        };
    }

    /// <summary>Why these known answers may not be decided now, in words; null: they may. Blocking.</summary>
    /// <param name="root">The share.</param>
    /// <param name="gold">Its known answers.</param>
    /// <param name="answers">Class numbers; null withdraws an answer.</param>
    /// <exception cref="StorageException">The share cannot be read.</exception>
    public static string? WhyNotDecide(SharedRoot root, GoldAnswers gold, IReadOnlyDictionary<BlockId, int?> answers) =>
        WhyOpen(root) ?? gold.WhyNot(answers.Where(answer => answer.Value is not null).Select(answer => answer.Key), areForCalibration: false);

    /// <summary>An admin says that annotators cannot read the folder, where this program cannot see it. Blocking.</summary>
    /// <exception cref="StorageException">It is not stored.</exception>
    public static void Confirm(SharedRoot root, string by)
    {
        DecisionFiles files = DecisionFiles.Closed(root);
        _ = files.Write(new Dictionary<string, System.Text.Json.Nodes.JsonNode?>(StringComparer.Ordinal) { [Confirmation] = true }, by, files.Read());
    }

    private static bool IsConfirmed(SharedRoot root) =>
        DecisionFiles.Closed(root).Read().Values.TryGetValue(Confirmation, out DecidedValue decided)
        && decided.Value is System.Text.Json.Nodes.JsonValue value && value.TryGetValue(out bool isClosed) && isClosed;

    private static Found? Judge(SharedRoot root, string folder)
    {
        FileOperations files = root.Settings.Files;
        string? type = files.FileSystemOf(root.Settings.AnnotationsRoot);
        if (!files.FolderExists(folder))
        {
            return new Found(true, $"{folder} is not there yet");
        }

        if (type is null || EvidenceAccess.HidesModes(type) || files.AccessOf(folder) is not { } access)
        {
            return new Found(false, $"Who may read {folder} cannot be seen on {(type is null ? "this system" : $"a file system of type {type}")}");
        }

        uint?[] readers = [.. access.Readers];
        if (readers.Length == 0 || (files.AccessOf(root.Settings.AnnotationsRoot)?.IsForOneAccount ?? false))
        {
            return null;
        }

        string users = root.PathOf("users");
        if (!readers.Contains(null) && (!files.FolderExists(users) || files.AccessOf(users) is null))
        {
            return new Found(false, $"Which groups annotators are in cannot be seen: {users} is not there, or does not say");
        }

        uint?[] open = [.. readers.Where(group => group is null || files.AccessOf(users)?.Readers.Contains(group) == true)];
        return open.Length == 0 ? null : new Found(true, $"{folder} is open to {(open.Contains(null) ? "every account" : string.Join(" and ", open.Select(group => string.Create(CultureInfo.InvariantCulture, $"group {group}, which annotators are in"))))}");
    }

    /// <param name="IsSeen">False: it may be closed, and only people know.</param>
    /// <param name="Words">Why.</param>
    private sealed record Found(bool IsSeen, string Words);
}

/// <param name="Words">Why known answers may not be written, with what to do.</param>
/// <param name="CanBeConfirmed">Who may read the folder cannot be seen: an admin who knows that it is closed can say so.</param>
public sealed record OpenFolder(string Words, bool CanBeConfirmed);
