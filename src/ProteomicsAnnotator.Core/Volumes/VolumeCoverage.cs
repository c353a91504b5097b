using System.Globalization;

namespace ProteomicsAnnotator.Core.Volumes;

/// <summary>Which voxels of a box out of a large volume are real.</summary>
/// <param name="Inside">The part that lies in the volume; all zeros where none does. Voxels outside are 0.</param>
/// <param name="Missing">Parts of it that were never written, or hold nothing but the fill value, which stands there. They do not overlap.</param>
public sealed record VolumeCoverage(BoxRange Inside, IReadOnlyList<BoxRange> Missing)
{
    /// <summary>More parts are not listed: an answer's headers have bounds.</summary>
    private const int MostListed = 200;

    /// <summary>Of the voxels inside, from 0 to 1; 0 where none is inside.</summary>
    public double MissingShare => Inside.Voxels == 0 ? 0 : (double)Missing.Sum(range => range.Voxels) / Inside.Voxels;

    /// <summary>The spelling of <c>X-Volume-Missing</c>: the share, then the parts; null where nothing is missing.</summary>
    public string? MissingText
    {
        get
        {
            if (Missing.Count == 0)
            {
                return null;
            }

            List<BoxRange> parts = Joined(Missing);
            string listed = string.Join(' ', parts.Take(MostListed));
            return string.Create(CultureInfo.InvariantCulture, $"{MissingShare:0.######} {listed}{(parts.Count > MostListed ? $" +{parts.Count - MostListed}" : "")}");
        }
    }

    /// <summary>Of some slices of the box, as a box of their own.</summary>
    public VolumeCoverage Slices(int first, int count) => new(Cut(Inside, first, count) ?? default, [.. Missing.Select(range => Cut(range, first, count)).OfType<BoxRange>()]);

    /// <summary>Rows of voxels that lie in the volume and were written, each along x.</summary>
    public IEnumerable<BoxRange> RealRuns()
    {
        for (int z = Inside.Z0; z < Inside.Z1; z++)
        {
            BoxRange[] here = [.. Missing.Where(part => part.Z0 <= z && z < part.Z1).OrderBy(part => part.X0)];
            for (int y = Inside.Y0; y < Inside.Y1; y++)
            {
                int x = Inside.X0;
                foreach (BoxRange part in here.Where(part => part.Y0 <= y && y < part.Y1))
                {
                    if (part.X0 > x)
                    {
                        yield return new BoxRange(z, z + 1, y, y + 1, x, part.X0);
                    }

                    x = Math.Max(x, part.X1);
                }

                if (x < Inside.X1)
                {
                    yield return new BoxRange(z, z + 1, y, y + 1, x, Inside.X1);
                }
            }
        }
    }

    private static BoxRange? Cut(BoxRange range, int first, int count)
    {
        (int start, int end) = (Math.Max(range.Z0 - first, 0), Math.Min(range.Z1 - first, count));
        return start < end ? range with { Z0 = start, Z1 = end } : null;
    }

    /// <summary>Neighbours become one, along x, then y, then z.</summary>
    private static List<BoxRange> Joined(IReadOnlyList<BoxRange> parts)
    {
        List<BoxRange> rows = JoinedBy(parts.OrderBy(p => p.Z0).ThenBy(p => p.Y0).ThenBy(p => p.X0), (a, b) => a with { X1 = b.X0 } == b with { X0 = a.X0, X1 = b.X0 } ? a with { X1 = b.X1 } : null);
        List<BoxRange> planes = JoinedBy(rows.OrderBy(p => p.Z0).ThenBy(p => p.X0).ThenBy(p => p.Y0), (a, b) => a with { Y1 = b.Y0 } == b with { Y0 = a.Y0, Y1 = b.Y0 } ? a with { Y1 = b.Y1 } : null);
        return JoinedBy(planes.OrderBy(p => p.Y0).ThenBy(p => p.X0).ThenBy(p => p.Z0), (a, b) => a with { Z1 = b.Z0 } == b with { Z0 = a.Z0, Z1 = b.Z0 } ? a with { Z1 = b.Z1 } : null);
    }

    private static List<BoxRange> JoinedBy(IEnumerable<BoxRange> ordered, Func<BoxRange, BoxRange, BoxRange?> join)
    {
        List<BoxRange> joined = [];
        foreach (BoxRange part in ordered)
        {
            if (joined.Count > 0 && join(joined[^1], part) is { } both)
            {
                joined[^1] = both;
            }
            else
            {
                joined.Add(part);
            }
        }

        return joined;
    }
}
