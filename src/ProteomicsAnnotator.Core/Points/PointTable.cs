using System.Globalization;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>What a table of points was found to hold. Rows with a fault are left out.</summary>
internal sealed class PointTable
{
    /// <summary>More are not listed.</summary>
    public const int MostRows = 5_000_000;

    private const int MostNamed = 100;
    private int _unnamed;

    public List<TableRow> Rows { get; } = [];

    /// <summary>Rows that are not used, and why, in words; of very many the first.</summary>
    public List<string> Faults { get; } = [];

    /// <summary>How the table was understood, in words.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The table's own unit where it has one: true in micrometres, false in voxels; null: it says nothing.</summary>
    public bool? IsInMicrometres { get; set; }

    /// <summary>Neither unit nor order can be known from the file: the source has to state them.</summary>
    public bool MustStateUnit { get; set; }

    public void Fault(int row, string words)
    {
        if (Faults.Count < MostNamed)
        {
            Faults.Add(string.Create(CultureInfo.InvariantCulture, $"Row {row}: {words}. The point is not listed."));
        }
        else
        {
            _unnamed++;
        }
    }

    /// <summary>The faults, and how many more there are.</summary>
    public IEnumerable<string> AllFaults => _unnamed == 0
        ? Faults
        : Faults.Append(string.Create(CultureInfo.InvariantCulture, $"{_unnamed:N0} further rows have faults; their points are not listed."));

    /// <summary>Adds a row, or its fault when a coordinate is no finite number.</summary>
    public void Add(TableRow row)
    {
        if (double.IsFinite(row.Z) && double.IsFinite(row.Y) && double.IsFinite(row.X))
        {
            Rows.Add(row);
        }
        else
        {
            Fault(row.Row, string.Create(CultureInfo.InvariantCulture, $"found z {row.Z}, y {row.Y}, x {row.X}; expected finite numbers"));
        }
    }
}
