using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating.Queues;

/// <summary>
/// What the heads of the list call its groups: the experiment and what lies below it, without what the names of all begin or end with, so
/// that a narrow head shows where they differ. Immutable.
/// </summary>
public sealed class GroupNames
{
    /// <summary>Parts of names: an end that all share is cut before one of these, never within a number.</summary>
    private const string Joints = "/_-. ";

    /// <summary>A name that fits is shown whole.</summary>
    private const int FittingLength = 24;

    private readonly int _start;
    private readonly int _end;

    private GroupNames(int start, int end) => (_start, _end) = (start, end);

    /// <param name="folders">As <see cref="BlockFolders.Names"/> has them.</param>
    public static GroupNames Of(IReadOnlyList<string> folders)
    {
        string[] titles = [.. folders.Where(folder => folder.Length > 0).Select(DataSet.TitleOf)];
        if (titles.Length < 2 || titles.All(title => title.Length <= FittingLength))
        {
            return new GroupNames(0, 0);
        }

        int start = titles.Skip(1).Aggregate(titles[0].Length, (most, title) => titles[0].AsSpan(0, most).CommonPrefixLength(title));
        int end = titles.Skip(1).Aggregate(titles.Min(title => title.Length) - start, (most, title) => CommonEnd(titles[0], title, most));
        return new GroupNames(AfterJoint(titles[0], start), BeforeJoint(titles[0], end));
    }

    /// <summary>The first folder of the path: two experiments may have the same names of tiles.</summary>
    public string ExperimentOf(string folder)
    {
        string title = DataSet.TitleOf(folder);
        string first = title.Split('/')[0];
        return folder.Length == 0 ? "this folder itself" : first.Length == title.Length ? Cut(title) : _start > 0 && _start < first.Length ? "…" + first[_start..] : first;
    }

    /// <summary>The rest of it, with the '/' that it begins with; empty: there is none.</summary>
    public string BelowExperiment(string folder)
    {
        string title = DataSet.TitleOf(folder);
        int first = title.IndexOf('/', StringComparison.Ordinal);
        return first < 0 ? "" : Ended(title)[first..];
    }

    private string Cut(string title) => _start > 0 ? "…" + Ended(title)[_start..] : Ended(title);

    private string Ended(string title) => _end > 0 ? title[..^_end] + "…" : title;

    private static int CommonEnd(string one, string other, int most)
    {
        int end = 0;
        while (end < most && one[^(end + 1)] == other[^(end + 1)])
        {
            end++;
        }

        return end;
    }

    private static int AfterJoint(string title, int start) => start == 0 ? 0 : title.AsSpan(0, start).LastIndexOfAny(Joints) + 1;

    private static int BeforeJoint(string title, int end) => end == 0 ? 0 : title.AsSpan(title.Length - end).IndexOfAny(Joints) is >= 0 and int joint ? end - joint : 0;
}
