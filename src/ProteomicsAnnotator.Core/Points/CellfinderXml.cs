using System.Globalization;
using System.Xml;

namespace ProteomicsAnnotator.Core.Points;

/// <summary>Cells as cellfinder writes them into XML: whole voxels, counted by name. It writes 1 for 0 there.</summary>
internal static class CellfinderXml
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreComments = true,
        IgnoreWhitespace = true,
        IgnoreProcessingInstructions = true,
        MaxCharactersInDocument = 1L << 28,
    };

    /// <exception cref="SourceException">It is no such file.</exception>
    public static PointTable Read(string path, Stream stream)
    {
        var table = new PointTable { IsInMicrometres = false };
        int row = 0;
        int ones = 0;
        try
        {
            using var xml = XmlReader.Create(stream, Settings);
            _ = xml.MoveToContent();
            if (xml.LocalName != "CellCounter_Marker_File")
            {
                throw new SourceException(path, null, $"an XML file of {xml.LocalName}", "CellCounter_Marker_File, as cellfinder writes it");
            }

            while (xml.Read())
            {
                if (xml is { NodeType: XmlNodeType.Element, LocalName: "Marker" })
                {
                    ones += ReadMarker(table, xml, ++row, path);
                }
            }
        }
        catch (XmlException e)
        {
            throw new SourceException(path, null, $"broken XML ({e.Message.TrimEnd('.')})", "a file of cells", e);
        }

        table.Notes.Add("Cells of every type are points, called by their voxel, z_y_x.");
        if (ones > 0)
        {
            table.Notes.Add(string.Create(CultureInfo.InvariantCulture, $"{ones:N0} coordinates are 1: cellfinder writes 1 for 0 into XML. YAML keeps both."));
        }

        return table;
    }

    /// <summary>How many of its coordinates are 1.</summary>
    private static int ReadMarker(PointTable table, XmlReader xml, int row, string path)
    {
        if (row > PointTable.MostRows)
        {
            throw new SourceException(path, null, $"more than {PointTable.MostRows:N0} cells", $"at most {PointTable.MostRows:N0}");
        }

        var found = new Dictionary<string, double>(StringComparer.Ordinal);
        bool isTwice = false;
        using (XmlReader marker = xml.ReadSubtree())
        {
            _ = marker.Read();
            string name = "";
            while (marker.Read())
            {
                name = marker.NodeType == XmlNodeType.Element ? marker.LocalName : name;
                if (marker.NodeType == XmlNodeType.Text && name is "MarkerX" or "MarkerY" or "MarkerZ"
                    && double.TryParse(marker.Value.Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                {
                    isTwice |= !found.TryAdd(name, value);
                }
            }
        }

        if (isTwice || !found.TryGetValue("MarkerZ", out double z) || !found.TryGetValue("MarkerY", out double y) || !found.TryGetValue("MarkerX", out double x))
        {
            table.Fault(row, "expected one number in each of MarkerX, MarkerY and MarkerZ");
            return 0;
        }

        table.Add(new TableRow(row, null, z, y, x));
        return (z == 1 ? 1 : 0) + (y == 1 ? 1 : 0) + (x == 1 ? 1 : 0);
    }
}
