using ProteomicsAnnotator.Core.Blocks;

namespace ProteomicsAnnotator.App.Annotating.Queues;

/// <summary>
/// What the heads of the list call its groups: the experiment and what lies below it, without what the names of all begin or end with, so
/// that a narrow head shows where they differ. Immutable.
/// </summary>
public sealed class GroupNames
{
    /// <summary>A name that fits is shown whole.</summary>
    private const int FittingLength = 24;

    private readonly CommonEnds _experiments;
    private readonly CommonEnds _below;

    private GroupNames(CommonEnds experiments, CommonEnds below) => (_experiments, _below) = (experiments, below);

    /// <param name="folders">As <see cref="BlockFolders.Names"/> has them.</param>
    public static GroupNames Of(IReadOnlyList<string> folders)
    {
        (string Experiment, string Below)[] names = [.. folders.Where(folder => folder.Length > 0).Select(Parts)];
        return names.All(name => name.Experiment.Length + name.Below.Length <= FittingLength)
            ? new GroupNames(CommonEnds.None, CommonEnds.None)
            : new GroupNames(CommonEnds.Of([.. names.Select(name => name.Experiment)]), CommonEnds.Of([.. names.Select(name => name.Below).Where(below => below.Length > 0)], isStartKept: true));
    }

    /// <summary>The first folder of the path: two experiments may have the same names of tiles.</summary>
    public string ExperimentOf(string folder) => folder.Length == 0 ? "this folder itself" : _experiments.CutOf(Parts(folder).Experiment);

    /// <summary>The rest of it, with the '/' that it begins with; empty: there is none.</summary>
    public string BelowExperiment(string folder) => Parts(folder).Below is { Length: > 0 } below ? _below.CutOf(below) : "";

    private static (string Experiment, string Below) Parts(string folder)
    {
        string title = DataSet.TitleOf(folder);
        int first = title.IndexOf('/', StringComparison.Ordinal);
        return first < 0 ? (title, "") : (title[..first], title[first..]);
    }

    /// <summary>How many characters all of several names begin and end with, as far as these are whole parts of them.</summary>
    private readonly record struct CommonEnds(int Start, int End)
    {
        public static readonly CommonEnds None = new(0, 0);

        /// <summary>A name is cut behind one of these or before one, never within a number.</summary>
        private const string Joints = "/_-. ";

        /// <param name="names">The same one may stand there several times; one alone is cut nowhere.</param>
        /// <param name="isStartKept">What they begin with says what they are.</param>
        public static CommonEnds Of(string[] names, bool isStartKept = false)
        {
            if (names.Distinct(StringComparer.Ordinal).Take(2).Count() < 2)
            {
                return None;
            }

            string one = names[0];
            int start = names.Aggregate(one.Length, (most, name) => one.AsSpan(0, most).CommonPrefixLength(name));
            int end = names.Aggregate(names.Min(name => name.Length) - start, (most, name) => CommonEnd(one, name, most));
            int joint = one.AsSpan(one.Length - end).IndexOfAny(Joints);
            return new CommonEnds(isStartKept ? 0 : one.AsSpan(0, start).LastIndexOfAny(Joints) + 1, joint < 0 ? 0 : end - joint);
        }

        /// <summary>A name that these ends are not of, as of a list that has just changed, stays whole.</summary>
        public string CutOf(string name) => name.Length < Start + End ? name : (Start > 0 ? "…" : "") + name[Start..^End] + (End > 0 ? "…" : "");

        private static int CommonEnd(string one, string other, int most)
        {
            int end = 0;
            while (end < most && one[^(end + 1)] == other[^(end + 1)])
            {
                end++;
            }

            return end;
        }
    }
}
