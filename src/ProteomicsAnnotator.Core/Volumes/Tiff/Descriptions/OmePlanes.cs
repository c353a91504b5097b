namespace ProteomicsAnnotator.Core.Volumes.Tiff.Descriptions;

/// <summary>The page of each plane (z, channel, time) of an OME image; -1 where there is none.</summary>
internal sealed class OmePlanes
{
    private readonly int _depth;
    private readonly int _channels;
    private readonly int _times;

    /// <summary>Positions of Z, C and T in the order that one entry's planes run in, 0 the fastest.</summary>
    private readonly (int Z, int C, int T) _rank;
    private readonly int[] _pages;

    /// <param name="input">The file.</param>
    /// <param name="size">Planes along each axis, one at least.</param>
    /// <param name="order">Such as XYZCT, the fastest first; time may be left out.</param>
    public OmePlanes(TiffInput input, (int Z, int C, int T) size, string order)
    {
        (_depth, _channels, _times) = size;
        int z = order.IndexOf('Z', StringComparison.Ordinal);
        int c = order.IndexOf('C', StringComparison.Ordinal);
        int t = order.IndexOf('T', StringComparison.Ordinal);
        if (z < 0 || c < 0 || (t < 0 && _times > 1))
        {
            throw input.Corrupt($"The OME metadata has the dimension order {order}.");
        }

        _rank = (z, c, t < 0 ? order.Length : t);
        _pages = new int[_depth * _channels * _times];
        Array.Fill(_pages, -1);
    }

    public int Count => _pages.Length;

    /// <summary>Planes that have a page.</summary>
    public int Placed => _pages.Count(page => page >= 0);

    /// <summary>So many pages from one on, for the planes from a position on in the image's order; what goes beyond is left out.</summary>
    public void Place((int Z, int C, int T) at, int page, int count)
    {
        (int stepZ, int stepC, int stepT) = (
            Step(_rank.Z), Step(_rank.C), Step(_rank.T));
        int start = (at.Z * stepZ) + (at.C * stepC) + (at.T * stepT);
        for (int i = 0; i < count && start + i < _pages.Length; i++)
        {
            int n = start + i;
            _pages[Index(n / stepZ % _depth, n / stepC % _channels, n / stepT % _times)] = page + i;
        }
    }

    public bool HasTime(int time)
    {
        for (int i = 0; i < _depth * _channels; i++)
        {
            if (_pages[(time * _depth * _channels) + i] >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Pages of a channel: all slices of a time point, or with -1 all time points of the only slice.</summary>
    public IEnumerable<int> Along(int channel, int time) => time < 0
        ? Enumerable.Range(0, _times).Select(t => _pages[Index(0, channel, t)])
        : Enumerable.Range(0, _depth).Select(z => _pages[Index(z, channel, time)]);

    private int Index(int z, int c, int t) => (((t * _channels) + c) * _depth) + z;

    /// <summary>Planes between two neighbours along the axis of that rank: the product of the faster axes.</summary>
    private int Step(int rank) =>
        (_rank.Z < rank ? _depth : 1) * (_rank.C < rank ? _channels : 1) * (_rank.T < rank ? _times : 1);
}
